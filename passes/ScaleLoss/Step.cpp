//===- Step.cpp - the two functions of a step and their states ------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Step.h"

using namespace mlir;

namespace mpc {

SmallVector<StateInfo> getScaleStates(const LossScale &scale, Type element) {
  MLIRContext *context = element.getContext();
  auto number = RankedTensorType::get({}, element);
  auto counter = RankedTensorType::get({}, IntegerType::get(context, 64));
  auto flag = RankedTensorType::get({}, IntegerType::get(context, 1));
  SmallVector<StateInfo> states;
  if (!scale.isNone())
    states.push_back({kLossScaleState, "scalar", number, scale.init});
  if (scale.isDynamic())
    states.append({{kTrackerState, "counter", counter, 0},
                   {kGrowthState, "scalar", number, scale.growth},
                   {kBackoffState, "scalar", number, scale.backoff},
                   {kIntervalState, "counter", counter, scale.interval},
                   {kFloorState, "scalar", number, scale.floor},
                   {kCapState, "scalar", number, scale.cap},
                   {kHysteresisState, "counter", counter, scale.hysteresis},
                   {kBadTrackerState, "counter", counter, 0}});
  states.append({{kSkippedState, "counter", counter, 0},
                 {kNonfiniteState, "shadow", flag}});
  return states;
}

FailureOr<StepFunctions> StepFunctions::find(ModuleOp module) {
  StepFunctions step;
  for (auto func : module.getOps<func::FuncOp>())
    if (!func.isExternal() && findUpdate(func, kGradientsState))
      step.train = func;
  for (auto func : module.getOps<func::FuncOp>())
    if (!func.isExternal() && findState(func, kGradientsState))
      step.update = func;
  if (step.train && step.update && step.train.getBody().hasOneBlock() &&
      step.update.getBody().hasOneBlock())
    return step;
  return module.emitError("expects a function that writes 'gradients' and one "
                          "that reads them; mpc-attach-optimizer makes them");
}

Type StepFunctions::getElement() {
  unsigned i = *findUpdate(train, kGradientsState);
  return getElementTypeOrSelf(train.getResultTypes()[i]);
}

Value buildOne(ImplicitLocOpBuilder &builder, Type element) {
  return ConstantOp::create(
      builder, DenseElementsAttr::get(
                   RankedTensorType::get({}, element),
                   cast<Attribute>(builder.getFloatAttr(element, 1.0))));
}

Value buildInverse(ImplicitLocOpBuilder &builder, Value scale) {
  Value one = buildOne(builder, getElementTypeOrSelf(scale.getType()));
  return DivOp::create(builder, one, scale);
}

} // namespace mpc
