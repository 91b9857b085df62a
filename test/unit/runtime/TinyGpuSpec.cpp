//===- TinyGpuSpec.cpp - the tiny engine with text for GPUs ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EngineBuilder.h"

#include <fmt/format.h>

namespace mpcrt::test {

namespace {

constexpr int kThreads = 64;

/// A kernel whose thread `i` runs `body`.
std::string kernelText(const std::string &entry, const std::string &parameters,
                       int elements, const std::string &body) {
  return fmt::format(
      "#include \"mpc/ptx.cuh\"\n"
      "using namespace mpc;\n"
      "extern \"C\" __global__ void __launch_bounds__({}) {}({}) {{\n"
      "  int i = blockIndex(0) * {} + threadIndex();\n"
      "  if (i < {}) {{ {} }}\n}}\n",
      kThreads, entry, parameters, kThreads, elements, body);
}

std::string addText(const std::string &entry, int elements) {
  return kernelText(entry, "const float *a, const float *b, float *out",
                    elements, "store(out + i, load(a + i) + load(b + i));");
}

void addKernel(GpuPlanSpec &gpu, const std::string &entry, int elements,
               const std::string &text) {
  GpuKernelSpec kernel;
  kernel.entry = entry;
  kernel.grid[0] = (elements + kThreads - 1) / kThreads;
  kernel.block = kThreads;
  kernel.module = static_cast<int32_t>(gpu.modules.size());
  gpu.kernels.push_back(kernel);
  gpu.modules.push_back({kernel.module});
  gpu.sources.push_back({entry, text});
}

} // namespace

EngineSpec tinyGpuSpec() {
  EngineSpec spec = tinySpec();
  GpuPlanSpec &gpu = spec.gpu;
  gpu.target = "cuda:sm_80";
  addKernel(gpu, "add_3", 3, addText("add_3", 3));
  addKernel(
      gpu, "fill", 512,
      kernelText("fill", "const int64 *seed, float *out", 512,
                 "storeShared((float *)sharedMemory() + threadIndex(), "
                 "float(load(seed) + i)); store(out + i, "
                 "loadShared((float *)sharedMemory() + threadIndex()));"));
  // More than a kernel may have without asking for it.
  gpu.kernels.back().shared = 64 << 10;
  addKernel(gpu, "update", 512,
            kernelText("update",
                       "const float *params, const float *gradients, "
                       "const float *lr, float *out",
                       512,
                       "store(out + i, load(params + i) - "
                       "load(gradients + i) * load(lr));"));
  addKernel(gpu, "count", 1,
            kernelText("count", "const int64 *from, int64 *to", 1,
                       "store(to, load(from) + 1);"));
  // Two semaphores, which are zero and stay so, and 8 bytes of workspace.
  addKernel(gpu, "add_1", 1,
            kernelText("add_1",
                       "const float *a, const float *b, float *out, "
                       "uint32 *semaphores, char *workspace",
                       1,
                       "store((float *)workspace + 1, load(a) + load(b)); "
                       "store(out, load((float *)workspace + 1) + "
                       "float(load(semaphores + 1)));"));
  gpu.kernels.back().semaphores = 2;
  gpu.kernels.back().workspace = 8;
  addKernel(gpu, "add_64", 64, addText("add_64", 64));
  return spec;
}

} // namespace mpcrt::test
