//===- Chip.h - a GPU, and the plan that it can run -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_CUDA_CHIP_H
#define MPCRT_RUNTIME_CUDA_CHIP_H

#include "Driver.h"

#include "mpcrt/Engine.h"

namespace mpcrt::cuda {

/// Targets of plans for GPUs start with it: "cuda:sm_80".
inline constexpr std::string_view kTargetPrefix = "cuda:";

/// A GPU of this machine.
struct Chip {
  std::shared_ptr<const Driver> driver;
  DeviceIndex device = 0;
  int index = 0; ///< as in "cuda:0"
  std::string model;
  int major = 0;
  int minor = 0;
  int maxSharedBytes = 0; ///< that a block can have

  /// "sm_90"
  std::string arch() const;
  /// "NVIDIA H100 (cuda:0, sm_90)"
  std::string describe() const;
};

/// Starts the driver and looks at GPU `index`.
Expected<Chip> findChip(int index);

/// The target to compile for `chip`, "cuda:sm_90a": one whose code runs there,
/// else the one whose text is then compiled for it. "" if there is none.
std::string bestTarget(const Chip &chip);

/// The plan of an engine that a chip runs.
struct PlanChoice {
  std::string target;
  const fb::Plan *plan = nullptr;
  /// What its text is compiled for; empty if its cubins are for the chip.
  std::string arch;
};

/// The plan whose code fits `chip` best, else the best of those whose text can
/// be compiled for it.
Expected<PlanChoice> choosePlan(const Engine &engine, const Chip &chip);

} // namespace mpcrt::cuda

#endif // MPCRT_RUNTIME_CUDA_CHIP_H
