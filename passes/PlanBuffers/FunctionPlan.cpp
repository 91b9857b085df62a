//===- FunctionPlan.cpp - memory of one function's tensors ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FunctionPlan.h"

#include "mpc/Analysis/KernelGrouping.h"

#include "mpc/IR/CopyKernel.h"

using namespace mlir;

namespace mpc {

namespace {

int64_t getElementBytes(Type type) {
  return std::max(cast<ShapedType>(type).getElementTypeBitWidth() / 8, 1u);
}

/// Bytes before a row of an arena.
int64_t getRowOffset(Type arena, int64_t row) {
  return row * kRowElements * getElementBytes(arena);
}

/// True if the result of `op` lies in the memory of its one operand. A pack is
/// the view that lies in no operand: they lie in it.
bool liesInOperand(Operation *op) { return isView(op) && !isa<PackOp>(op); }

/// The value whose memory `value` names.
Value findBase(Value value) {
  while (Operation *op = value.getDefiningOp()) {
    if (!liesInOperand(op))
      break;
    value = op->getOperand(0);
  }
  return value;
}

bool overlap(int64_t a, int64_t aBytes, int64_t b, int64_t bBytes) {
  return a < b + bBytes && b < a + aBytes;
}

/// True if the segments leave no element of the arena free.
bool coversArena(PackOp pack) {
  int64_t covered = 0;
  for (auto [row, segment] : llvm::zip(pack.getRows(), pack.getSegments())) {
    if (row * kRowElements != covered)
      return false;
    covered += cast<ShapedType>(segment.getType()).getNumElements();
  }
  return covered == pack.getType().getNumElements();
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
  if (failed(placeArguments()) || failed(placeReturned()) ||
      failed(placePacks()))
    return failure();
  placeTemporaries();
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
  if (auto segment = dyn_cast<SegmentOp>(op); place && segment)
    place->offset += getRowOffset(segment.getType(), segment.getRow());
  return place;
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
  if (auto pack = base.getDefiningOp<PackOp>())
    for (auto [row, segment] : llvm::zip(pack.getRows(), pack.getSegments())) {
      Place part = place;
      part.offset += getRowOffset(pack.getType(), row);
      placeBase(segment, part);
    }
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
  if (!base.getDefiningOp<KernelOp>() && !base.getDefiningOp<PackOp>())
    return func.emitOpError("expects result ")
           << i << " to be computed by a kernel";
  if (places.contains(base))
    return func.emitOpError("expects result ")
           << i << " to be returned once, but its memory is another result's";
  if (auto pack = base.getDefiningOp<PackOp>();
      pack && !state && !coversArena(pack))
    return pack.emitOpError("expects segments without gaps in an arena that "
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
  auto pack = base.getDefiningOp<PackOp>();
  if (!pack)
    return isSafeToOverwrite(cast<OpResult>(base), state);
  return llvm::all_of(llvm::zip(pack.getRows(), pack.getSegments()),
                      [&](auto pair) {
                        auto [row, segment] = pair;
                        Place part = state;
                        part.offset += getRowOffset(pack.getType(), row);
                        return isSafeToOverwrite(segment, part);
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
  auto pack = value.getDefiningOp<PackOp>();
  if (!pack) {
    KernelOp kernel = buildCopyKernel(builder, value);
    launch[kernel] = kernels.size();
    kernels.push_back(kernel);
    return kernel.getResult(0);
  }
  SmallVector<Value> copies;
  for (Value segment : pack.getSegments())
    copies.push_back(copyToEnd(segment));
  return PackOp::create(builder, pack.getLoc(), pack.getType(), copies,
                        pack.getRows());
}

//===----------------------------------------------------------------------===//
// Temporaries
//===----------------------------------------------------------------------===//

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
  buffer.start = std::min(buffer.start, writer);
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
  for (PackOp pack :
       llvm::make_early_inc_range(func.getBody().front().getOps<PackOp>())) {
    if (pack->use_empty()) {
      pack.erase();
      continue;
    }
    if (places.contains(pack))
      continue;
    if (!coversArena(pack))
      return pack.emitOpError("expects segments without gaps in an arena that "
                              "kernels of the same function read");
    Place place{Space::temp, addBuffer(pack.getType()), 0};
    placeBase(pack, place);
    for (Value segment : pack.getSegments())
      extend(buffers[place.index], cast<OpResult>(findBase(segment)));
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

//===----------------------------------------------------------------------===//
// Answers
//===----------------------------------------------------------------------===//

Attribute FunctionPlan::getSlot(Value value) const {
  Place place = *find(value);
  if (place.space == Space::temp)
    place = {Space::temp, 0, buffers[place.index].offset + place.offset};
  return SlotAttr::get(value.getContext(), place.space, place.index,
                       place.offset);
}

void FunctionPlan::setSlots() {
  Builder builder(func.getContext());
  auto slotsOf = [&](ValueRange values) {
    return builder.getArrayAttr(llvm::map_to_vector(
        values, [&](Value value) { return getSlot(value); }));
  };
  for (KernelOp kernel : kernels) {
    kernel.setInputSlotsAttr(slotsOf(kernel.getInputs()));
    kernel.setResultSlotsAttr(slotsOf(kernel.getResults()));
  }
}

namespace {

bool contains(Operation *op, StringRef name, int64_t i) {
  auto indices = op->getAttrOfType<DenseI64ArrayAttr>(name);
  return indices && llvm::is_contained(indices.asArrayRef(), i);
}

/// True if an adjoint op of a kernel other than `writer` reads `value`.
bool isReadByAdjoint(Value value, Operation *writer) {
  return llvm::any_of(value.getUses(), [&](OpOperand &use) {
    Operation *user = use.getOwner();
    if (isa<KernelOp>(user))
      return user != writer &&
             contains(user, kAdjointInputsAttr, use.getOperandNumber());
    return isView(user) && isReadByAdjoint(user->getResult(0), writer);
  });
}

/// Multiplications and additions of the contractions of a kernel.
void countFlops(KernelOp kernel, int64_t &all, int64_t &low) {
  for (auto generic : kernel.getBody().front().getOps<linalg::GenericOp>()) {
    auto algorithm = generic->getAttrOfType<StringAttr>(kAlgorithmAttr);
    if (!algorithm || algorithm != kContraction)
      continue;
    int64_t flops = 2;
    for (int64_t extent : generic.getStaticLoopRanges())
      flops *= extent;
    all += flops;
    Type input = generic.getDpsInputs().front().getType();
    if (cast<ShapedType>(input).getElementTypeBitWidth() == 16)
      low += flops;
  }
}

} // namespace

int64_t FunctionPlan::countResidualBytes() const {
  int64_t bytes = 0;
  for (KernelOp kernel : kernels)
    for (OpResult result : kernel->getResults())
      if (find(result)->space == Space::temp &&
          !contains(kernel, kAdjointResultsAttr, result.getResultNumber()) &&
          isReadByAdjoint(result, kernel))
        bytes += getBytes(result.getType());
  return bytes;
}

void FunctionPlan::setFigures() {
  int64_t flops = 0, lowFlops = 0;
  for (KernelOp kernel : kernels)
    countFlops(kernel, flops, lowFlops);
  Builder builder(func.getContext());
  auto set = [&](StringRef name, int64_t value) {
    func->setAttr(name, builder.getI64IntegerAttr(value));
  };
  set("mpc.arena_bytes", arenaBytes);
  set("mpc.live_bytes", getLiveBytes(buffers));
  set("mpc.residual_bytes", countResidualBytes());
  set("mpc.contraction_flops", flops);
  set("mpc.contraction_flops_16bit", lowFlops);
}

} // namespace mpc
