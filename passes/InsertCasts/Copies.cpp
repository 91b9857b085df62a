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
  if (!func)
    return {};
  StringRef original;
  for (StringRef name : {StringRef(kParamsState), StringRef(kFrozenState)})
    if (findState(func, name) == argument.getArgNumber())
      original = name;
  if (original.empty())
    return {};
  const Copy &copy =
      addCopy(original, format, cast<RankedTensorType>(arena.getType()));
  Value &known = arguments[{func, copy.state}];
  if (known)
    return known;
  MLIRContext *context = module.getContext();
  unsigned position = argument.getArgNumber() + 1;
  if (failed(func.insertArgument(
          position, copy.arena,
          getStateAttrs({copy.state.getValue(), "copy", copy.arena}, context),
          NameLoc::get(copy.state))))
    return {};
  return known = func.getArgument(position);
}

const ParameterCopies::Copy &ParameterCopies::addCopy(StringRef original,
                                                      Format format,
                                                      RankedTensorType arena) {
  MLIRContext *context = module.getContext();
  auto state =
      StringAttr::get(context, original + "_" + stringifyFormat(format));
  auto made = copies.try_emplace(
      state,
      Copy{original, format, arena.clone(getStorage(format, context)), state});
  return made.first->second;
}

/// The new parameters that @update returns, cast and returned as well. What is
/// frozen it does not return.
LogicalResult ParameterCopies::extendUpdate(const Copy &copy) {
  auto update = module.lookupSymbol<func::FuncOp>(kUpdateFunction);
  if (!update)
    return success();
  std::optional<unsigned> params = findUpdate(update, copy.original);
  if (!params)
    return success();
  Operation *terminator = update.getBody().front().getTerminator();
  OpBuilder builder(terminator);
  Value cast = CastOp::create(builder, NameLoc::get(copy.state),
                              terminator->getOperand(*params), copy.format);
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
  auto loc = NameLoc::get(b.getStringAttr(kRefreshFunction));
  auto func =
      func::FuncOp::create(b, loc, kRefreshFunction, b.getFunctionType({}, {}));
  b.setInsertionPointToEnd(func.addEntryBlock());
  auto end = func::ReturnOp::create(b, loc);
  for (auto &[state, copy] : copies) {
    RankedTensorType arena = copy.arena.clone(Float32Type::get(context));
    std::optional<unsigned> known = findState(func, copy.original);
    Value original = known ? func.getArgument(*known)
                           : addArgument(func, {copy.original, "arena", arena});
    b.setInsertionPoint(end);
    addUpdate(func, state,
              CastOp::create(b, NameLoc::get(state), original, copy.format));
  }
}

LogicalResult ParameterCopies::finish() {
  if (copies.empty())
    return success();
  if (Operation *taken = module.lookupSymbol(kRefreshFunction))
    return taken->emitError("function '")
           << kRefreshFunction << "' has the name of a function that mpc makes";
  for (auto &[state, copy] : copies)
    if (failed(extendUpdate(copy)))
      return failure();
  buildRefresh();
  return success();
}

} // namespace mpc
