//===- Facts.cpp - what a policy is told ----------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Facts.h"

#include "mpc/IR/Names.h"

#include "mlir/IR/Matchers.h"

#include <cmath>

using namespace mlir;

namespace mpc {

bool isDecided(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && tensor.getElementType().isF32();
}

static std::optional<PrecisionClass> getPrecisionClass(Operation *op) {
  if (auto interface = dyn_cast<PrecisionOpInterface>(op))
    return interface.getPrecisionClass();
  return std::nullopt;
}

/// The class that an op of class `own` has on account of what it is part of.
/// Products stay products, and what moves elements rounds none.
static std::optional<PrecisionClass>
getInheritedClass(Operation *op, std::optional<PrecisionClass> own) {
  auto inherited = op->getAttrOfType<StringAttr>(kClassAttr);
  if (!inherited)
    return std::nullopt;
  if (inherited.getValue() == kKeep32 && own == PrecisionClass::Follow)
    return PrecisionClass::Keep32;
  if (inherited.getValue() == kFollow && own == PrecisionClass::Keep32)
    return PrecisionClass::Follow;
  return std::nullopt;
}

/// True for ops that hand on elements of their one operand.
static bool movesElements(Operation *op) {
  FusionKind kind = getFusionKind(op);
  return op->getNumOperands() == 1 &&
         (kind == FusionKind::Movement || kind == FusionKind::View);
}

FactCollector::FactCollector(func::FuncOp func,
                             const llvm::DenseSet<Attribute> &gradientStates)
    : func(func), gradientStates(gradientStates) {
  findFates();
  for (Operation &op : func.getBody().front())
    for (Value result : op.getResults())
      origins[result] = findOrigin(result);
}

//===----------------------------------------------------------------------===//
// What becomes of a value
//===----------------------------------------------------------------------===//

void FactCollector::findFates() {
  for (Operation &op : llvm::reverse(func.getBody().front()))
    for (Value result : op.getResults())
      findFate(result);
}

void FactCollector::findFate(Value value) {
  Fate fate;
  bool gradientsOnly = !value.use_empty();
  for (OpOperand &use : value.getUses())
    addUse(use, fate, gradientsOnly);
  fate.leadsToGradients = gradientsOnly;
  fates[value] = fate;
}

void FactCollector::addUse(OpOperand &use, Fate &fate,
                           bool &gradientsOnly) const {
  Operation *user = use.getOwner();
  if (user->hasTrait<OpTrait::IsTerminator>()) {
    fate.isReturned = true;
    gradientsOnly &= isGradientResult(use.getOperandNumber());
    return;
  }
  Fate next;
  if (user->getNumResults() == 1)
    next = fates.lookup(user->getResult(0));
  std::optional<PrecisionClass> userClass = getPrecisionClass(user);
  gradientsOnly &=
      next.leadsToGradients && (userClass == PrecisionClass::Follow ||
                                userClass == PrecisionClass::Exact);
  if (isView(user))
    fate.isReturned |= next.isReturned;
  Operation *contraction = nullptr;
  if (userClass == PrecisionClass::Contraction)
    contraction = user;
  else if (movesElements(user))
    contraction = next.contraction;
  if (contraction &&
      (!fate.contraction || contraction->isBeforeInBlock(fate.contraction)))
    fate.contraction = contraction;
}

bool FactCollector::isGradientResult(unsigned result) const {
  if (func.getResultAttr(result, kGradientAttr))
    return true;
  return gradientStates.contains(func.getResultAttr(result, kUpdatesAttr));
}

//===----------------------------------------------------------------------===//
// Where a value comes from
//===----------------------------------------------------------------------===//

Origin FactCollector::getOrigin(Value value) const {
  auto it = origins.find(value);
  return it == origins.end() ? findOrigin(value) : it->second;
}

Origin FactCollector::findOrigin(Value value) const {
  if (auto argument = dyn_cast<BlockArgument>(value)) {
    unsigned i = argument.getArgNumber();
    auto kind = func.getArgAttrOfType<StringAttr>(i, kKindAttr);
    bool isParameter =
        func.getArgAttr(i, kParamAttr) || (kind && kind.getValue() == "arena");
    if (isParameter)
      return Origin::Parameter;
    bool isScalar = cast<ShapedType>(value.getType()).getRank() == 0;
    return isScalar ? Origin::Scalar : Origin::Input;
  }
  Operation *op = value.getDefiningOp();
  if (matchPattern(op, m_Constant()))
    return Origin::Constant;
  if (movesElements(op))
    return getOrigin(op->getOperand(0));
  if (cast<ShapedType>(value.getType()).getRank() == 0)
    return Origin::Scalar;
  bool fromParameters = op->getNumOperands() > 0;
  bool anyParameter = false;
  for (Value operand : op->getOperands()) {
    Origin origin = getOrigin(operand);
    anyParameter |= origin == Origin::Parameter;
    fromParameters &= origin != Origin::Op && origin != Origin::Input;
  }
  return fromParameters && anyParameter ? Origin::Parameter : Origin::Op;
}

void FactCollector::describeConstant(Value value, OperandFacts &facts) const {
  while (movesElements(value.getDefiningOp()))
    value = value.getDefiningOp()->getOperand(0);
  DenseElementsAttr elements;
  if (!matchPattern(value, m_Constant(&elements)))
    return;
  auto add = [&](const APFloat &element) {
    double magnitude = std::abs(element.convertToDouble());
    facts.largest = std::max(facts.largest, magnitude);
    if (magnitude > 0)
      facts.least =
          facts.least > 0 ? std::min(facts.least, magnitude) : magnitude;
  };
  // An infinite constant is meant.
  if (elements.isSplat())
    add(elements.getSplatValue<APFloat>());
  else
    for (const APFloat &element : elements.getValues<APFloat>())
      add(element);
  if (std::isinf(facts.largest))
    facts.largest = 0;
}

OperandFacts FactCollector::collectOperand(Operation *op,
                                           unsigned operand) const {
  Value value = op->getOperand(operand);
  OperandFacts facts;
  facts.store = stores.lookup_or(value, Format::f32);
  facts.origin = getOrigin(value);
  if (auto interface = dyn_cast<PrecisionOpInterface>(op))
    facts.isAccumulator = interface.isAccumulator(operand);
  if (facts.origin == Origin::Constant)
    describeConstant(value, facts);
  if (Operation *producer = value.getDefiningOp()) {
    facts.isAdjoint = producer->hasAttr(kAdjointAttr);
    facts.label = makeLabel(producer);
  } else {
    StringRef name = findName(value.getLoc());
    facts.label = name.empty() ? "an input" : name.str();
  }
  return facts;
}

OpFacts FactCollector::collect(Operation *op) const {
  OpFacts facts;
  std::optional<PrecisionClass> own = getPrecisionClass(op);
  std::optional<PrecisionClass> inherited = getInheritedClass(op, own);
  facts.precisionClass = inherited ? inherited : own;
  facts.isNumber =
      cast<ShapedType>(op->getResult(0).getType()).getRank() == 0;
  facts.isPointwise =
      getFusionKind(op) == FusionKind::Elementwise && !inherited;
  facts.isAdjoint = op->hasAttr(kAdjointAttr);
  Fate fate = fates.lookup(op->getResult(0));
  facts.isReturned = fate.isReturned;
  facts.leadsToGradients = fate.leadsToGradients;
  if (fate.contraction)
    facts.contractionReader = makeLabel(fate.contraction);
  for (OpOperand &operand : op->getOpOperands())
    if (isDecided(operand.get().getType()))
      facts.operands.push_back(collectOperand(op, operand.getOperandNumber()));
  return facts;
}

void FactCollector::note(Operation *op, Format store) {
  stores[op->getResult(0)] = store;
}

} // namespace mpc
