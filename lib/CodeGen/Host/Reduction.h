//===- Reduction.h - kernels that combine elements along dimensions ---===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_HOST_REDUCTION_H
#define MPC_LIB_CODEGEN_HOST_REDUCTION_H

#include "../ReductionLoops.h"
#include "Emitters.h"

namespace mpc::host {

/// The loops and passes of a kernel with reductions.
struct ReductionPlan : ReductionLoops {
  explicit ReductionPlan(const Kernel &kernel);

  int64_t cost; ///< of all passes, per element

private:
  ReductionPlan(const Kernel &kernel, BoundedWalker<CostWalker> &&walker);
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
