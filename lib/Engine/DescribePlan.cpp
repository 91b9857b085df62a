//===- DescribePlan.cpp - the plan as text for people ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tables.h"

#include "mpc/IR/Mpc.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <fmt/format.h>

using namespace mlir;

namespace mpc {

namespace {

std::string describeSlot(SlotAttr slot, int64_t bytes) {
  std::string place = stringifySpace(slot.getSpace()).str();
  if (slot.getSpace() != Space::temp && slot.getSpace() != Space::constants)
    place += std::to_string(slot.getIndex());
  return fmt::format("{}+{}:{}", place, slot.getOffset(), bytes);
}

std::string describeSlots(ArrayAttr slots, TypeRange types) {
  std::string text;
  for (auto [slot, type] : llvm::zip(slots, types))
    text += (text.empty() ? "" : " ") +
            describeSlot(cast<SlotAttr>(slot), bufferBytes(type));
  return text;
}

std::string describeCleared(func::FuncOp func) {
  std::string text;
  if (auto slots = func->getAttrOfType<ArrayAttr>(kClearedAttr))
    for (auto slot : slots.getAsRange<SlotAttr>())
      text += fmt::format("  clear {}\n", describeSlot(slot, 1));
  return text;
}

} // namespace

std::string
describePlan(ModuleOp module, ArrayRef<unsigned> kernelOfOp,
             function_ref<std::string(unsigned)> describeKernel) {
  std::string text;
  unsigned next = 0;
  module.walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (auto func = dyn_cast<func::FuncOp>(op)) {
      auto count = [&](StringRef name) {
        auto attr = func->getAttrOfType<IntegerAttr>(name);
        return attr ? attr.getInt() : 0;
      };
      text +=
          fmt::format("function {}: arena {} B, live {} B, residuals {} B\n",
                      func.getName().str(), count("mpc.arena_bytes"),
                      count("mpc.live_bytes"), count("mpc.residual_bytes"));
      text += describeCleared(func);
    } else if (auto kernel = dyn_cast<KernelOp>(op)) {
      unsigned index = kernelOfOp[next++];
      text += fmt::format(
          "  k{:02} {} \"{}\" {}  in {}  out {}\n", index,
          stringifyKernelKind(kernel.getKind()).str(), kernel.getLabel().str(),
          describeKernel(index),
          describeSlots(kernel.getInputSlotsAttr(),
                        kernel.getInputs().getTypes()),
          describeSlots(kernel.getResultSlotsAttr(), kernel.getResultTypes()));
    }
  });
  return text;
}

} // namespace mpc
