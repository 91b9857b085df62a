//===- ReductionLoops.h - loops and passes of reductions ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_REDUCTIONLOOPS_H
#define MPC_LIB_CODEGEN_REDUCTIONLOOPS_H

#include "LoopDims.h"

namespace mpc::code {

/// One walk over everything that a task reduces. Reductions of one pass do not
/// depend on each other; those of later passes may depend on earlier ones.
struct ReductionPass {
  llvm::SmallVector<mlir::linalg::GenericOp> reductions;
  bool storesRoots = false; ///< elements of the whole domain are known
};

/// Reductions of what all blocks of a kernel compute, and the roots that follow
/// from them. What one part reduces leaves the same axes.
struct TrailingPart {
  ReductionPass pass;
  Axes kept;
  Roots roots;
  llvm::SmallVector<Axes> rootAxes;
};

/// The trailing parts of a kernel; `walker` sees what their reductions access.
llvm::SmallVector<TrailingPart> findTrailingParts(const Kernel &kernel,
                                                  const Placement &placement,
                                                  AccessWalker &walker);

/// The loops and passes of a kernel with reductions.
struct ReductionLoops {
  /// `walker` stops at reductions and sees everything that the passes access.
  ReductionLoops(const Kernel &kernel, AccessWalker &walker);

  const Kernel &kernel;
  Placement placement;
  llvm::SmallVector<ReductionPass> passes;
  Roots wholeRoots, keptRoots, otherRoots;
  llvm::SmallVector<Axes> wholeAxes, keptAxes;

  llvm::SmallVector<TrailingPart> trailing;

  LoopDims dims; ///< the last one is the vector dimension
  llvm::SmallVector<int> kept, reduced; ///< the other dims
  bool isVectorReduced = false;

  int64_t getVectorSize() const { return dims[dims.size() - 1].size; }
  int64_t count(llvm::ArrayRef<int> some) const;

private:
  void findPasses();
  void findRoots();
  unsigned getLastStage();
  void findLoops(AccessWalker &walker);
};

} // namespace mpc::code

#endif // MPC_LIB_CODEGEN_REDUCTIONLOOPS_H
