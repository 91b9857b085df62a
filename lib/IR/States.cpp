//===- States.cpp - the states of functions, by name ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/IR/States.h"

using namespace mlir;

namespace mpc {

DictionaryAttr getStateAttrs(const StateInfo &state, MLIRContext *context) {
  Builder b(context);
  SmallVector<NamedAttribute> attrs = {
      b.getNamedAttr(kStateAttr, b.getStringAttr(state.name)),
      b.getNamedAttr(kKindAttr, b.getStringAttr(state.kind))};
  if (state.initial)
    attrs.push_back(
        b.getNamedAttr(kInitialAttr, b.getF64FloatAttr(*state.initial)));
  return b.getDictionaryAttr(attrs);
}

std::optional<unsigned> findState(func::FuncOp func, StringRef name) {
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

Value addArgument(func::FuncOp func, const StateInfo &state) {
  MLIRContext *context = func.getContext();
  unsigned position = func.getNumArguments();
  LogicalResult inserted =
      func.insertArgument(position, state.type, getStateAttrs(state, context),
                          NameLoc::get(StringAttr::get(context, state.name)));
  assert(succeeded(inserted) && "states belong to plain functions");
  (void)inserted;
  return func.getArgument(position);
}

void addUpdate(func::FuncOp func, StringRef name, Value value) {
  Builder b(func.getContext());
  unsigned position = func.getNumResults();
  LogicalResult inserted = func.insertResult(
      position, value.getType(),
      b.getDictionaryAttr(b.getNamedAttr(kUpdatesAttr, b.getStringAttr(name))));
  assert(succeeded(inserted) && "states belong to plain functions");
  (void)inserted;
  func.getBody().front().getTerminator()->insertOperands(position, value);
}

/// True if all that is made of the op's results is reduced.
static bool isOnlyReduced(Operation *op) {
  return !op->use_empty() && llvm::all_of(op->getUsers(), [](Operation *user) {
    FusionKind kind = getFusionKind(user);
    return kind == FusionKind::Reduction ||
           (kind == FusionKind::Elementwise && isOnlyReduced(user));
  });
}

/// If `op` multiplies `arena` by a repeated scalar, lets it multiply by
/// `factor` too, the scalars first.
static bool multiplyScalar(ImplicitLocOpBuilder &builder, Operation *op,
                           Value arena, Value factor) {
  auto product = dyn_cast<MulOp>(op);
  if (!product)
    return false;
  Value other = product->getOperand(product->getOperand(0) == arena);
  auto repeated = other.getDefiningOp<BroadcastOp>();
  if (!repeated || repeated->getOperand(0).getType() != factor.getType())
    return false;
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPoint(op);
  Value both = MulOp::create(builder, repeated->getOperand(0), factor);
  Value all =
      BroadcastOp::create(builder, cast<RankedTensorType>(arena.getType()),
                          both, ArrayRef<int64_t>());
  op->replaceUsesOfWith(other, all);
  return true;
}

void multiplyReads(ImplicitLocOpBuilder &builder, Value arena, Value factor) {
  SmallVector<Operation *> others, reduced;
  for (Operation *user :
       llvm::SetVector<Operation *>(arena.user_begin(), arena.user_end()))
    (isOnlyReduced(user) ? reduced : others).push_back(user);
  Value repeated =
      BroadcastOp::create(builder, cast<RankedTensorType>(arena.getType()),
                          factor, ArrayRef<int64_t>());
  // A product alone would join the kernel of what is reduced, and be stored
  // there.
  if (!reduced.empty())
    llvm::erase_if(others, [&](Operation *user) {
      return multiplyScalar(builder, user, arena, factor);
    });
  for (ArrayRef<Operation *> users : {others, reduced}) {
    if (users.empty())
      continue;
    Value product = MulOp::create(builder, arena, repeated);
    for (Operation *user : users)
      user->replaceUsesOfWith(arena, product);
  }
}

} // namespace mpc
