//===- ContractionLoops.h - products as rows and columns ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_CONTRACTIONLOOPS_H
#define MPC_LIB_CODEGEN_CONTRACTIONLOOPS_H

#include "ReductionLoops.h"

namespace mpc::code {

/// One factor of the product.
struct Factor {
  mlir::Value tensor;
  Axes axes;
};

/// What a contraction kernel multiplies, as rows and columns. The columns are
/// what the results are contiguous along.
struct ContractionLoops {
  ContractionLoops(const Kernel &kernel, mlir::linalg::GenericOp op);

  const Kernel &kernel;
  mlir::linalg::GenericOp op;
  Placement placement;
  Factor lhs, rhs;
  Roots roots, otherRoots; ///< in the domain, and elsewhere
  llvm::SmallVector<Axes> rootAxes;

  llvm::SmallVector<TrailingPart> trailing;

  LoopDims dims;
  int row = -1, column = -1, depth = -1;
  llvm::SmallVector<int> outer; ///< around those, one by one

  /// Is `factor` an argument whose elements step evenly along all loops?
  bool isPlain(const Factor &factor) const;

private:
  void findRoots();
  void findLoops();
  void orient(const AccessWalker &stores);
};

} // namespace mpc::code

#endif // MPC_LIB_CODEGEN_CONTRACTIONLOOPS_H
