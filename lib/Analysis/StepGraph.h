//===- StepGraph.h - who needs whom, seen without free ops ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_ANALYSIS_STEPGRAPH_H
#define MPC_LIB_ANALYSIS_STEPGRAPH_H

#include "mpc/IR/Mpc.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include "llvm/ADT/SetVector.h"

namespace mpc {

/// The ops of a function as kernel grouping sees them. An op is *free* if every
/// kernel that needs it computes it again: splat constants, broadcasts, scalar
/// arithmetic, and short cheap chains over function arguments that read no more
/// bytes than they give. Free ops are looked through: the readers of a value
/// are the ops behind free ones too.
class StepGraph {
public:
  StepGraph(mlir::func::FuncOp func, bool fusion);

  /// Ops that need a kernel of their own or a place in one, in program order.
  /// A free op is among them if a view, an algorithm or the return needs its
  /// value stored.
  llvm::ArrayRef<mlir::Operation *> getMembers() const { return members; }

  mlir::Block &getBlock() const { return block; }

  bool isFree(mlir::Operation *op) const { return freeOps.contains(op); }

  /// Position in the block.
  unsigned getIndex(mlir::Operation *op) const { return index.lookup(op); }

  /// Values that `op` reads which no free op computes.
  llvm::ArrayRef<mlir::Value> getLeaves(mlir::Operation *op) const;

  /// Ops that are not free and read `value`, in program order; among them views
  /// and the return.
  llvm::ArrayRef<mlir::Operation *> getReaders(mlir::Value value) const;

  /// True if a view, an algorithm or the return reads a result of `op` directly.
  static bool isStored(mlir::Operation *op);

  /// Takes back that `op` is free.
  void materialize(mlir::Operation *op);

private:
  bool deservesFreedom(mlir::Operation *op);
  bool isShortChain(mlir::Operation *op);
  void connect();

  mlir::Block &block;
  llvm::DenseMap<mlir::Operation *, unsigned> index;
  llvm::DenseMap<mlir::Operation *, unsigned> chainLength;
  llvm::DenseSet<mlir::Operation *> freeOps;
  llvm::SmallVector<mlir::Operation *> members;
  llvm::DenseMap<mlir::Operation *, llvm::SmallVector<mlir::Value>> leaves;
  llvm::DenseMap<mlir::Value, llvm::SmallVector<mlir::Operation *>> readers;
};

/// True for constants whose elements are all one.
bool isSplatConstant(mlir::Operation *op);

} // namespace mpc

#endif // MPC_LIB_ANALYSIS_STEPGRAPH_H
