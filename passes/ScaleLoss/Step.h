//===- Step.h - the two functions of a step and their states --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_SCALELOSS_STEP_H
#define MPC_PASSES_SCALELOSS_STEP_H

#include "LossScale.h"

#include "mpc/IR/States.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mpc {

/// The states of @update that `scale` needs; `element` is that of arenas. Those
/// that hold the scale come before those that only guard.
llvm::SmallVector<StateInfo> getScaleStates(const LossScale &scale,
                                            mlir::Type element);

/// A state of the model whose new value waits for @update.
struct Shadow {
  mlir::StringAttr state, shadow;
  mlir::RankedTensorType type;
  mlir::Location loc;
};

/// The differentiated function and @update.
struct StepFunctions {
  mlir::func::FuncOp train, update;

  /// Finds both, or reports that AttachOptimizer has not been here.
  static mlir::FailureOr<StepFunctions> find(mlir::ModuleOp module);

  /// Elements of arenas, and of the scale.
  mlir::Type getElement();
};

/// 1, at rank 0.
mlir::Value buildOne(mlir::ImplicitLocOpBuilder &builder, mlir::Type element);

/// 1 / scale, at rank 0.
mlir::Value buildInverse(mlir::ImplicitLocOpBuilder &builder,
                         mlir::Value scale);

/// What was done to @train.
struct TrainCounts {
  unsigned seeds = 0, flags = 0;
};

/// Scales and checks the gradients of @train; gives states their shadows.
llvm::SmallVector<Shadow> scaleTrain(StepFunctions step, const LossScale &scale,
                                     TrainCounts &counts);

/// Unscales the gradients, guards what @update returns, and moves the scale.
/// Returns how many values are guarded.
unsigned guardUpdate(StepFunctions step, const LossScale &scale,
                     llvm::ArrayRef<Shadow> shadows);

} // namespace mpc

#endif // MPC_PASSES_SCALELOSS_STEP_H
