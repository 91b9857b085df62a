//===- KernelBuilder.h - rebuilds a function out of kernels ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_FORMKERNELS_KERNELBUILDER_H
#define MPC_PASSES_FORMKERNELS_KERNELBUILDER_H

#include "mpc/Analysis/KernelGrouping.h"

#include "mlir/IR/IRMapping.h"

#include "llvm/ADT/DenseSet.h"

namespace mpc {

/// Builds kernels, and the views between them, at the end of a function's block
/// while the ops that they stand for are still there.
class KernelBuilder {
public:
  explicit KernelBuilder(mlir::func::FuncOp func);

  void build(const KernelLaunch &launch);

  /// Lets the function return what the kernels compute and erases the old ops.
  void finish();

  unsigned getNumCopies() const { return numCopies; }

private:
  /// A value from outside and where it lies in the kernel's domain. A value
  /// that lies in two ways is two arguments.
  using Input = std::pair<mlir::Value, DomainDims>;

  static Input makeInput(const KernelGroup &group, mlir::OpOperand &operand);
  mlir::Value lookup(mlir::Value old);
  mlir::Value rebuildView(mlir::Operation *view);
  mlir::Value claim(mlir::Value value);
  mlir::Value copy(mlir::Value value);
  bool isUnchangedState(mlir::Value value, unsigned result);
  llvm::SmallVector<Input> collectInputs(const KernelLaunch &launch);
  void cloneOps(mlir::Block &block, const KernelGroup &group, bool isTrailing,
                llvm::ArrayRef<Input> inputs, mlir::IRMapping &inside);
  void fillBody(KernelOp kernel, const KernelLaunch &launch,
                llvm::ArrayRef<Input> inputs);
  void markAdjoint(KernelOp kernel);

  mlir::func::FuncOp func;
  mlir::OpBuilder builder;
  llvm::SmallVector<mlir::Operation *> oldOps;
  mlir::IRMapping rebuilt;
  llvm::DenseSet<mlir::Value> claimed;
  unsigned numCopies = 0;
};

} // namespace mpc

#endif // MPC_PASSES_FORMKERNELS_KERNELBUILDER_H
