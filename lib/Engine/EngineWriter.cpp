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

unsigned EngineSources::addKernel(Source source) {
  auto it = llvm::find_if(kernels, [&](const Source &other) {
    return other.text == source.text;
  });
  unsigned number = it - kernels.begin();
  if (it == kernels.end())
    kernels.push_back(std::move(source));
  return number;
}

std::string writeEngine(ModuleOp module, ArrayRef<EngineTarget> targets,
                        const EngineSources &sources,
                        const EngineIdentity &identity) {
  std::string meta = buildMeta(module, identity);
  std::string constants = collectConstants(module);
  std::string sourceTable = buildSources(sources);
  std::vector<std::pair<std::string, StringRef>> sections = {
      {"meta", meta}, {"constants", constants}};
  for (const EngineTarget &target : targets) {
    sections.push_back({"plan:" + target.name, target.plan});
    sections.push_back({"code:" + target.name, target.code});
  }
  if (!sources.kernels.empty())
    sections.push_back({"sources", sourceTable});
  return packSections(sections);
}

} // namespace mpc
