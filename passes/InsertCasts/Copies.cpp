//===- Copies.cpp - low-precision copies of the parameters ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Contractions read parameters in 16 bits many times for each time that they
// change, so the update writes a copy beside the masters.
//
//===----------------------------------------------------------------------===//

#include "Copies.h"

using namespace mlir;

namespace mpc {

namespace {

constexpr llvm::StringLiteral kParams = "params";
constexpr llvm::StringLiteral kUpdate = "update";
constexpr llvm::StringLiteral kRefresh = "refresh";

/// The number of the argument that is state `name`, or nothing.
std::optional<unsigned> findState(func::FuncOp func, StringRef name) {
  for (unsigned i = 0; i < func.getNumArguments(); ++i)
    if (auto state = func.getArgAttrOfType<StringAttr>(i, kStateAttr);
        state && state.getValue() == name)
      return i;
  return std::nullopt;
}

} // namespace

DictionaryAttr ParameterCopies::getAttrs(const Copy &copy) {
  Builder b(module.getContext());
  return b.getDictionaryAttr(
      {b.getNamedAttr(kStateAttr, copy.state),
       b.getNamedAttr(kKindAttr, b.getStringAttr("copy"))});
}

Value ParameterCopies::get(Value arena, Format format) {
  auto argument = dyn_cast<BlockArgument>(arena);
  if (!argument)
    return {};
  auto func = dyn_cast<func::FuncOp>(argument.getOwner()->getParentOp());
  if (!func || findState(func, kParams) != argument.getArgNumber())
    return {};
  Value &known = arguments[{func, format}];
  if (known)
    return known;
  MLIRContext *context = module.getContext();
  auto type = cast<RankedTensorType>(arena.getType());
  Copy &copy = copies[format];
  copy.arena = type.clone(getStorage(format, context));
  copy.state =
      StringAttr::get(context, kParams + "_" + stringifyFormat(format));
  unsigned position = argument.getArgNumber() + 1;
  if (failed(func.insertArgument(position, copy.arena, getAttrs(copy),
                                 NameLoc::get(copy.state))))
    return {};
  return known = func.getArgument(position);
}

/// The new parameters that @update returns, cast and returned as well.
LogicalResult ParameterCopies::extendUpdate(Format format, const Copy &copy) {
  auto update = module.lookupSymbol<func::FuncOp>(kUpdate);
  if (!update)
    return success();
  Operation *terminator = update.getBody().front().getTerminator();
  for (unsigned i = 0; i < update.getNumResults(); ++i) {
    auto state = update.getResultAttrOfType<StringAttr>(i, kUpdatesAttr);
    if (!state || state.getValue() != kParams)
      continue;
    Value params = terminator->getOperand(i);
    OpBuilder builder(terminator);
    Value cast =
        CastOp::create(builder, NameLoc::get(copy.state), params, format);
    NamedAttribute attr(StringAttr::get(module.getContext(), kUpdatesAttr),
                        copy.state);
    terminator->insertOperands(i + 1, cast);
    return update.insertResult(i + 1, copy.arena,
                               builder.getDictionaryAttr(attr));
  }
  return success();
}

/// @refresh: after a load, copies are made of what was loaded.
void ParameterCopies::buildRefresh() {
  auto b = OpBuilder::atBlockEnd(module.getBody());
  MLIRContext *context = module.getContext();
  auto arena = copies.front().second.arena.clone(Float32Type::get(context));
  SmallVector<Type> results;
  for (auto &[format, copy] : copies)
    results.push_back(copy.arena);
  auto loc = NameLoc::get(b.getStringAttr(kRefresh));
  auto func = func::FuncOp::create(b, loc, kRefresh,
                                   b.getFunctionType({arena}, results));
  func.setArgAttr(0, kStateAttr, b.getStringAttr(kParams));
  func.setArgAttr(0, kKindAttr, b.getStringAttr("arena"));
  Block *entry = func.addEntryBlock();
  entry->getArgument(0).setLoc(NameLoc::get(b.getStringAttr(kParams)));
  b.setInsertionPointToEnd(entry);
  SmallVector<Value> values;
  for (auto [i, entryOfCopy] : llvm::enumerate(copies)) {
    const Copy &copy = entryOfCopy.second;
    values.push_back(CastOp::create(b, NameLoc::get(copy.state),
                                    entry->getArgument(0), entryOfCopy.first));
    func.setResultAttr(i, kUpdatesAttr, copy.state);
  }
  func::ReturnOp::create(b, loc, values);
}

LogicalResult ParameterCopies::finish() {
  if (copies.empty())
    return success();
  if (Operation *taken = module.lookupSymbol(kRefresh))
    return taken->emitError("function '")
           << kRefresh << "' has the name of a function that mpc makes";
  for (auto &[format, copy] : copies)
    if (failed(extendUpdate(format, copy)))
      return failure();
  buildRefresh();
  return success();
}

} // namespace mpc
