//===- KernelGrouping.h - what becomes one kernel -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_ANALYSIS_KERNELGROUPING_H
#define MPC_ANALYSIS_KERNELGROUPING_H

#include "mpc/IR/Mpc.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include "llvm/ADT/DenseMap.h"

namespace mpc {

/// What an op does inside its kernel.
enum class KernelRole { Prologue, Main, Epilogue, Stage };

/// Ops that run as one launch, in topological order. An op may be in several
/// groups: cheap ones are computed again rather than stored.
struct KernelGroup {
  KernelKind kind = KernelKind::pointwise;
  mlir::Operation *main = nullptr;
  llvm::SmallVector<mlir::Operation *> ops;
  llvm::DenseMap<mlir::Operation *, KernelRole> roles;
  llvm::SmallVector<int64_t> domain;  ///< iteration space
  llvm::SmallVector<int64_t> reduced; ///< reduced dimensions of the domain
  std::string label;
};

/// The one decision about fusion. Ignores casts, so that they cannot change the
/// kernels they were priced for. Does not rewrite.
class KernelGrouping {
public:
  KernelGrouping(mlir::func::FuncOp func, bool fusion);

  /// Groups in an order in which every operand is defined before its use.
  llvm::ArrayRef<KernelGroup> getGroups() const { return groups; }

private:
  llvm::SmallVector<KernelGroup> groups;
};

} // namespace mpc

#endif // MPC_ANALYSIS_KERNELGROUPING_H
