//===- Reductions.h - kernels that combine elements along dims --------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_CUDA_REDUCTIONS_H
#define MPC_LIB_CODEGEN_CUDA_REDUCTIONS_H

#include "../ReductionLoops.h"
#include "Emitters.h"

namespace mpc::cuda {

/// The running results of a pass as a struct, and how two of them combine.
class Totals {
public:
  Totals(KernelText &out, const ReductionLoops &loops,
         const ReductionPass &pass);

  /// Prints the struct "Total<number>" and the function "combine<number>".
  void declare();

  /// The struct before the first element.
  std::string getInitial();

  /// Takes the elements at the current point into the variable `total`.
  void add(llvm::StringRef total);

  /// Makes the members of `total` known to what follows.
  void provide(llvm::StringRef total, int depth);

  /// An upper bound of the struct's size.
  int64_t getBytes() const;

private:
  void forEach(llvm::function_ref<void(mlir::linalg::GenericOp, unsigned at,
                                       unsigned count)>
                   body);

  PointPrinter &points;
  const ReductionLoops &loops;
  const ReductionPass &pass;

public:
  std::string number;
};

/// A kernel's reductions and how wide its threads walk.
struct ReductionWork {
  explicit ReductionWork(const Kernel &kernel);

  /// Sets the indices of `outer` and the vector dimension from `number`, which
  /// counts steps of `step` elements.
  void setPoint(PointPrinter &points, llvm::ArrayRef<int> outer,
                llvm::StringRef number, int64_t step) const;

  ReductionLoops loops;
  int64_t width;   ///< elements of the vector dimension that move together
  int64_t rows;    ///< results, of all kept dimensions
  int64_t columns; ///< elements that become one

private:
  ReductionWork(const Kernel &kernel, BoundedWalker<AccessWalker> &&walker);
};

} // namespace mpc::cuda

#endif // MPC_LIB_CODEGEN_CUDA_REDUCTIONS_H
