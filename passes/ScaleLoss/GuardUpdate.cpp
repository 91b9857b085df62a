//===- GuardUpdate.cpp - the update that a bad step does not make ---------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Step.h"

using namespace mlir;

namespace mpc {

namespace {

class UpdateGuard {
public:
  UpdateGuard(StepFunctions step, const LossScale &scale)
      : func(step.update), scale(scale),
        terminator(func.getBody().front().getTerminator()),
        builder(func.getLoc(), terminator) {
    for (const StateInfo &state : getScaleStates(scale, step.getElement()))
      addArgument(func, state);
    nonfinite = get(kNonfiniteState);
  }

  unsigned run(ArrayRef<Shadow> shadows) {
    if (!scale.isNone())
      unscale();
    unsigned guarded = guardResults();
    for (const Shadow &shadow : shadows)
      commit(shadow);
    name("counters");
    Value skipped = get(kSkippedState);
    addUpdate(func, kSkippedState,
              select(nonfinite, advance(skipped), skipped));
    if (scale.isDynamic())
      moveScale();
    return guarded + shadows.size();
  }

private:
  Value get(StringRef state) {
    return func.getArgument(*findState(func, state));
  }
  void name(StringRef name) {
    builder.setLoc(NameLoc::get(builder.getStringAttr(name)));
  }

  Value buildConstant(Type type, int64_t value) {
    return ConstantOp::create(
        builder, DenseElementsAttr::get(cast<ShapedType>(type), value));
  }
  Value advance(Value counter) {
    return AddOp::create(builder, counter, buildConstant(counter.getType(), 1));
  }
  /// `predicate` has rank 0.
  Value select(Value predicate, Value onTrue, Value onFalse) {
    RankedTensorType shape = predicateType(onTrue.getType());
    if (shape != predicate.getType())
      predicate =
          BroadcastOp::create(builder, shape, predicate, ArrayRef<int64_t>());
    return SelectOp::create(builder, onTrue.getType(), predicate, onTrue,
                            onFalse);
  }

  void unscale();
  unsigned guardResults();
  void guardResult(OpOperand &operand, Value old);
  void commit(const Shadow &shadow);
  Value reaches(Value counter, StringRef limit);
  void moveScale();

  func::FuncOp func;
  const LossScale &scale;
  Operation *terminator;
  ImplicitLocOpBuilder builder;
  Value nonfinite;
};

/// What reads the gradients reads them times 1 / loss_scale.
void UpdateGuard::unscale() {
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(&func.getBody().front());
  name("unscale");
  Value gradients = get(kGradientsState);
  Value inverse = buildInverse(builder, get(kLossScaleState));
  multiplyReads(builder, gradients, inverse);
}

unsigned UpdateGuard::guardResults() {
  unsigned guarded = 0;
  for (OpOperand &operand : terminator->getOpOperands()) {
    unsigned i = operand.getOperandNumber();
    auto state = func.getResultAttrOfType<StringAttr>(i, kUpdatesAttr);
    if (!state || state.getValue() == kIterationState)
      continue;
    // A copy of the parameters is no argument: it follows them.
    std::optional<unsigned> old = findState(func, state.getValue());
    if (!old || func.getArgument(*old) == operand.get())
      continue;
    guardResult(operand, func.getArgument(*old));
    ++guarded;
  }
  return guarded;
}

/// Returns `old` after a bad step, and lets casts that are returned follow.
void UpdateGuard::guardResult(OpOperand &operand, Value old) {
  Value made = operand.get();
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointAfterValue(made);
  builder.setLoc(made.getLoc());
  Value guarded = select(nonfinite, old, made);
  operand.set(guarded);
  for (OpOperand &result : terminator->getOpOperands()) {
    Operation *op = result.get().getDefiningOp();
    for (; isCast(op); op = op->getOperand(0).getDefiningOp())
      if (op->getOperand(0) == made)
        op->setOperand(0, guarded);
  }
}

void UpdateGuard::commit(const Shadow &shadow) {
  StringRef state = shadow.state.getValue();
  Value made =
      addArgument(func, {shadow.shadow.getValue(), "shadow", shadow.type});
  std::optional<unsigned> known = findState(func, state);
  Value old = known ? func.getArgument(*known)
                    : addArgument(func, {state, "state", shadow.type});
  builder.setLoc(shadow.loc);
  addUpdate(func, state, select(nonfinite, old, made));
}

/// Whether `counter` has come to `limit`. It may be past it, which can be set
/// between steps.
Value UpdateGuard::reaches(Value counter, StringRef limit) {
  return CompareOp::create(builder, predicateType(counter.getType()),
                           Comparison::ge, counter, get(limit));
}

/// GradScaler's update, with a floor, a cap and patience: back off after the
/// `hysteresis`th bad step since the scale last grew, and after each that
/// follows; grow after `interval` good ones in a row, never beyond what is
/// finite.
void UpdateGuard::moveScale() {
  name("counters");
  Value present = get(kLossScaleState);
  Value good = advance(get(kTrackerState));
  Value bad = advance(get(kBadTrackerState));
  Value isDue = reaches(good, kIntervalState);
  Value isEnough = reaches(bad, kHysteresisState);
  Value grown = MulOp::create(builder, present, get(kGrowthState));
  Value grows = AndOp::create(builder, isDue,
                              IsFiniteOp::create(builder, grown).getResult());
  Value backedOff = MulOp::create(builder, present, get(kBackoffState));
  Value moved = select(nonfinite, select(isEnough, backedOff, present),
                       select(grows, grown, present));
  moved = MaxOp::create(builder, moved, get(kFloorState));
  addUpdate(func, kLossScaleState,
            MinOp::create(builder, moved, get(kCapState)));
  Value zero = buildConstant(good.getType(), 0);
  addUpdate(func, kTrackerState,
            select(nonfinite, zero, select(isDue, zero, good)));
  Value patience = get(kBadTrackerState);
  addUpdate(func, kBadTrackerState,
            select(nonfinite, select(isEnough, patience, bad),
                   select(isDue, zero, patience)));
}

} // namespace

unsigned guardUpdate(StepFunctions step, const LossScale &scale,
                     ArrayRef<Shadow> shadows) {
  return UpdateGuard(step, scale).run(shadows);
}

} // namespace mpc
