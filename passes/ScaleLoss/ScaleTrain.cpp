//===- ScaleTrain.cpp - scaled and checked gradients ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Step.h"

#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace mpc {

namespace {

/// The value that is computed where `value` is only another shape of it.
Value stripReshapes(Value value) {
  auto countElements = [](Value value) {
    return cast<ShapedType>(value.getType()).getNumElements();
  };
  while (getFusionKind(value.getDefiningOp()) == FusionKind::View) {
    Value operand = value.getDefiningOp()->getOperand(0);
    if (countElements(operand) != countElements(value))
      break;
    value = operand;
  }
  return value;
}

/// True if `value` holds no infinity and no nan, whatever it is multiplied by
/// that is a scale.
bool isFiniteConstant(Value value) {
  DenseFPElementsAttr elements;
  if (!matchPattern(value, m_Constant(&elements)))
    return false;
  return elements.isSplat()
             ? elements.getSplatValue<APFloat>().isFinite()
             : llvm::all_of(elements.getValues<APFloat>(),
                            [](const APFloat &x) { return x.isFinite(); });
}

class TrainScaling {
public:
  TrainScaling(StepFunctions step, TrainCounts &counts)
      : func(step.train), element(step.getElement()), counts(counts),
        terminator(func.getBody().front().getTerminator()),
        builder(func.getLoc(), terminator) {}

  SmallVector<Shadow> run(const LossScale &scale) {
    if (!scale.isNone())
      lossScale = addArgument(func, getScaleStates(scale, element).front());
    replaceSeeds();
    flagGradients();
    SmallVector<Shadow> shadows = shadowStates();
    name(kNonfiniteState);
    addUpdate(func, kNonfiniteState, AnyOp::create(builder, flags));
    return shadows;
  }

private:
  /// Ops built from here on are known as `name` in dumps and profiles.
  void name(StringRef name) {
    builder.setLoc(NameLoc::get(builder.getStringAttr(name)));
  }

  void replaceSeeds();
  void flag(Value value, Value factor);
  void flagGradients();
  SmallVector<Shadow> shadowStates();

  func::FuncOp func;
  Type element;
  TrainCounts &counts;
  Operation *terminator;
  ImplicitLocOpBuilder builder;
  Value lossScale; ///< null if it is 1
  SmallVector<Value> flags;
};

void TrainScaling::replaceSeeds() {
  for (auto seed :
       llvm::make_early_inc_range(func.getBody().front().getOps<SeedOp>())) {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPoint(seed);
    builder.setLoc(seed.getLoc());
    Type type = getElementTypeOrSelf(seed.getType());
    Value value = lossScale ? lossScale : buildOne(builder, type);
    if (value.getType() != seed.getType())
      value = ConvertOp::create(builder, seed.getType(), value);
    if (Operation *made = value.getDefiningOp())
      if (Attribute adjoint = seed->getAttr(kAdjointAttr))
        made->setAttr(kAdjointAttr, adjoint);
    seed.replaceAllUsesWith(value);
    seed.erase();
    ++counts.seeds;
  }
}

void TrainScaling::flag(Value value, Value factor) {
  value = stripReshapes(value);
  if (isFiniteConstant(value))
    return;
  builder.setLoc(value.getLoc());
  Value flag = HasNonfiniteOp::create(builder, value, factor);
  if (Operation *producer = value.getDefiningOp())
    if (Attribute adjoint = producer->getAttr(kAdjointAttr))
      flag.getDefiningOp()->setAttr(kAdjointAttr, adjoint);
  flags.push_back(flag);
  ++counts.flags;
}

void TrainScaling::flagGradients() {
  Value arena = terminator->getOperand(*findUpdate(func, kGradientsState));
  Operation *pack = arena.getDefiningOp();
  name("unscale");
  Value factor =
      lossScale ? buildInverse(builder, lossScale) : buildOne(builder, element);
  if (getFusionKind(pack) != FusionKind::Pack)
    return flag(arena, factor);
  for (Value segment : pack->getOperands())
    flag(segment, factor);
}

SmallVector<Shadow> TrainScaling::shadowStates() {
  SmallVector<Shadow> shadows;
  for (OpOperand &operand : terminator->getOpOperands()) {
    unsigned i = operand.getOperandNumber();
    auto state = func.getResultAttrOfType<StringAttr>(i, kUpdatesAttr);
    if (!state || state.getValue() == kGradientsState)
      continue;
    std::optional<unsigned> old = findState(func, state.getValue());
    if (old && func.getArgument(*old) == operand.get())
      continue;
    auto type = cast<RankedTensorType>(operand.get().getType());
    auto shadow = builder.getStringAttr(state.getValue() + ".new");
    func.setResultAttr(i, kUpdatesAttr, shadow);
    shadows.push_back({state, shadow, type, operand.get().getLoc()});
    if (!isa<FloatType>(type.getElementType()))
      continue;
    name("unscale");
    flag(operand.get(), buildOne(builder, type.getElementType()));
  }
  return shadows;
}

} // namespace

SmallVector<Shadow> scaleTrain(StepFunctions step, const LossScale &scale,
                               TrainCounts &counts) {
  return TrainScaling(step, counts).run(scale);
}

} // namespace mpc
