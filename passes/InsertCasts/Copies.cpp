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

Value ParameterCopies::get(Value arena, Format format) {
  auto argument = dyn_cast<BlockArgument>(arena);
  if (!argument)
    return {};
  auto func = dyn_cast<func::FuncOp>(argument.getOwner()->getParentOp());
  if (!func || findState(func, kParamsState) != argument.getArgNumber())
    return {};
  Value &known = arguments[{func, format}];
  if (known)
    return known;
  MLIRContext *context = module.getContext();
  auto type = cast<RankedTensorType>(arena.getType());
  Copy &copy = copies[format];
  copy.arena = type.clone(getStorage(format, context));
  copy.state =
      StringAttr::get(context, kParamsState + "_" + stringifyFormat(format));
  unsigned position = argument.getArgNumber() + 1;
  if (failed(func.insertArgument(
          position, copy.arena,
          getStateAttrs({copy.state.getValue(), "copy", copy.arena}, context),
          NameLoc::get(copy.state))))
    return {};
  return known = func.getArgument(position);
}

/// The new parameters that @update returns, cast and returned as well.
LogicalResult ParameterCopies::extendUpdate(Format format, const Copy &copy) {
  auto update = module.lookupSymbol<func::FuncOp>(kUpdateFunction);
  if (!update)
    return success();
  std::optional<unsigned> params = findUpdate(update, kParamsState);
  if (!params)
    return success();
  Operation *terminator = update.getBody().front().getTerminator();
  OpBuilder builder(terminator);
  Value cast = CastOp::create(builder, NameLoc::get(copy.state),
                              terminator->getOperand(*params), format);
  NamedAttribute attr(StringAttr::get(module.getContext(), kUpdatesAttr),
                      copy.state);
  terminator->insertOperands(*params + 1, cast);
  return update.insertResult(*params + 1, copy.arena,
                             builder.getDictionaryAttr(attr));
}

/// @refresh: after a load, copies are made of what was loaded.
void ParameterCopies::buildRefresh() {
  auto b = OpBuilder::atBlockEnd(module.getBody());
  MLIRContext *context = module.getContext();
  auto arena = copies.front().second.arena.clone(Float32Type::get(context));
  SmallVector<Type> results;
  for (auto &[format, copy] : copies)
    results.push_back(copy.arena);
  auto loc = NameLoc::get(b.getStringAttr(kRefreshFunction));
  auto func = func::FuncOp::create(b, loc, kRefreshFunction,
                                   b.getFunctionType({arena}, results));
  func.setArgAttrs(0, getStateAttrs({kParamsState, "arena", arena}, context));
  Block *entry = func.addEntryBlock();
  entry->getArgument(0).setLoc(NameLoc::get(b.getStringAttr(kParamsState)));
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
  if (Operation *taken = module.lookupSymbol(kRefreshFunction))
    return taken->emitError("function '")
           << kRefreshFunction << "' has the name of a function that mpc makes";
  for (auto &[format, copy] : copies)
    if (failed(extendUpdate(format, copy)))
      return failure();
  buildRefresh();
  return success();
}

} // namespace mpc
