//===- FunctionPlan.cpp - memory of one function's tensors ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FunctionPlan.h"

#include "Views.h"

#include "mpc/IR/CopyKernel.h"

using namespace mlir;

namespace mpc {

namespace {

bool overlap(int64_t a, int64_t aBytes, int64_t b, int64_t bBytes) {
  return a < b + bBytes && b < a + aBytes;
}

} // namespace

FunctionPlan::FunctionPlan(func::FuncOp func, const StateIndex &states)
    : func(func), states(states) {
  for (KernelOp kernel : func.getBody().front().getOps<KernelOp>()) {
    launch[kernel] = kernels.size();
    kernels.push_back(kernel);
  }
}

LogicalResult FunctionPlan::run() {
  if (failed(checkShared()) || failed(placeArguments()) ||
      failed(placeReturned()) || failed(placePacks()))
    return failure();
  placeTemporaries();
  clearRaised();
  arenaBytes = assignOffsets(buffers);
  setSlots();
  setFigures();
  return success();
}

const KernelAccess &FunctionPlan::getAccess(KernelOp kernel) {
  return access.try_emplace(launch.lookup(kernel), kernel).first->second;
}

std::optional<Place> FunctionPlan::find(Value value) const {
  if (auto it = places.find(value); it != places.end())
    return it->second;
  Operation *op = value.getDefiningOp();
  if (auto slot = op ? op->getAttrOfType<SlotAttr>(kSlotAttr) : SlotAttr())
    return Place{slot.getSpace(), slot.getIndex(), slot.getOffset()};
  if (!op || !liesInOperand(op))
    return std::nullopt;
  std::optional<Place> place = find(op->getOperand(0));
  if (place)
    place->offset += getOffsetBytes(op, 0);
  return place;
}

/// A kernel that wrote zero into a shared byte would undo what others raised,
/// and one that read it as a single flag would see all.
LogicalResult FunctionPlan::checkShared() {
  for (Operation &op : func.getBody().front())
    if (isSharedPack(&op))
      for (Value operand : op.getOperands())
        if (!isRaised(operand) || !operand.hasOneUse())
          return op.emitOpError("expects operands that kernels raise and "
                                "nothing else reads, but got ")
                 << operand;
  return success();
}

//===----------------------------------------------------------------------===//
// Destinations
//===----------------------------------------------------------------------===//

LogicalResult FunctionPlan::placeArguments() {
  int64_t inputs = 0;
  for (BlockArgument argument : func.getArguments()) {
    unsigned i = argument.getArgNumber();
    if (func.getArgAttr(i, kInputAttr))
      places[argument] = {Space::input, inputs++, 0};
    else if (Attribute state = func.getArgAttr(i, kStateAttr))
      places[argument] = {Space::state, states.lookup(state), 0};
    else
      return func.emitOpError("expects argument ")
             << i << " to be an " << kInputAttr << " or an " << kStateAttr;
  }
  return success();
}

void FunctionPlan::placeBase(Value value, Place place) {
  Value base = findBase(value);
  places[base] = place;
  Operation *pack = base.getDefiningOp();
  if (!isPack(pack))
    return;
  if (isSharedPack(pack))
    clear(place);
  for (OpOperand &operand : pack->getOpOperands()) {
    Place part = place;
    part.offset += getOffsetBytes(pack, operand.getOperandNumber());
    placeBase(operand.get(), part);
  }
}

/// Lets the function begin with zero in a byte.
void FunctionPlan::clear(Place place) {
  if (!llvm::is_contained(cleared, place))
    cleared.push_back(place);
}

/// Bits that no pack has brought together are raised from zero, too.
void FunctionPlan::clearRaised() {
  for (KernelOp kernel : kernels)
    for (OpResult result : kernel->getResults())
      if (isRaised(result))
        clear(places.lookup(result));
}

LogicalResult FunctionPlan::placeReturned() {
  for (OpOperand &operand :
       func.getBody().front().getTerminator()->getOpOperands())
    if (failed(placeReturned(operand)))
      return failure();
  return success();
}

LogicalResult FunctionPlan::placeReturned(OpOperand &operand) {
  unsigned i = operand.getOperandNumber();
  auto isResult = [&](unsigned j) {
    return !!func.getResultAttr(j, kResultAttr);
  };
  Place place{Space::output, llvm::count_if(llvm::seq(0u, i), isResult), 0};
  Attribute state = func.getResultAttr(i, kUpdatesAttr);
  if (isResult(i) == !!state)
    return func.emitOpError("expects result ")
           << i << " to have either " << kResultAttr << " or " << kUpdatesAttr;
  if (state)
    place = {Space::state, states.lookup(state), 0};
  Value base = findBase(operand.get());
  if (std::optional<Place> old = find(operand.get());
      old && isa<BlockArgument>(base) && old->space == place.space &&
      old->index == place.index)
    return success();
  Operation *producer = base.getDefiningOp();
  if (!isPack(producer) && !isa_and_nonnull<KernelOp>(producer))
    return func.emitOpError("expects result ")
           << i << " to be computed by a kernel";
  if (places.contains(base))
    return func.emitOpError("expects result ")
           << i << " to be returned once, but its memory is another result's";
  if (isPack(producer) && !state && !coversMemory(producer))
    return producer->emitOpError(
        "expects segments without gaps in an arena that "
        "the caller receives");
  if (state && !isSafeToOverwrite(operand.get(), place))
    operand.set(copyToEnd(operand.get()));
  placeBase(operand.get(), place);
  return success();
}

/// Returns true if nothing reads the state's old value after `value` has taken
/// its place.
bool FunctionPlan::isSafeToOverwrite(Value value, Place state) {
  Value base = findBase(value);
  Operation *pack = base.getDefiningOp();
  if (isSharedPack(pack) || isRaised(base))
    return !isRead(state);
  if (!isPack(pack))
    return isSafeToOverwrite(cast<OpResult>(base), state);
  return llvm::all_of(pack->getOpOperands(), [&](OpOperand &operand) {
    Place part = state;
    part.offset += getOffsetBytes(pack, operand.getOperandNumber());
    return isSafeToOverwrite(operand.get(), part);
  });
}

/// Returns true if some kernel reads the old value of a state.
bool FunctionPlan::isRead(Place state) const {
  return llvm::any_of(kernels, [&](KernelOp kernel) {
    return llvm::any_of(kernel->getOperands(), [&](Value operand) {
      std::optional<Place> read = find(operand);
      return isa<BlockArgument>(findBase(operand)) &&
             read->space == state.space && read->index == state.index;
    });
  });
}

bool FunctionPlan::isSafeToOverwrite(OpResult result, Place written) {
  int64_t bytes = getBytes(result.getType());
  unsigned writer = launch.lookup(result.getOwner());
  for (auto [reader, kernel] : llvm::enumerate(kernels))
    for (OpOperand &operand : kernel->getOpOperands()) {
      std::optional<Place> read = find(operand.get());
      if (!isa<BlockArgument>(findBase(operand.get())) ||
          read->space != written.space || read->index != written.index)
        continue;
      int64_t readBytes = getBytes(operand.get().getType());
      if (reader < writer ||
          !overlap(read->offset, readBytes, written.offset, bytes))
        continue;
      if (reader > writer || read->offset != written.offset ||
          !getAccess(kernel).mayOverwrite(operand.getOperandNumber(),
                                          result.getResultNumber()))
        return false;
    }
  return true;
}

/// Returns a copy of `value`, made by the last launches of the function.
Value FunctionPlan::copyToEnd(Value value) {
  OpBuilder builder(func.getBody().front().getTerminator());
  Operation *pack = value.getDefiningOp();
  if (!isPack(pack) || isSharedPack(pack)) {
    KernelOp kernel = buildCopyKernel(builder, value);
    launch[kernel] = kernels.size();
    kernels.push_back(kernel);
    return kernel.getResult(0);
  }
  SmallVector<Value> copies;
  for (Value segment : pack->getOperands())
    copies.push_back(copyToEnd(segment));
  Operation *copy = builder.clone(*pack);
  copy->setOperands(copies);
  return copy->getResult(0);
}

} // namespace mpc
