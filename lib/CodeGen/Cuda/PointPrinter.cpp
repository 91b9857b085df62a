//===- PointPrinter.cpp - values of tensors at points, as C++ ---------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PointPrinter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using llvm::formatv;

namespace mpc::cuda {

PointPrinter::PointPrinter(const Kernel &kernel) : kernel(kernel) {}

void PointPrinter::setDims(LoopDims newDims, int newVectorDim) {
  dims = std::move(newDims);
  vectorDim = newVectorDim;
  indices.assign(dims.size(), {"0", 0});
  chunk = {};
  stageDim = -1;
  computed.clear();
  known.clear();
}

void PointPrinter::setIndex(int dim, const Twine &expression) {
  indices[dim] = {expression.str(), text.getDepth()};
}

void PointPrinter::setIndices(ArrayRef<int> some, StringRef number) {
  std::string rest = number.str();
  for (int dim : llvm::reverse(some)) {
    if (dim == some.front() || dims[dim].size == 1) {
      setIndex(dim, dim == some.front() ? rest : "0");
      continue;
    }
    std::string index = getFreshName("i"), next = getFreshName("n");
    text.line("const Index " + index + " = " + rest + " % " +
              Twine(dims[dim].size) + ";");
    text.line("const Index " + next + " = " + rest + " / " +
              Twine(dims[dim].size) + ";");
    setIndex(dim, index);
    rest = next;
  }
}

void PointPrinter::setChunk(const Twine &base, const Twine &width,
                            int64_t alignment) {
  chunk = {base.str(), width.str(), alignment, text.getDepth(), 0};
  setLaneScope();
}

void PointPrinter::keepVariables(int depth, int64_t items) {
  keepDepth = depth;
  keptItems = items;
}

void PointPrinter::fail(Location loc, const Twine &message) {
  if (!hasError)
    emitError(loc) << message;
  hasError = true;
}

//===----------------------------------------------------------------------===//
// Variables
//===----------------------------------------------------------------------===//

std::string PointPrinter::getFreshName(StringRef prefix) {
  return (prefix + Twine(nextNumber[prefix.str()]++)).str();
}

/// `text` without parentheses around all of it.
static StringRef strip(StringRef text) {
  if (!text.starts_with("(") || !text.ends_with(")"))
    return text;
  int open = 0;
  for (char c : text.drop_back()) {
    open += (c == '(') - (c == ')');
    if (open == 0)
      return text;
  }
  return text.drop_front().drop_back();
}

std::string PointPrinter::declareAt(int depth, const Twine &type,
                                    StringRef value, StringRef prefix) {
  std::string name = getFreshName(prefix);
  text.line(depth, "const " + type + " " + name + " = " + strip(value) + ";");
  return name;
}

std::string PointPrinter::declareKept(int depth, const Twine &type,
                                      StringRef value, StringRef prefix) {
  if (keepDepth < 0 || depth <= keepDepth)
    return declareAt(depth, type, value, prefix);
  std::string name = getFreshName(prefix);
  std::string place = name + "[item]";
  std::string extent = "[" + std::to_string(keptItems) + "]";
  if (isLane(depth) && !chunk.isSingle()) {
    place += "[v]";
    extent += "[" + chunk.width + "]";
  }
  text.line(keepDepth, type + " " + name + extent + ";");
  text.line(depth, place + " = " + strip(value) + ";");
  return place;
}

/// Is `text` worth no variable: a name, an element of an array, a constant?
static bool isAtom(StringRef text) {
  return text.starts_with("bitsAs<float>(0x") || llvm::all_of(text, [](char c) {
           return llvm::isAlnum(c) || c == '[' || c == ']' || c == '.';
         });
}

Scalar PointPrinter::declare(Type type, Scalar value) {
  if (isAtom(value.text))
    return value;
  return {declareAt(value.depth, getTypeName(type), value.text, "v"),
          value.depth};
}

/// Lets results of a generic be known in scopes that come later.
void PointPrinter::keep(linalg::GenericOp op, Scalars &values) {
  for (auto [value, result] : llvm::zip_equal(values, op->getResults()))
    if (keepDepth >= 0 && value.depth > keepDepth &&
        !StringRef(value.text).contains("[item]") &&
        !StringRef(value.text).starts_with("uint64("))
      value.text = declareKept(
          value.depth, getTypeName(getTensorType(result).getElementType()),
          value.text, "k");
}

const PointPrinter::Known *PointPrinter::find(void *what, const Axes &axes) {
  auto it = known.find({what, axes});
  if (it == known.end() || !text.isOpen(it->second.depth, it->second.serial))
    return nullptr;
  return &it->second;
}

void PointPrinter::remember(void *what, const Axes &axes, Scalars values) {
  int depth = 0;
  for (const Scalar &value : values)
    depth = std::max(depth, value.depth);
  // What is kept is known in scopes that come later, too, and so is what is
  // provided for a lane loop to come.
  depth = std::min(depth, keepDepth >= 0 ? keepDepth : text.getDepth());
  known[{what, axes}] = {std::move(values), depth, text.getSerial(depth)};
}

void PointPrinter::provide(linalg::GenericOp op, ArrayRef<int> loops,
                           Scalars values) {
  // Users know the axes of the results, not those that were reduced.
  AffineMap map = op.getIndexingMapMatchingResult(op->getResult(0));
  Axes axes;
  for (unsigned dim = 0; dim < map.getNumResults(); ++dim)
    axes.push_back(loops[map.getDimPosition(dim)]);
  remember(op.getOperation(), getLoopAxes(op, 0, axes), std::move(values));
}

//===----------------------------------------------------------------------===//
// Evaluation
//===----------------------------------------------------------------------===//

Scalar PointPrinter::evaluate(Value tensor, const Axes &axes) {
  if (BlockArgument argument = getBuffer(tensor)) {
    if (const Known *found = find(tensor.getAsOpaquePointer(), axes))
      return found->values[0];
    Scalar value = load("in" + std::to_string(argument.getArgNumber()),
                        getTensorType(tensor), axes);
    remember(tensor.getAsOpaquePointer(), axes, {value});
    return value;
  }
  auto op = tensor.getDefiningOp<linalg::GenericOp>();
  if (!op)
    return evaluateConstant(tensor.getDefiningOp(), axes);
  unsigned number = cast<OpResult>(tensor).getResultNumber();
  return evaluateGeneric(op, getLoopAxes(op, number, axes))[number];
}

Scalars PointPrinter::evaluateGeneric(linalg::GenericOp op, const Axes &loops) {
  if (const Known *found = find(op.getOperation(), loops))
    return found->values;
  if (isReduction(op)) {
    fail(op.getLoc(), "CUDA kernels cannot use a reduction at another place "
                      "than where its kernel reduces");
    return Scalars(op->getNumResults(), Scalar{"0", 0});
  }
  Scalars arguments;
  for (OpOperand *operand : op.getDpsInputOperands())
    arguments.push_back(evaluateOperand(op, *operand, loops));
  Scalars result = evaluateBody(op, loops, arguments);
  keep(op, result);
  remember(op.getOperation(), loops, result);
  return result;
}

Scalar PointPrinter::evaluateOperand(linalg::GenericOp op, OpOperand &operand,
                                     const Axes &loops) {
  if (isa<RankedTensorType>(operand.get().getType()))
    return evaluate(operand.get(), getOperandAxes(op, operand, loops));
  return evaluateConstant(operand.get().getDefiningOp(), {});
}

/// A table that lies in the module: numbers by their bits, as C++ has no
/// literals for all of them.
static std::string printTable(StringRef name, DenseElementsAttr elements) {
  std::string list;
  for (Attribute value : elements.getValues<Attribute>()) {
    APInt bits = isa<FloatAttr>(value)
                     ? cast<FloatAttr>(value).getValue().bitcastToAPInt()
                     : cast<IntegerAttr>(value).getValue();
    list += (list.empty() ? "" : ", ") + llvm::utostr(bits.getZExtValue()) +
            (bits.getBitWidth() == 64 ? "ull" : "u");
  }
  int64_t bytes = getElementBytes(elements.getElementType());
  return formatv("static constexpr uint{0} {1}[] = {{{2}};", 8 * bytes, name,
                 list);
}

Scalar PointPrinter::evaluateConstant(Operation *op, const Axes &given) {
  if (auto fill = dyn_cast_or_null<linalg::FillOp>(op))
    return evaluateConstant(fill.getInputs()[0].getDefiningOp(), {});
  if (auto empty = dyn_cast_or_null<tensor::EmptyOp>(op))
    return {(getTypeName(empty.getType().getElementType()) + "{}").str(), 0};
  auto constant = dyn_cast_or_null<arith::ConstantOp>(op);
  if (!constant) {
    fail(op ? op->getLoc() : kernel.loc,
         "CUDA kernels cannot hold '" +
             (op ? op->getName().getStringRef() : "an argument of a block") +
             "'");
    return {"0", 0};
  }
  auto elements = dyn_cast<DenseElementsAttr>(constant.getValue());
  if (!elements)
    return {printConstant(constant.getValue()), 0};
  if (elements.isSplat())
    return {printConstant(elements.getSplatValue<Attribute>()), 0};
  std::string &table = tables[op];
  if (table.empty()) {
    table = getFreshName("table");
    text.line(0, printTable(table, elements));
  }
  auto type = cast<RankedTensorType>(elements.getType());
  Axes axes = resolve(given);
  Scalar offset = getOffset(type, axes, true);
  std::string at = offset.text.empty() ? "0" : offset.text;
  int64_t stride = vectorDim < 0 ? 0 : getKnownStride(type, axes);
  if (stride && !chunk.isSingle()) {
    at += " + v * " + std::to_string(stride);
    offset.depth = chunk.laneDepth;
  }
  StringRef element = getTypeName(type.getElementType());
  std::string value =
      ("bitsAs<" + element + ">(" + table + "[" + at + "])").str();
  if (Scalar inside = getInside(axes); !inside.text.empty()) {
    value = "(" + inside.text + " ? " + value + " : " + element.str() + "{})";
    offset.depth = std::max(offset.depth, inside.depth);
  }
  return {value, offset.depth};
}

Scalars PointPrinter::evaluateBody(linalg::GenericOp op, const Axes &loops,
                                   Scalars arguments) {
  BodyValues values;
  for (auto [argument, value] :
       llvm::zip(op.getBody()->getArguments(), arguments))
    values[argument] = value;
  for (Operation &inner : op.getBody()->without_terminator())
    if (!isa<arith::ConstantOp>(inner) && !isIndexArithmetic(&inner))
      evaluateInner(&inner, op, loops, values);
  return Scalars(llvm::map_range(
      op.getBody()->getTerminator()->getOperands(), [&](Value value) {
        return evaluateInside(value, op, loops, values);
      }));
}

/// A value that the body of `op` uses.
Scalar PointPrinter::evaluateInside(Value value, linalg::GenericOp op,
                                    const Axes &loops, BodyValues &values) {
  auto it = values.find(value);
  if (it != values.end())
    return it->second;
  Operation *inner = value.getDefiningOp();
  if (isa<arith::ConstantOp>(inner) || inner->getBlock() != op.getBody())
    return evaluateConstant(inner, {});
  evaluateInner(inner, op, loops, values);
  return values.lookup(value);
}

void PointPrinter::evaluateInner(Operation *inner, linalg::GenericOp op,
                                 const Axes &loops, BodyValues &values) {
  if (auto index = dyn_cast<linalg::IndexOp>(inner)) {
    values[index] = evaluateIndex(loops[index.getDim()]);
    return;
  }
  if (auto element = dyn_cast<ElementOp>(inner)) {
    values[element] = evaluateElement(element, op, loops, values);
    return;
  }
  int depth = 0;
  SmallVector<std::string> operands;
  for (Value operand : inner->getOperands()) {
    Scalar value = evaluateInside(operand, op, loops, values);
    depth = std::max(depth, value.depth);
    operands.push_back(value.text);
  }
  FailureOr<Expressions> results = printScalarOp(inner, operands);
  if (failed(results)) {
    std::string type;
    if (inner->getNumResults())
      llvm::raw_string_ostream(type) << inner->getResultTypes()[0];
    fail(inner->getLoc(), "'" + inner->getName().getStringRef() +
                              "' op has no CUDA code for " + type);
    results = Expressions(inner->getNumResults(), "0");
  }
  for (auto [result, value] : llvm::zip_equal(inner->getResults(), *results))
    values[result] = declare(result.getType(), {value, depth});
}

/// The number of the element along `axis` as an Index; with `isFirst` that of
/// lane 0 only.
Scalar PointPrinter::getNumber(int axis, bool isFirst) {
  int dim = dims.find(axis);
  const LoopDim &loop = dims[dim];
  size_t position = llvm::find(loop.axes, axis) - loop.axes.begin();
  if (loop.sizes[position] == 1)
    return {"0", 0};
  Scalar number = indices[dim];
  if (dim == vectorDim) {
    bool isLane = !isFirst && !chunk.isSingle();
    number = isLane ? Scalar{chunk.base + " + v", chunk.laneDepth}
                    : Scalar{chunk.base, chunk.depth};
  }
  // The loop's number tells those of all axes that it merges.
  int64_t step = loop.getStep(position);
  bool isOuter = llvm::all_of(ArrayRef(loop.sizes).take_front(position),
                              [](int64_t size) { return size == 1; });
  if (step == 1 && isOuter)
    return number;
  void *what = isFirst ? static_cast<void *>(&dims) : &chunk;
  if (const Known *found = find(what, {axis}))
    return found->values[0];
  std::string text = "(" + number.text + ")";
  if (step > 1)
    text += " / " + std::to_string(step);
  if (!isOuter)
    text += " % " + std::to_string(loop.sizes[position]);
  number.text = declareAt(number.depth, "Index", text, "i");
  remember(what, {axis}, {number});
  return number;
}

Scalar PointPrinter::evaluateIndex(int axis) {
  if (!isComputed(axis)) {
    Scalar number = getNumber(axis, readsFirstLane);
    return {"uint64(" + number.text + ")", number.depth};
  }
  const ComputedIndex &index = computed[axis - kFirstComputed];
  if (readsFirstLane || index.step.value_or(0) == 0)
    return {"uint64(" + index.first.text + ")", index.first.depth};
  return {"uint64(" + index.first.text + " + v * " +
              std::to_string(*index.step) + ")",
          chunk.laneDepth};
}

Expressions PointPrinter::getIdentities(linalg::GenericOp op) {
  Expressions result;
  for (Value init : op.getDpsInits())
    result.push_back(evaluateConstant(init.getDefiningOp(), {}).text);
  return result;
}

} // namespace mpc::cuda
