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
  Totals(PointPrinter &points, const Placement &placement,
         const ReductionPass &pass);

  /// Prints the struct "Total<number>" and the function "combine<number>".
  void declare();

  /// The struct before the first element.
  std::string getInitial();

  /// "{a, b}": the elements at the current point.
  std::string getElements();

  /// Takes the elements at the current point into the variable `total`, in
  /// threads for which `guard` holds if it is not empty.
  void add(llvm::StringRef total, llvm::StringRef guard = "");

  /// Makes the members of `total` known to what follows.
  void provide(llvm::StringRef total, int depth);

  /// An upper bound of the struct's size.
  int64_t getBytes() const;

  /// What kThreads threads need to exchange `width` of them each: all at once, or
  /// one after the other as kTogether of vector.cuh says.
  int64_t getSharedBytes(int64_t width) const;

private:
  void forEach(llvm::function_ref<void(mlir::linalg::GenericOp, unsigned at,
                                       unsigned count)>
                   body);

  PointPrinter &points;
  const Placement &placement;
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

/// Blocks that fill a large chip.
constexpr int64_t kFullGrid = 256;

/// Blocks that combine rows of totals among themselves first: trailing.cuh.
constexpr int64_t kTeam = 16;

/// Adds the section of a kernel that reduces neighbouring elements, or that
/// ends with trailing parts.
void emitRows(KernelText &out, std::shared_ptr<ReductionWork> work);

/// Adds the section of a pointwise kernel that ends with totals of all elements.
void emitTotals(KernelText &out, std::shared_ptr<ReductionWork> work);

/// A trailing part while its kernel is printed: see trailing.cuh. Roots that
/// follow from it are stored by the block that finishes last.
class TrailingPrinter {
public:
  TrailingPrinter(KernelText &out, const Placement &placement,
                  const TrailingPart &part)
      : out(out), totals(out.points, placement, part.pass), part(part),
        name("trailing" + totals.number) {}

  bool isScalar() const { return part.kept.empty(); }

  /// Does it combine elements of the whole domain, or what there is one of per
  /// row?
  bool isWhole() const;

  /// Prints the total's struct and function and, for a scalar, its variable.
  void declareTotal();

  /// Prints a scalar's end: `blocks` blocks of `threads` threads, this one
  /// being number `block`.
  void finishScalar(int64_t blocks, int64_t threads, llvm::StringRef block);

  /// Claims semaphores, and workspace for `count` totals of each of `blocks`;
  /// returns the arguments that name them.
  std::string claimMemory(int64_t blocks, int64_t count,
                          int64_t semaphores = 1);

  /// The struct's name, and that of the function, and an empty total.
  std::string getType() const { return "Total" + totals.number; }
  std::string getCombine() const { return "combine" + totals.number; }
  std::string getInitial() { return getType() + totals.getInitial(); }

  KernelText &out;
  Totals totals;
  const TrailingPart &part;
  const std::string name;
};

} // namespace mpc::cuda

#endif // MPC_LIB_CODEGEN_CUDA_REDUCTIONS_H
