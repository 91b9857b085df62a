//===- OpenDevice.cpp - the device that a session asks for ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OpenDevice.h"

#include "Error.h"
#include "HostDevice.h"

#include "cuda/CudaDevice.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace mpcrt {

namespace {

/// The number of "cuda" or "cuda:1".
std::optional<int> parseCuda(std::string_view device) {
  if (device == "cuda")
    return 0;
  if (!device.starts_with("cuda:"))
    return std::nullopt;
  const char *begin = device.data() + 5, *end = device.data() + device.size();
  int index = -1;
  auto [stop, error] = std::from_chars(begin, end, index);
  if (error != std::errc() || stop != end || index < 0)
    return std::nullopt;
  return index;
}

bool hasCudaPlan(const Engine &engine) {
  return std::ranges::any_of(engine.targets(), [](const std::string &target) {
    return target.starts_with(cuda::kTargetPrefix);
  });
}

Status unknownDevice(const std::string &device) {
  return makeError(StatusCode::usage,
                   "a device is auto, host, cuda or cuda:N, but got {}",
                   quote(device));
}

/// The GPU that the user asked for by its name.
Expected<cuda::Chip> findNamed(const std::string &device) {
  std::optional<int> index = parseCuda(device);
  if (!index)
    return unknownDevice(device);
  Expected<cuda::Chip> chip = cuda::findChip(*index);
  if (chip)
    return chip;
  return makeError(chip.error().code(),
                   "{}. Use --device=host to train on the CPU",
                   chip.error().message());
}

} // namespace

Expected<std::string> findTarget(const std::string &device) {
  if (device == "host")
    return std::string("host");
  bool isAuto = device == "auto";
  Expected<cuda::Chip> chip = isAuto ? cuda::findChip(0) : findNamed(device);
  std::string target = chip ? cuda::bestTarget(*chip) : "";
  if (!target.empty())
    return target;
  if (isAuto)
    return std::string("host");
  return chip ? makeError(StatusCode::device,
                          "mpc's code needs sm_80 or later, but {} is older",
                          chip->describe())
              : chip.error();
}

Expected<std::unique_ptr<Device>>
openDevice(std::shared_ptr<const Engine> engine, const StateTable &states,
           const SessionOptions &options, std::vector<std::string> &notes) {
  auto openHost = [&] { return HostDevice::create(engine, states, options); };
  auto openCuda = [&](const cuda::Chip &chip) {
    return cuda::CudaDevice::create(engine, states, chip, options.threads,
                                    notes);
  };
  if (options.device == "host")
    return openHost();
  if (options.device != "auto") {
    Expected<cuda::Chip> chip = findNamed(options.device);
    return chip ? openCuda(*chip) : chip.error();
  }
  if (!hasCudaPlan(*engine))
    return openHost();
  // What is said of a GPU counts only if nothing else can run the engine.
  Expected<cuda::Chip> chip = cuda::findChip(0);
  Expected<std::unique_ptr<Device>> device =
      chip ? openCuda(*chip) : Expected<std::unique_ptr<Device>>(chip.error());
  if (device || !engine->plan("host"))
    return device;
  notes.push_back(device.error().message());
  return openHost();
}

} // namespace mpcrt
