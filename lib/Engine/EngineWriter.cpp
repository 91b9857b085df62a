//===- EngineWriter.cpp - puts plan, code and metadata into one file ------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/Engine/EngineWriter.h"

#include "Container.h"
#include "Tables.h"

#include "mpc/IR/Mpc.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace mlir;

namespace mpc {

namespace {

/// Bytes of all constants of the module at the offsets PlanBuffers chose.
std::string collectConstants(ModuleOp module) {
  auto bytes = module->getAttrOfType<IntegerAttr>("mpc.constants_bytes");
  std::string section(bytes ? bytes.getInt() : 0, '\0');
  module.walk([&](ConstantOp op) {
    auto slot = op->getAttrOfType<SlotAttr>("mpc.slot");
    if (!slot)
      return;
    auto elements = cast<DenseElementsAttr>(op.getValue());
    std::string raw = rawBytes(elements);
    std::copy(raw.begin(), raw.end(), section.begin() + slot.getOffset());
  });
  return section;
}

} // namespace

std::string writeEngine(ModuleOp module, const HostTarget &target,
                        const HostCode &code, const EngineIdentity &identity) {
  std::string meta = buildMeta(module, identity);
  std::string plan = buildPlan(module, target, code);
  std::string constants = collectConstants(module);
  StringRef image(code.image.data(), code.image.size());
  return packSections({{"meta", meta},
                       {"constants", constants},
                       {"plan:host", plan},
                       {"code:host", image}});
}

} // namespace mpc
