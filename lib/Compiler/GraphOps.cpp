//===- GraphOps.cpp - adds ops to a graph ------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Graph.h"
#include "GraphElements.h"

#include "mpc/Frontend/Reader.h"
#include "mpc/IR/Mpc.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"

using namespace mlir;

namespace mpc {


RankedTensorType Graph::readType(const mpc_type &given, Location loc) {
  Type element = getElement(given.element, &context);
  if (!element) {
    emitError(loc) << "expects an element type, but got number "
                   << given.element;
    return nullptr;
  }
  ArrayRef<int64_t> shape(given.shape, given.rank);
  for (int64_t size : shape)
    if (size < 0) {
      emitError(loc) << "expects dimensions from 0 up, but got " << size;
      return nullptr;
    }
  auto type = RankedTensorType::get(shape, element);
  if (getCheckedNumElements(type))
    return type;
  emitError(loc) << "expects tensors of at most 2^40 bytes, but got " << type;
  return nullptr;
}

/// What a person has to say of an op's result: all of it, or what differs from
/// its first operand.
static RankedTensorType completeType(const mpc_type &told, ValueRange operands,
                                     Type element) {
  auto first = operands.empty()
                   ? nullptr
                   : cast<RankedTensorType>(operands.front().getType());
  if (!element && first)
    element = first.getElementType();
  if (!told.shape && !first)
    return nullptr;
  ArrayRef<int64_t> shape =
      told.shape ? ArrayRef(told.shape, told.rank) : first.getShape();
  return RankedTensorType::get(shape, element);
}

/// What generated code wrote, which can be wrong only in what it was given: the
/// call is at fault, not a place in the text.
static Attribute parse(StringRef text, Location loc) {
  std::string fault;
  Attribute attribute;
  {
    ScopedDiagnosticHandler handler(loc.getContext(), [&](Diagnostic &what) {
      fault = fault.empty() ? what.str() : fault;
      return success();
    });
    attribute = parseAttribute(text, loc.getContext());
  }
  if (!attribute)
    emitError(loc) << fault;
  return attribute;
}

Attribute Graph::readAttribute(const mpc_attribute &given, Location loc) {
  if (!given.elements)
    return parse(toRef(given.text), loc);
  RankedTensorType type = readType(given.elements->type, loc);
  return type ? readElements(*given.elements, type, loc) : nullptr;
}

bool Graph::readAttributes(ArrayRef<mpc_attribute> given,
                           NamedAttrList &attributes, Location loc) {
  for (const mpc_attribute &one : given) {
    Attribute value = readAttribute(one, loc);
    if (!value)
      return false;
    attributes.append(toRef(one.name), value);
  }
  return true;
}

bool Graph::readOperands(int64_t function, const mpc_op &op,
                         OperationState &state) {
  SmallVector<int32_t> segments;
  for (const mpc_operand &operand : ArrayRef(op.operands, op.operand_count)) {
    for (int64_t id : ArrayRef(operand.values, operand.count)) {
      Value value =
          resolve(function, id, Twine(operand.name) + " of '" + op.name + "'",
                  state.location);
      if (!value)
        return false;
      state.operands.push_back(value);
    }
    segments.push_back(operand.count);
  }
  if (state.name.hasTrait<OpTrait::AttrSizedOperandSegments>())
    state.addAttribute("operandSegmentSizes",
                       DenseI32ArrayAttr::get(&context, segments));
  return true;
}

/// The result as it was told, or for the time being anything.
bool Graph::readResults(const mpc_op &op, OperationState &state) {
  if (!op.told) {
    state.addTypes(SmallVector<Type>(op.result_count, NoneType::get(&context)));
    return true;
  }
  mpc_type shaped = *op.told;
  shaped.element = std::max(shaped.element, 0);
  if (!readType(shaped, state.location))
    return false;
  Type type = completeType(*op.told, state.operands,
                           getElement(op.told->element, &context));
  if (!type)
    emitError(state.location) << "expects a shape";
  state.addTypes(type);
  return static_cast<bool>(type);
}

/// Lets an op that was told nothing say what it gives.
bool Graph::inferResults(Operation *op) {
  auto infer = dyn_cast<InferTypeOpInterface>(op);
  if (!infer) {
    op->emitOpError("expects to be told its result");
    return false;
  }
  SmallVector<Type> types;
  if (failed(infer.inferReturnTypes(&context, op->getLoc(), op->getOperands(),
                                    op->getRawDictionaryAttrs(),
                                    op->getPropertiesStorage(), {}, types)))
    return false;
  for (auto [result, type] : llvm::zip_equal(op->getResults(), types))
    result.setType(type);
  return true;
}

static std::string describe(Value value) {
  std::string text;
  llvm::raw_string_ostream out(text);
  out << value.getType();
  if (auto name = dyn_cast<NameLoc>(value.getLoc()))
    out << " " << name.getName();
  return text;
}

/// Adds to an error what the operands are and where they come from.
void Graph::noteOperands(const mpc_op &op, ValueRange operands) {
  CompileMessage whole = message;
  for (const mpc_operand &operand : ArrayRef(op.operands, op.operand_count))
    for (size_t i = 0; i < operand.count; ++i) {
      Value value = operands.front();
      operands = operands.drop_front();
      Diagnostic note(value.getLoc(), DiagnosticSeverity::Note);
      note << operand.name << " is " << describe(value);
      whole.notes.push_back(makeMessage(note));
    }
  setError(std::move(whole));
}

int64_t Graph::addOp(int64_t function, const mpc_op &op) {
  Location loc = getLocation(op.place);
  if (!isUsable(function, loc))
    return MPC_NO_VALUE;
  OperationState state(loc, op.name);
  if (!state.name.isRegistered() ||
      state.name.getDialectNamespace() != MpcDialect::getDialectNamespace()) {
    emitError(loc) << "there is no op '" << op.name << "'";
    return MPC_NO_VALUE;
  }
  if (!readAttributes(ArrayRef(op.attributes, op.attribute_count),
                      state.attributes, loc) ||
      !readOperands(function, op, state) || !readResults(op, state))
    return MPC_NO_VALUE;
  OpBuilder b(functions[function].op.front().getTerminator());
  Operation *made = b.create(state);
  if ((op.told || inferResults(made)) && succeeded(verify(made))) {
    int64_t first = entries.size();
    for (Value result : made->getResults()) {
      Entry entry;
      entry.type = cast<RankedTensorType>(result.getType());
      entry.function = function;
      entry.value = result;
      add(std::move(entry));
    }
    return first;
  }
  if (error.empty())
    made->emitOpError("has operands that do not go together");
  noteOperands(op, made->getOperands());
  made->erase();
  return MPC_NO_VALUE;
}

//===----------------------------------------------------------------------===//
// What is said of values
//===----------------------------------------------------------------------===//

/// The op that made it. Null after an error, and for parameters, states and
/// inputs, which are called as they were declared.
Operation *Graph::findOp(int64_t value) const {
  if (!error.empty() || value < 0 ||
      value >= static_cast<int64_t>(entries.size()) || !entries[value].value)
    return nullptr;
  return entries[value].value.getDefiningOp();
}

void Graph::setName(int64_t value, StringRef name) {
  Operation *op = findOp(value);
  if (!op)
    return;
  Location place = op->getLoc();
  if (auto named = dyn_cast<NameLoc>(place))
    place = named.getChildLoc();
  if (name.empty() || !isPrintable(name))
    emitError(place) << "expects a name of printable characters";
  else
    op->setLoc(NameLoc::get(StringAttr::get(&context, name), place));
}

void Graph::setFormat(int64_t value, StringRef format) {
  Operation *op = findOp(value);
  if (!op)
    return;
  if (symbolizeFormat(format))
    op->setAttr(kKeepAttr, StringAttr::get(&context, format));
  else
    emitError(op->getLoc())
        << "expects '" << kKeepAttr
        << "' to be f32, tf32, bf16 or f16, but got \"" << format << "\"";
}

} // namespace mpc
