//===- PointEmitter.cpp - values of tensors at points of a loop nest --===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PointEmitter.h"

#include "ScalarOps.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"

#include "llvm/IR/Module.h"

using namespace mlir;

namespace mpc::host {

PointEmitter::PointEmitter(CodeBuilder &b, llvm::Function *function,
                           const Kernel &kernel, int64_t lanes)
    : b(b), kernel(kernel), lanes(lanes), services(function->getArg(0)),
      scratch(function->getArg(2)), begin(function->getArg(3)),
      end(function->getArg(4)) {
  unsigned count = kernel.body->getNumArguments() + kernel.getRoots().size();
  for (unsigned number = 0; number < count; ++number)
    buffers.push_back(b.CreateLoad(
        b.getPtrTy(), b.advance(function->getArg(1), 8 * int64_t(number))));
}

void PointEmitter::setDims(LoopDims newDims, int newVectorDim) {
  dims = std::move(newDims);
  vectorDim = newVectorDim;
  indices.assign(dims.size(), {});
  computed.clear();
  known.clear();
}

void PointEmitter::setIndex(int dim, llvm::Value *index) {
  indices[dim] = {index, b.getDepth()};
}

void PointEmitter::setChunk(llvm::Value *base, llvm::Value *end, int id,
                            bool isAligned) {
  chunk = {base, nullptr, b.getDepth(), id, isAligned};
  if (!end)
    return;
  llvm::Type *i32 = b.getInt32Ty();
  llvm::Value *inside = b.CreateTrunc(b.CreateNSWSub(end, base), i32);
  llvm::Value *numbers =
      b.CreateStepVector(llvm::FixedVectorType::get(i32, lanes));
  chunk.mask =
      b.CreateICmpSLT(numbers, b.CreateVectorSplat(unsigned(lanes), inside));
}

void PointEmitter::fail(Location loc, const Twine &message) {
  if (!failed)
    emitError(loc) << message;
  failed = true;
}

llvm::Type *PointEmitter::getVectorType(Type element) {
  return llvm::FixedVectorType::get(getElementType(b.getContext(), element),
                                    lanes);
}

llvm::Value *PointEmitter::splat(Lanes value) {
  if (value.isVector())
    return value.value;
  auto guard = b.insertAt(value.depth);
  return b.CreateVectorSplat(unsigned(lanes), value.value);
}

//===----------------------------------------------------------------------===//
// What is known already
//===----------------------------------------------------------------------===//

const PointEmitter::Known *PointEmitter::find(void *what, const Axes &axes) {
  for (int id : {-1, chunk.id}) {
    auto it = known.find({what, axes, id});
    if (it != known.end() && b.isOpen(it->second.depth, it->second.serial))
      return &it->second;
  }
  return nullptr;
}

void PointEmitter::remember(void *what, const Axes &axes, LanesList values) {
  int depth = 0, id = -1;
  for (Lanes value : values) {
    depth = std::max(depth, value.depth);
    if (value.isVector())
      id = chunk.id;
  }
  known[{what, axes, id}] = {std::move(values), depth, b.getSerial(depth)};
}

void PointEmitter::provide(linalg::GenericOp op, const Axes &loops,
                           ArrayRef<llvm::Value *> values) {
  LanesList list;
  for (llvm::Value *value : values)
    list.push_back({value, b.getDepth()});
  remember(op.getOperation(), loops, list);
}

//===----------------------------------------------------------------------===//
// Evaluation
//===----------------------------------------------------------------------===//

Lanes PointEmitter::evaluate(Value tensor, const Axes &axes) {
  if (BlockArgument argument = getBuffer(tensor)) {
    if (const Known *found = find(tensor.getAsOpaquePointer(), axes))
      return found->values[0];
    Lanes value =
        load(buffers[argument.getArgNumber()], getTensorType(tensor), axes);
    remember(tensor.getAsOpaquePointer(), axes, {value});
    return value;
  }
  auto op = tensor.getDefiningOp<linalg::GenericOp>();
  if (!op)
    return evaluateConstant(tensor.getDefiningOp(), axes);
  unsigned number = cast<OpResult>(tensor).getResultNumber();
  return evaluateGeneric(op, getLoopAxes(op, number, axes))[number];
}

LanesList PointEmitter::evaluateGeneric(linalg::GenericOp op,
                                        const Axes &loops) {
  if (const Known *found = find(op.getOperation(), loops))
    return found->values;
  LanesList result;
  if (auto it = kept.find(op); it != kept.end()) {
    for (unsigned number = 0; number < op->getNumResults(); ++number)
      result.push_back({it->second(number), b.getDepth()});
  } else if (isReduction(op)) {
    fail(op.getLoc(), "host kernels cannot use a reduction at another place "
                      "than where its kernel reduces");
    for (Type type : op->getResultTypes())
      result.push_back({llvm::Constant::getNullValue(getElementType(
                            b.getContext(), getElementTypeOrSelf(type))),
                        0});
  } else {
    LanesList arguments;
    for (OpOperand *operand : op.getDpsInputOperands())
      arguments.push_back(evaluateOperand(op, *operand, loops));
    result = evaluateBody(op, loops, arguments);
  }
  remember(op.getOperation(), loops, result);
  return result;
}

Lanes PointEmitter::evaluateFlag(linalg::GenericOp flag, const Axes &axes) {
  Axes loops = getFlagLoops(flag, axes);
  LanesList arguments;
  for (OpOperand *operand : flag.getDpsInputOperands())
    arguments.push_back(evaluateOperand(flag, *operand, loops));
  arguments.push_back({b.getFalse(), 0});
  return evaluateBody(flag, loops, arguments)[0];
}

Lanes PointEmitter::evaluateOperand(linalg::GenericOp op, OpOperand &operand,
                                    const Axes &loops) {
  if (isa<RankedTensorType>(operand.get().getType()))
    return evaluate(operand.get(), getOperandAxes(op, operand, loops));
  return evaluateConstant(operand.get().getDefiningOp(), {});
}

Lanes PointEmitter::evaluateConstant(Operation *op, const Axes &axes) {
  llvm::LLVMContext &context = b.getContext();
  if (auto fill = dyn_cast_or_null<linalg::FillOp>(op))
    return evaluateConstant(fill.getInputs()[0].getDefiningOp(), {});
  if (auto empty = dyn_cast_or_null<tensor::EmptyOp>(op))
    return {llvm::Constant::getNullValue(
                getElementType(context, empty.getType().getElementType())),
            0};
  auto constant = dyn_cast_or_null<arith::ConstantOp>(op);
  if (!constant) {
    fail(op ? op->getLoc() : kernel.loc,
         "host kernels cannot hold '" +
             (op ? op->getName().getStringRef() : "an argument of a block") +
             "'");
    return {llvm::Constant::getNullValue(b.getFloatTy()), 0};
  }
  auto elements = dyn_cast<DenseElementsAttr>(constant.getValue());
  if (!elements)
    return {buildConstant(context, constant.getValue()), 0};
  if (elements.isSplat())
    return {buildConstant(context, elements.getSplatValue<Attribute>()), 0};
  llvm::Value *&table = tables[op];
  if (!table)
    table = buildTable(*b.GetInsertBlock()->getModule(), elements);
  return load(table, cast<RankedTensorType>(elements.getType()), axes);
}

LanesList PointEmitter::evaluateBody(linalg::GenericOp op, const Axes &loops,
                                     LanesList arguments) {
  BodyValues values;
  for (auto [argument, value] :
       llvm::zip(op.getBody()->getArguments(), arguments))
    values[argument] = value;
  for (Operation &inner : op.getBody()->without_terminator())
    if (!isIndexArithmetic(&inner))
      evaluateInner(&inner, op, loops, values);
  return LanesList(
      llvm::map_range(op.getBody()->getTerminator()->getOperands(),
                      [&](Value value) {
                        return evaluateInside(value, op, loops, values);
                      }));
}

/// A value that the body of `op` uses.
Lanes PointEmitter::evaluateInside(Value value, linalg::GenericOp op,
                                   const Axes &loops, BodyValues &values) {
  auto it = values.find(value);
  if (it != values.end())
    return it->second;
  Operation *inner = value.getDefiningOp();
  if (inner->getBlock() != op.getBody())
    return evaluateConstant(inner, {});
  evaluateInner(inner, op, loops, values);
  return values.lookup(value);
}

void PointEmitter::evaluateInner(Operation *inner, linalg::GenericOp op,
                                 const Axes &loops, BodyValues &values) {
  LanesList results;
  if (auto index = dyn_cast<linalg::IndexOp>(inner)) {
    results = {evaluateIndex(loops[index.getDim()], readsFirstLane)};
  } else if (isa<arith::ConstantOp>(inner)) {
    results = {evaluateConstant(inner, {})};
  } else if (auto element = dyn_cast<ElementOp>(inner)) {
    results = {evaluateElement(element, op, loops, values)};
  } else {
    LanesList operands;
    for (Value operand : inner->getOperands())
      operands.push_back(evaluateInside(operand, op, loops, values));
    results = evaluateScalarOp(inner, operands);
  }
  for (auto [result, value] : llvm::zip(inner->getResults(), results))
    values[result] = value;
}

LanesList PointEmitter::evaluateScalarOp(Operation *op, LanesList operands) {
  int depth = 0;
  for (Lanes operand : operands)
    depth = std::max(depth, operand.depth);
  bool isVector =
      llvm::any_of(operands, [](Lanes operand) { return operand.isVector(); });
  Values values;
  for (Lanes operand : operands)
    values.push_back(isVector ? splat(operand) : operand.value);
  auto guard = b.insertAt(depth);
  FailureOr<Values> results = translateScalarOp(b, op, values, services);
  LanesList list;
  if (succeeded(results)) {
    for (llvm::Value *value : *results)
      list.push_back({value, depth});
    return list;
  }
  std::string type;
  llvm::raw_string_ostream(type) << op->getResultTypes()[0];
  fail(op->getLoc(), "'" + op->getName().getStringRef() +
                         "' op has no host code for " + type);
  for (Type type : op->getResultTypes())
    list.push_back(
        {llvm::Constant::getNullValue(getElementType(b.getContext(), type)),
         0});
  return list;
}

/// `first`, and `step` more in each lane than in the one before.
Lanes PointEmitter::addSteps(Lanes first, int64_t step) {
  if (step == 0)
    return first;
  int depth = std::max(first.depth, chunk.depth);
  auto guard = b.insertAt(depth);
  auto *type = llvm::FixedVectorType::get(b.getInt64Ty(), lanes);
  llvm::Value *steps = b.CreateStepVector(type);
  if (step != 1)
    steps = b.CreateMul(steps,
                        b.CreateVectorSplat(unsigned(lanes), b.index(step)));
  llvm::Value *base = b.CreateVectorSplat(unsigned(lanes), first.value);
  return {b.CreateAdd(base, steps), depth};
}

/// The number of the element along `axis` where the loop that it shares with
/// others stands at `number`. Vectors divide in 32 bits, which is far cheaper.
static llvm::Value *splitNumber(CodeBuilder &b, const LoopDim &loop,
                                size_t position, llvm::Value *number) {
  llvm::Type *type = number->getType();
  bool isShort = type->isVectorTy() &&
                 loop.size <= std::numeric_limits<int32_t>::max() - 64;
  if (isShort) {
    type = type->getWithNewType(b.getInt32Ty());
    number = b.CreateTrunc(number, type);
  }
  int64_t step = loop.getStep(position);
  if (step > 1)
    number = b.CreateUDiv(number, llvm::ConstantInt::get(type, step));
  if (llvm::any_of(ArrayRef(loop.sizes).take_front(position),
                   [](int64_t size) { return size > 1; }))
    number = b.CreateURem(
        number, llvm::ConstantInt::get(type, loop.sizes[position]));
  return isShort ? b.CreateZExt(number, type->getWithNewType(b.getInt64Ty()))
                 : number;
}

/// The number of the element along `axis`; with `isFirst` that of lane 0 only.
Lanes PointEmitter::evaluateIndex(int axis, bool isFirst) {
  if (isComputed(axis)) {
    const ComputedIndex &index = computed[axis - kFirstComputed];
    return isFirst || !index.step ? index.first
                                  : addSteps(index.first, *index.step);
  }
  int dim = dims.find(axis);
  const LoopDim &loop = dims[dim];
  size_t position = llvm::find(loop.axes, axis) - loop.axes.begin();
  if (loop.sizes[position] == 1)
    return {b.index(0), 0};
  bool isLast = position + 1 == loop.axes.size();
  bool isWhole = isLast && loop.sizes[position] == loop.size;
  bool isVector = dim == vectorDim;
  Lanes number = isVector ? Lanes{chunk.base, chunk.depth} : indices[dim];
  // A chunk that stays inside of a run of the last axis moves along no other.
  bool isInRun =
      isWhole || (chunk.isAligned && loop.sizes.back() % lanes == 0);
  if (isVector && !isFirst && !isInRun)
    number = addSteps(number, 1);
  if (!isWhole) {
    auto guard = b.insertAt(number.depth);
    number.value = splitNumber(b, loop, position, number.value);
  }
  return isVector && !isFirst && isInRun && isLast ? addSteps(number, 1)
                                                   : number;
}

Values PointEmitter::combine(linalg::GenericOp op, ArrayRef<llvm::Value *> x) {
  LanesList arguments;
  for (llvm::Value *value : x)
    arguments.push_back({value, b.getDepth()});
  Values result;
  for (Lanes value : evaluateBody(op, {}, arguments))
    result.push_back(value.value);
  return result;
}

Values PointEmitter::getIdentities(linalg::GenericOp op) {
  Values result;
  for (Value init : op.getDpsInits())
    result.push_back(evaluateConstant(init.getDefiningOp(), {}).value);
  return result;
}

} // namespace mpc::host
