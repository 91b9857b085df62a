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

} // namespace

Expected<std::unique_ptr<Device>>
openDevice(std::shared_ptr<const Engine> engine, const StateTable &states,
           const SessionOptions &options, std::vector<std::string> &notes) {
  auto openCuda =
      [&](const cuda::Chip &chip) -> Expected<std::unique_ptr<Device>> {
    return cuda::openCudaDevice(engine, states, chip, options.threads, notes);
  };
  auto openHost = [&] {
    return HostDevice::create(engine, states, options.threads);
  };
  if (options.device == "host")
    return openHost();
  if (options.device != "auto") {
    std::optional<int> index = parseCuda(options.device);
    if (!index)
      return makeError(StatusCode::usage,
                       "a device is auto, host, cuda or cuda:N, but got {}",
                       quote(options.device));
    Expected<cuda::Chip> chip = cuda::findChip(*index);
    if (!chip)
      return chip.error();
    return openCuda(*chip);
  }
  if (!hasCudaPlan(*engine))
    return openHost();
  // What is said of a GPU counts only if nothing else can run the engine.
  Expected<cuda::Chip> chip = cuda::findChip(0);
  Status status =
      chip ? cuda::checkPlans(*engine, *chip) : Status(chip.error());
  if (status.ok())
    return openCuda(*chip);
  if (!engine->plan("host"))
    return status;
  notes.push_back(status.message());
  return openHost();
}

} // namespace mpcrt
