//===- Temporaries.cpp - what lives for a part of one call ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FunctionPlan.h"

#include "Views.h"

#include "mpc/Analysis/KernelGrouping.h"

using namespace mlir;

namespace mpc {

int64_t FunctionPlan::addBuffer(Type type) {
  Buffer buffer;
  buffer.bytes = getBytes(type);
  buffer.start = kernels.size();
  buffers.push_back(buffer);
  return buffers.size() - 1;
}

/// Notes that `value` lies in a buffer.
void FunctionPlan::extend(Buffer &buffer, OpResult value) {
  unsigned writer = launch.lookup(value.getOwner());
  // What is raised is zero from the start of the function on.
  buffer.start = std::min(buffer.start, isRaised(value) ? 0 : writer);
  buffer.end = std::max({buffer.end, writer, findLastReader(value)});
}

unsigned FunctionPlan::findLastReader(Value value) const {
  unsigned last = 0;
  for (Operation *user : value.getUsers()) {
    if (auto it = launch.find(user); it != launch.end())
      last = std::max(last, it->second);
    else if (isView(user))
      last = std::max(last, findLastReader(user->getResult(0)));
  }
  return last;
}

/// Packs that are not returned are buffers of their own.
LogicalResult FunctionPlan::placePacks() {
  for (Operation &pack : llvm::make_early_inc_range(func.getBody().front())) {
    if (!isPack(&pack))
      continue;
    if (pack.use_empty()) {
      pack.erase();
      continue;
    }
    Value value = pack.getResult(0);
    if (places.contains(value))
      continue;
    if (!coversMemory(&pack))
      return pack.emitOpError("expects segments without gaps in an arena that "
                              "kernels of the same function read");
    Place place{Space::temp, addBuffer(value.getType()), 0};
    placeBase(value, place);
    Buffer &buffer = buffers[place.index];
    buffer.end = findLastReader(value);
    if (isSharedPack(&pack))
      buffer.start = 0;
    for (Value segment : pack.getOperands())
      extend(buffer, cast<OpResult>(findBase(segment)));
  }
  return success();
}

void FunctionPlan::placeTemporaries() {
  for (KernelOp kernel : kernels)
    for (OpResult result : kernel->getResults()) {
      if (places.contains(result) || takeOverInput(result))
        continue;
      Place place{Space::temp, addBuffer(result.getType()), 0};
      places[result] = place;
      extend(buffers[place.index], result);
    }
}

/// Writes `result` over an operand that nobody needs after this kernel, if the
/// kernel reads it in step with what it writes.
bool FunctionPlan::takeOverInput(OpResult result) {
  auto kernel = cast<KernelOp>(result.getOwner());
  unsigned now = launch.lookup(kernel);
  auto lies = [&](Value value, int64_t buffer) {
    std::optional<Place> place = find(value);
    return place && place->space == Space::temp && place->index == buffer;
  };
  auto isFree = [&](int64_t buffer) {
    const Buffer &candidate = buffers[buffer];
    if (candidate.end != now || candidate.start == now ||
        candidate.bytes != getBytes(result.getType()))
      return false;
    return llvm::none_of(kernel->getResults(),
                         [&](Value other) { return lies(other, buffer); }) &&
           llvm::all_of(kernel->getOpOperands(), [&](OpOperand &operand) {
             return !lies(operand.get(), buffer) ||
                    getAccess(kernel).mayOverwrite(operand.getOperandNumber(),
                                                   result.getResultNumber());
           });
  };
  for (Value input : kernel.getInputs()) {
    std::optional<Place> place = find(input);
    if (place->space != Space::temp || !isFree(place->index))
      continue;
    places[result] = {Space::temp, place->index, 0};
    extend(buffers[place->index], result);
    return true;
  }
  return false;
}

} // namespace mpc
