//===- Chip.cpp - a GPU, and the plan that it can run ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Chip.h"

#include "Error.h"

#include "mpcrt/CudaCompiler.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <tuple>

namespace mpcrt::cuda {

std::string Chip::arch() const { return fmt::format("sm_{}{}", major, minor); }

std::string Chip::describe() const {
  return fmt::format("{} (cuda:{}, {})", model, index, arch());
}

namespace {

Expected<DeviceIndex> findDevice(const Driver &driver, int index) {
  int count = 0;
  Result result = driver.cuDeviceGetCount(&count);
  if (result)
    return driver.check(result, "no CUDA device: cannot count the devices");
  if (count == 0)
    return makeError(StatusCode::device,
                     "no CUDA device: the driver finds no GPU");
  if (index >= count)
    return makeError(StatusCode::device,
                     "no CUDA device {}: the driver finds {}, numbered from 0",
                     index, count);
  DeviceIndex device = 0;
  if (Status status = driver.check(driver.cuDeviceGet(&device, index),
                                   fmt::format("cannot use cuda:{}", index));
      !status.ok())
    return status;
  return device;
}

Status describeDevice(Chip &chip) {
  const Driver &driver = *chip.driver;
  char model[256] = "";
  Result result = driver.cuDeviceGetName(model, sizeof(model) - 1, chip.device);
  chip.model = model;
  for (auto [place, attribute] :
       {std::pair(&chip.major, kComputeCapabilityMajor),
        {&chip.minor, kComputeCapabilityMinor},
        {&chip.maxSharedBytes, kMaxSharedBytesOptIn}})
    if (result == 0)
      result = driver.cuDeviceGetAttribute(place, attribute, chip.device);
  return driver.check(result,
                      fmt::format("cannot ask what cuda:{} is", chip.index));
}

} // namespace

Expected<Chip> findChip(int index) {
  Expected<std::shared_ptr<const Driver>> driver = Driver::open();
  if (!driver)
    return driver.error();
  Chip chip;
  chip.driver = *driver;
  chip.index = index;
  Expected<DeviceIndex> device = findDevice(**driver, index);
  if (!device)
    return device.error();
  chip.device = *device;
  if (Status status = describeDevice(chip); !status.ok())
    return status;
  return chip;
}

namespace {

/// "sm_90a" taken apart.
struct Arch {
  int major = 0;
  int minor = 0;
  bool isSpecific = false; ///< its code runs on no other chip
};

std::optional<Arch> parseTarget(std::string_view target) {
  constexpr std::string_view prefix = "cuda:sm_";
  if (!target.starts_with(prefix))
    return std::nullopt;
  const char *begin = target.data() + prefix.size();
  const char *end = target.data() + target.size();
  int number = 0;
  auto [stop, error] = std::from_chars(begin, end, number);
  bool isSpecific = stop != end && (*stop == 'a' || *stop == 'f');
  if (error != std::errc() || stop + isSpecific != end || number < 10)
    return std::nullopt;
  return Arch{number / 10, number % 10, isSpecific};
}

/// How good the plan's code is for the chip; nothing if it does not run there.
std::optional<int> rateCode(const Arch &arch, const Chip &chip) {
  if (arch.major != chip.major || arch.minor > chip.minor)
    return std::nullopt;
  if (arch.isSpecific)
    return arch.minor == chip.minor ? std::optional(100) : std::nullopt;
  return arch.minor;
}

/// The same of the plan's text.
std::optional<int> rateText(const Arch &arch, const Chip &chip) {
  if (arch.isSpecific ||
      std::tie(arch.major, arch.minor) > std::tie(chip.major, chip.minor))
    return std::nullopt;
  return arch.major * 10 + arch.minor;
}

using Rate = std::optional<int> (*)(const Arch &, const Chip &);

PlanChoice chooseBy(Rate rate, const Engine &engine, const Chip &chip) {
  PlanChoice best;
  int bestRating = -1;
  for (const std::string &target : engine.targets()) {
    std::optional<Arch> arch = parseTarget(target);
    int rating = arch ? rate(*arch, chip).value_or(-1) : -1;
    if (rating <= bestRating)
      continue;
    bestRating = rating;
    best = {target, engine.plan(target),
            arch->isSpecific ? target.substr(kTargetPrefix.size())
                             : chip.arch()};
  }
  return best;
}

bool hasAllCode(const fb::Plan &plan) {
  return !plan.modules() ||
         std::ranges::all_of(*plan.modules(), [](const fb::Module *module) {
           return module->cubin_bytes() > 0;
         });
}

} // namespace

std::string bestTarget(const Chip &chip) {
  std::string best;
  for (Rate rate : {rateCode, rateText}) {
    int bestRating = -1;
    for (std::string_view name : cudaArchs()) {
      std::string target = std::string(kTargetPrefix).append(name);
      std::optional<Arch> arch = parseTarget(target);
      int rating = arch ? rate(*arch, chip).value_or(-1) : -1;
      if (rating <= bestRating)
        continue;
      bestRating = rating;
      best = target;
    }
    if (!best.empty())
      break;
  }
  return best;
}

Expected<PlanChoice> choosePlan(const Engine &engine, const Chip &chip) {
  PlanChoice choice = chooseBy(rateCode, engine, chip);
  if (choice.plan && hasAllCode(*choice.plan))
    choice.arch.clear();
  if (!choice.plan && engine.sources())
    choice = chooseBy(rateText, engine, chip);
  if (choice.plan)
    return choice;
  std::string advice =
      chip.major < 8 ? "mpc's code needs sm_80 or later"
                     : "compile it again with --target=" + bestTarget(chip);
  return makeError(StatusCode::device,
                   "{}: has no code for {} (it has: {}); {}", engine.name(),
                   chip.describe(), quoteList(engine.targets()), advice);
}

} // namespace mpcrt::cuda
