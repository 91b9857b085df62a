//===- CheckCuda.cpp - checks of what an engine holds for GPUs ------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CheckEngine.h"
#include "Error.h"

#include "mpcrt/Tensor.h"

#include <algorithm>

namespace mpcrt {

namespace {

constexpr int64_t kMaxGrid[3] = {0x7fffffff, 0xffff, 0xffff};
constexpr int32_t kMaxThreads = 1024;
constexpr int32_t kMaxSharedBytes = 1 << 20;
constexpr int32_t kMaxSemaphores = 1 << 24;

bool isIdentifier(std::string_view text) {
  auto isPart = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !text.empty() && text.size() <= 1024 &&
         std::ranges::all_of(text, isPart);
}

Status checkGrid(const fb::GpuLaunch &launch) {
  if (!isReadable(launch.grid()))
    return makeError(StatusCode::badInput, "a grid is not aligned");
  const auto &grid = *launch.grid();
  if (grid.size() != 3)
    return makeError(StatusCode::badInput, "a grid has {} sizes, not 3",
                     grid.size());
  for (uint32_t i = 0; i < 3; ++i)
    if (grid[i] < 1 || grid[i] > kMaxGrid[i])
      return makeError(StatusCode::badInput,
                       "a grid is from 1 to {} along {}, but got {}",
                       kMaxGrid[i], "xyz"[i], grid[i]);
  if (launch.block() < 1 || launch.block() > kMaxThreads)
    return makeError(StatusCode::badInput,
                     "a block has from 1 to {} threads, but got {}",
                     kMaxThreads, launch.block());
  return {};
}

Status checkLaunch(const fb::GpuLaunch &launch, const fb::Plan &plan) {
  uint32_t modules = plan.modules() ? plan.modules()->size() : 0;
  if (launch.module_() < 0 || uint32_t(launch.module_()) >= modules)
    return makeError(StatusCode::badInput, "names module {}, but there are {}",
                     launch.module_(), modules);
  if (!isIdentifier(launch.entry()->string_view()))
    return makeError(StatusCode::badInput, "the entry {} is no identifier",
                     quote(launch.entry()->string_view()));
  if (launch.shared_bytes() < 0 || launch.shared_bytes() > kMaxSharedBytes)
    return makeError(StatusCode::badInput, "has {} bytes of shared memory",
                     launch.shared_bytes());
  if (launch.semaphores() < 0 || launch.semaphores() > kMaxSemaphores ||
      launch.workspace_bytes() < 0 ||
      launch.workspace_bytes() > int64_t(kMaxBytes))
    return makeError(StatusCode::badInput,
                     "has {} semaphores and {} bytes of workspace",
                     launch.semaphores(), launch.workspace_bytes());
  return checkGrid(launch);
}

Status checkTexts(
    const flatbuffers::Vector<flatbuffers::Offset<fb::Source>> &sources) {
  for (const fb::Source *source : sources)
    if (Status status = checkName(source->name()->string_view()); !status.ok())
      return status;
  return {};
}

} // namespace

Status checkSources(const fb::Sources &sources) {
  if (Status status = checkTexts(*sources.headers()); !status.ok())
    return status;
  return checkTexts(*sources.kernels());
}

Status checkModules(const fb::Plan &plan, const PlanSurroundings &around) {
  if (!plan.modules())
    return {};
  for (uint32_t i = 0; i < plan.modules()->size(); ++i) {
    const fb::Module &module = *plan.modules()->Get(i);
    uint64_t offset = module.cubin_offset(), bytes = module.cubin_bytes();
    if (module.cubin_offset() < 0 || module.cubin_bytes() < 0 ||
        offset > around.codeBytes || bytes > around.codeBytes - offset)
      return makeError(StatusCode::badInput,
                       "module {} has {} bytes at byte {} of the code, which "
                       "has {}",
                       i, module.cubin_bytes(), module.cubin_offset(),
                       around.codeBytes);
    // Without sources an engine runs where its code does.
    if (around.sourceCount && (module.source() < 0 ||
                               uint32_t(module.source()) >= around.sourceCount))
      return makeError(StatusCode::badInput,
                       "module {} names source {}, but there are {}", i,
                       module.source(), around.sourceCount);
  }
  return {};
}

Status checkGpuKernel(const fb::Kernel &kernel, const fb::Plan &plan) {
  std::string label = quote(kernel.label()->string_view());
  if (!kernel.launch())
    return makeError(StatusCode::badInput,
                     "kernel {} does not say how it is launched", label);
  Status status = checkLaunch(*kernel.launch(), plan);
  if (status.ok())
    return status;
  return makeError(status.code(), "kernel {}: {}", label, status.message());
}

} // namespace mpcrt
