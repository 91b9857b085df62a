//===- Reduction.h - kernels that combine elements along dimensions ---===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_HOST_REDUCTION_H
#define MPC_LIB_CODEGEN_HOST_REDUCTION_H

#include "Emitters.h"

namespace mpc::host {

/// One walk over everything that a task reduces. Reductions of one pass do not
/// depend on each other; those of later passes may depend on earlier ones.
struct ReductionPass {
  llvm::SmallVector<mlir::linalg::GenericOp> reductions;
  bool storesRoots = false; ///< that lie in the whole domain
};

/// The loops and passes of a kernel with reductions.
struct ReductionPlan {
  explicit ReductionPlan(const Kernel &kernel);

  const Kernel &kernel;
  Placement placement;
  llvm::SmallVector<ReductionPass> passes;
  Roots wholeRoots, keptRoots, otherRoots;
  llvm::SmallVector<Axes> wholeAxes, keptAxes;

  LoopDims dims; ///< the last one is the vector dimension
  llvm::SmallVector<int> kept, reduced; ///< the other dims
  bool isVectorReduced = false;
  int64_t cost = 0; ///< of all passes, per element

  int64_t getVectorSize() const { return dims[dims.size() - 1].size; }
  int64_t count(llvm::ArrayRef<int> some) const;

private:
  void findPasses();
  void findRoots();
  void findLoops();
};

/// The running results of a pass: `slots` independent sets of vectors, which
/// are merged in a fixed order.
class Accumulators {
public:
  Accumulators(PointEmitter &emitter, const ReductionPlan &plan,
               const ReductionPass &pass)
      : emitter(emitter), plan(plan), pass(pass) {}

  /// The values of `slots` slots before the first element.
  Values getInitial(unsigned slots);

  /// Takes the elements at the current point into `slot`.
  void add(Values &values, unsigned slot);

  /// Merges slots `first`, `first + step`, … below `end` into the first.
  void merge(Values &values, unsigned first, unsigned step, unsigned end);

  /// Combines the lanes of `slot` into scalars.
  Values combineLanes(const Values &values, unsigned slot);

  /// Makes `results` known to what follows in this scope.
  void provide(llvm::ArrayRef<llvm::Value *> results);

  llvm::ArrayRef<llvm::Value *> getSlot(const Values &values, unsigned slot);

private:
  unsigned getWidth();
  using Range = llvm::function_ref<void(mlir::linalg::GenericOp, unsigned at,
                                        unsigned count)>;
  void forEach(Range body);

  PointEmitter &emitter;
  const ReductionPlan &plan;
  const ReductionPass &pass;
};

/// Lanes along reduced elements, tasks of rows.
void emitRows(PointEmitter &emitter, const ReductionPlan &plan, Tasks &tasks);

/// Lanes along kept elements, tasks of columns.
void emitColumns(PointEmitter &emitter, const ReductionPlan &plan,
                 Tasks &tasks);

/// Loops over `dims` from outermost to innermost around `body`.
Values buildLoops(PointEmitter &emitter, llvm::ArrayRef<int> dims,
                  Values values, llvm::function_ref<void(Values &)> body);

} // namespace mpc::host

#endif // MPC_LIB_CODEGEN_HOST_REDUCTION_H
