//===- Figures.cpp - slots and figures of a planned function --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FunctionPlan.h"

#include "mpc/Analysis/KernelGrouping.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"

using namespace mlir;

namespace mpc {

Attribute FunctionPlan::getSlot(Place place) const {
  if (place.space == Space::temp)
    place = {Space::temp, 0, buffers[place.index].offset + place.offset};
  return SlotAttr::get(func->getContext(), place.space, place.index,
                       place.offset);
}

void FunctionPlan::setSlots() {
  Builder builder(func.getContext());
  auto slotsOf = [&](ValueRange values) {
    return builder.getArrayAttr(llvm::map_to_vector(
        values, [&](Value value) { return getSlot(*find(value)); }));
  };
  for (KernelOp kernel : kernels) {
    kernel.setInputSlotsAttr(slotsOf(kernel.getInputs()));
    kernel.setResultSlotsAttr(slotsOf(kernel.getResults()));
  }
  if (!cleared.empty())
    func->setAttr(kClearedAttr,
                  builder.getArrayAttr(llvm::map_to_vector(
                      cleared, [&](Place place) { return getSlot(place); })));
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
