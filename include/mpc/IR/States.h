//===- States.h - the states of functions, by name ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_STATES_H
#define MPC_IR_STATES_H

#include "mpc/IR/Mpc.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

#include <optional>

namespace mpc {

constexpr llvm::StringLiteral kParamsState = "params";
constexpr llvm::StringLiteral kFrozenState = "frozen";
constexpr llvm::StringLiteral kGradientsState = "gradients";
/// Of what random numbers are functions.
constexpr llvm::StringLiteral kSeedState = "seed";
constexpr llvm::StringLiteral kIterationState = "iteration";
constexpr llvm::StringLiteral kMicroBatchState = "micro_batch";
/// One bit: this step's gradients are not to be used.
constexpr llvm::StringLiteral kNonfiniteState = "nonfinite";
/// Of the dynamic loss scale; docs/numerics.md says what they do.
constexpr llvm::StringLiteral kLossScaleState = "loss_scale";
constexpr llvm::StringLiteral kTrackerState = "growth_tracker";
constexpr llvm::StringLiteral kSkippedState = "skipped";
constexpr llvm::StringLiteral kGrowthState = "scale_growth";
constexpr llvm::StringLiteral kBackoffState = "scale_backoff";
constexpr llvm::StringLiteral kIntervalState = "growth_interval";
constexpr llvm::StringLiteral kFloorState = "scale_floor";
constexpr llvm::StringLiteral kCapState = "scale_cap";
constexpr llvm::StringLiteral kHysteresisState = "scale_hysteresis";
constexpr llvm::StringLiteral kBadTrackerState = "hysteresis_tracker";
/// Of steps of several micro-batches.
constexpr llvm::StringLiteral kMicroBatchesState = "micro_batches";
constexpr llvm::StringLiteral kSumState = "gradient_sum";
constexpr llvm::StringLiteral kNonfiniteSumState = "nonfinite_sum";
constexpr llvm::StringLiteral kUpdateFunction = "update";
constexpr llvm::StringLiteral kAccumulateFunction = "accumulate";
constexpr llvm::StringLiteral kRefreshFunction = "refresh";

/// A state that a pass makes.
struct StateInfo {
  llvm::StringRef name, kind;
  mlir::RankedTensorType type;
  std::optional<double> initial = {};
};

/// The attributes of an argument that is `state`.
mlir::DictionaryAttr getStateAttrs(const StateInfo &state,
                                   mlir::MLIRContext *context);

/// The number of the argument that is state `name`, or nothing.
std::optional<unsigned> findState(mlir::func::FuncOp func,
                                  llvm::StringRef name);

/// The number of the result that updates state `name`, or nothing.
std::optional<unsigned> findUpdate(mlir::func::FuncOp func,
                                   llvm::StringRef name);

/// Appends an argument that is `state`.
mlir::Value addArgument(mlir::func::FuncOp func, const StateInfo &state);

/// Appends a result that updates state `name`.
void addUpdate(mlir::func::FuncOp func, llvm::StringRef name,
               mlir::Value value);

/// Lets what reads `arena` read it times `factor`, a scalar. What is only
/// reduced, as for a norm, multiplies for itself, and others by the product of
/// their own scalar and `factor`: the kernel that reduces would else store the
/// products for them.
void multiplyReads(mlir::ImplicitLocOpBuilder &builder, mlir::Value arena,
                   mlir::Value factor);

} // namespace mpc

#endif // MPC_IR_STATES_H
