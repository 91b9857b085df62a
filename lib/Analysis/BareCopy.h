//===- BareCopy.h - a function without casts and flags --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_ANALYSIS_BARECOPY_H
#define MPC_LIB_ANALYSIS_BARECOPY_H

#include "mpc/Analysis/KernelGrouping.h"

namespace mpc {

/// A copy of a function in which values are never cast and no flag is raised.
/// What becomes one kernel is decided on it, so that neither can change it.
class BareCopy {
public:
  explicit BareCopy(mlir::func::FuncOp func);

  mlir::func::FuncOp get() const { return *copy; }

  /// The op of the function that `op` of the copy stands for.
  mlir::Operation *getOriginal(mlir::Operation *op) const {
    return originals.lookup(op);
  }

  /// Makes a group of copied ops one of their originals.
  void translate(KernelGroup &group) const;

private:
  void strip();

  mlir::OwningOpRef<mlir::func::FuncOp> copy;
  llvm::DenseMap<mlir::Operation *, mlir::Operation *> originals;
};

/// True for ops that raise a bit where others compute.
bool isFlag(mlir::Operation *op);

} // namespace mpc

#endif // MPC_LIB_ANALYSIS_BARECOPY_H
