//===- Kernels.cpp - the kernels of a plan, loaded ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Kernels.h"

#include "Error.h"

#include "mpcrt/CudaCompiler.h"

#include <algorithm>

namespace mpcrt::cuda {

namespace {

/// Code of a module, in whatever form, as the driver takes it.
using Image = std::vector<std::byte>;

const fb::Source &sourceOf(const Engine &engine, const fb::Module &module) {
  return *engine.sources()->kernels()->Get(module.source());
}

std::vector<Image> takeCubins(const Engine &engine, const PlanChoice &choice) {
  auto code = engine.section("code:" + choice.target);
  std::vector<Image> images;
  for (const fb::Module *module : *choice.plan->modules()) {
    // A copy is aligned, wherever the cubin lies in the file.
    auto cubin = code.subspan(module->cubin_offset(), module->cubin_bytes());
    images.emplace_back(cubin.begin(), cubin.end());
  }
  return images;
}

Expected<std::vector<Image>> compileText(const Engine &engine,
                                         const PlanChoice &choice, int threads,
                                         std::vector<std::string> &notes) {
  std::vector<CudaHeader> headers;
  for (const fb::Source *header : *engine.sources()->headers())
    headers.push_back({header->name()->c_str(), header->text()->c_str()});
  std::vector<CudaSource> sources;
  for (const fb::Module *module : *choice.plan->modules()) {
    const fb::Source &source = sourceOf(engine, *module);
    sources.push_back({source.name()->str(), source.text()->str()});
  }
  CudaOptions options;
  options.threads = threads;
  options.headers = headers;
  options.note = [&](const std::string &note) { notes.push_back(note); };
  auto binaries = compileCuda(sources, choice.arch, options);
  if (!binaries)
    return binaries.error();
  std::vector<Image> images;
  int64_t cached = 0;
  for (CudaBinary &binary : *binaries) {
    cached += binary.fromCache;
    images.push_back(std::move(binary.bytes));
  }
  notes.push_back(fmt::format(
      "compiled {} kernels for {}, of which the engine holds no code; the "
      "cache had {} of them",
      images.size(), choice.arch, cached));
  return images;
}

/// The PTX of all modules, or nothing if one has none.
std::vector<Image> takePtx(const Engine &engine, const PlanChoice &choice) {
  std::vector<Image> images;
  for (const fb::Module *module : *choice.plan->modules()) {
    const flatbuffers::String *ptx = sourceOf(engine, *module).ptx();
    if (!ptx)
      return {};
    auto *text = reinterpret_cast<const std::byte *>(ptx->c_str());
    images.emplace_back(text, text + ptx->size() + 1);
  }
  return images;
}

Expected<std::vector<Image>> makeImages(const Engine &engine,
                                        const PlanChoice &choice,
                                        const Chip &chip, int threads,
                                        std::vector<std::string> &notes) {
  if (!choice.plan->modules())
    return std::vector<Image>();
  if (choice.arch.empty())
    return takeCubins(engine, choice);
  if (!engine.sources())
    return makeError(StatusCode::device,
                     "holds neither code nor text of the kernels for {}; "
                     "compile it again with --target={}",
                     chip.describe(), bestTarget(chip));
  auto compiled = compileText(engine, choice, threads, notes);
  if (compiled)
    return compiled;
  std::vector<Image> images = takePtx(engine, choice);
  if (images.empty())
    return makeError(StatusCode::device,
                     "holds no code for {} (it has: {}), and its text cannot "
                     "be compiled: {}",
                     chip.describe(), quoteList(engine.targets()),
                     compiled.error().message());
  notes.push_back(fmt::format(
      "the driver compiles the kernels from PTX, which may be slower than code "
      "for {}: {}",
      choice.arch, compiled.error().message()));
  return images;
}

/// So much dynamic shared memory every kernel may have without asking.
constexpr int32_t kSharedBytesForAll = 48 << 10;

} // namespace

Status Kernels::find(const fb::Kernel &kernel, const Chip &chip) {
  const Driver &driver = *chip.driver;
  std::string label = quote(kernel.label()->string_view());
  const fb::GpuLaunch &launch = *kernel.launch();
  Kernel found = {nullptr, &launch, &kernel};
  if (launch.shared_bytes() > chip.maxSharedBytes)
    return makeError(StatusCode::device,
                     "kernel {} needs {} bytes of shared memory, but {} has {} "
                     "for a block; compile it again with --target={}",
                     label, launch.shared_bytes(), chip.describe(),
                     chip.maxSharedBytes, bestTarget(chip));
  Result result = driver.cuModuleGetFunction(&found.function,
                                             modules[launch.module_()].get(),
                                             launch.entry()->c_str());
  if (Status status = driver.check(result, "cannot find kernel " + label);
      !status.ok())
    return status;
  if (launch.shared_bytes() > kSharedBytesForAll)
    result = driver.cuFuncSetAttribute(
        found.function, kFunctionMaxDynamicSharedBytes, launch.shared_bytes());
  kernels.push_back(found);
  return driver.check(result,
                      fmt::format("cannot get {} bytes of shared memory for "
                                  "kernel {}",
                                  launch.shared_bytes(), label));
}

Expected<Kernels> Kernels::load(const Engine &engine, const PlanChoice &choice,
                                const Chip &chip, int threads,
                                std::vector<std::string> &notes) {
  auto images = makeImages(engine, choice, chip, threads, notes);
  if (!images)
    return images.error();
  const Driver &driver = *chip.driver;
  Kernels loaded;
  for (const Image &image : *images) {
    ModuleHandle module(driver);
    Result result = driver.cuModuleLoadDataEx(module.out(), image.data(), 0,
                                              nullptr, nullptr);
    if (Status status = driver.check(
            result, fmt::format("{} does not load the code of {}",
                                chip.describe(), quote(choice.target)));
        !status.ok())
      return status;
    loaded.modules.push_back(std::move(module));
  }
  for (const fb::Kernel *kernel : *choice.plan->kernels())
    if (Status status = loaded.find(*kernel, chip); !status.ok())
      return status;
  return loaded;
}

uint64_t Kernels::semaphoreBytes() const {
  uint64_t most = 0;
  for (const Kernel &kernel : kernels)
    most = std::max<uint64_t>(most, kernel.launch->semaphores());
  return most * sizeof(uint32_t);
}

uint64_t Kernels::workspaceBytes() const {
  uint64_t most = 0;
  for (const Kernel &kernel : kernels)
    most = std::max<uint64_t>(most, kernel.launch->workspace_bytes());
  return most;
}

} // namespace mpcrt::cuda
