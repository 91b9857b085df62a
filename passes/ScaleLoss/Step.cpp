//===- Step.cpp - the two functions of a step and their states ------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Step.h"

using namespace mlir;

namespace mpc {

SmallVector<ScaleState> getScaleStates(const LossScale &scale, Type element) {
  MLIRContext *context = element.getContext();
  auto number = RankedTensorType::get({}, element);
  auto counter = RankedTensorType::get({}, IntegerType::get(context, 64));
  auto flag = RankedTensorType::get({}, IntegerType::get(context, 1));
  SmallVector<ScaleState> states;
  if (!scale.isNone())
    states.push_back({kLossScaleState, "scalar", number, scale.init});
  if (scale.isDynamic())
    states.append({{kTrackerState, "counter", counter, 0},
                   {kGrowthState, "scalar", number, scale.growth},
                   {kBackoffState, "scalar", number, scale.backoff},
                   {kIntervalState, "counter", counter, scale.interval}});
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
    if (!func.isExternal() && findArgument(func, kGradientsState))
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

std::optional<unsigned> findArgument(func::FuncOp func, StringRef name) {
  for (unsigned i = 0; i < func.getNumArguments(); ++i)
    if (auto state = func.getArgAttrOfType<StringAttr>(i, kStateAttr);
        state && state.getValue() == name)
      return i;
  return std::nullopt;
}

std::optional<unsigned> findUpdate(func::FuncOp func, StringRef name) {
  for (unsigned i = 0; i < func.getNumResults(); ++i)
    if (auto state = func.getResultAttrOfType<StringAttr>(i, kUpdatesAttr);
        state && state.getValue() == name)
      return i;
  return std::nullopt;
}

Value addArgument(func::FuncOp func, const ScaleState &state) {
  Builder b(func.getContext());
  StringAttr name = b.getStringAttr(state.name);
  SmallVector<NamedAttribute> attrs = {
      b.getNamedAttr(kStateAttr, name),
      b.getNamedAttr(kKindAttr, b.getStringAttr(state.kind))};
  if (state.initial)
    attrs.push_back(
        b.getNamedAttr(kInitialAttr, b.getF64FloatAttr(*state.initial)));
  unsigned position = func.getNumArguments();
  LogicalResult inserted = func.insertArgument(
      position, state.type, b.getDictionaryAttr(attrs), NameLoc::get(name));
  assert(succeeded(inserted) && "functions of a step are plain");
  (void)inserted;
  return func.getArgument(position);
}

void addUpdate(func::FuncOp func, StringRef name, Value value) {
  Builder b(func.getContext());
  unsigned position = func.getNumResults();
  LogicalResult inserted = func.insertResult(
      position, value.getType(),
      b.getDictionaryAttr(b.getNamedAttr(kUpdatesAttr, b.getStringAttr(name))));
  assert(succeeded(inserted) && "functions of a step are plain");
  (void)inserted;
  func.getBody().front().getTerminator()->insertOperands(position, value);
}

Value buildInverse(ImplicitLocOpBuilder &builder, Value scale) {
  auto type = cast<RankedTensorType>(scale.getType());
  auto one = DenseElementsAttr::get(
      type, cast<Attribute>(builder.getFloatAttr(type.getElementType(), 1.0)));
  return DivOp::create(builder, ConstantOp::create(builder, one), scale);
}

} // namespace mpc
