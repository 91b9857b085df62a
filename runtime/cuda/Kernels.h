//===- Kernels.h - the kernels of a plan, loaded --------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_CUDA_KERNELS_H
#define MPCRT_RUNTIME_CUDA_KERNELS_H

#include "Chip.h"
#include "Handles.h"

#include <vector>

namespace mpcrt::cuda {

/// A kernel, and how it is launched.
struct Kernel {
  Function function = nullptr;
  const fb::GpuLaunch *launch = nullptr;
  const fb::Kernel *kernel = nullptr;
};

/// All kernels of a plan in the memory of the chip.
class Kernels {
public:
  /// Loads the plan's cubins, or what NVRTC makes of its text, or the PTX that
  /// comes with the text; `notes` are told of the latter two. The chip's
  /// context must be current.
  static Expected<Kernels> load(const Engine &engine, const PlanChoice &choice,
                                const Chip &chip, int threads,
                                std::vector<std::string> &notes);

  const Kernel &operator[](int32_t index) const { return kernels[index]; }

  /// The largest needs of one kernel.
  uint64_t semaphoreBytes() const;
  uint64_t workspaceBytes() const;

private:
  Status find(const fb::Kernel &kernel, const Chip &chip);

  std::vector<ModuleHandle> modules;
  std::vector<Kernel> kernels;
};

} // namespace mpcrt::cuda

#endif // MPCRT_RUNTIME_CUDA_KERNELS_H
