//===- Settings.cpp - what the environment asks of the device -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Settings.h"

#include <algorithm>
#include <cstdlib>

namespace emulator {

static std::string text(const char *name) {
  const char *value = std::getenv(name);
  return value ? value : "";
}

static void readNumber(const char *name, auto &number) {
  if (std::string value = text(name); !value.empty())
    number = std::strtoull(value.c_str(), nullptr, 10);
}

static Settings readSettings() {
  Settings result;
  readNumber("MPC_EMULATOR_ARCH", result.arch);
  readNumber("MPC_EMULATOR_SEED", result.seed);
  readNumber("MPC_EMULATOR_MEMORY", result.memory);
  readNumber("MPC_EMULATOR_COUNT", result.counts);
  result.counters = text("MPC_EMULATOR_COUNTERS");
  result.counts |= !result.counters.empty();
  result.report = text("MPC_EMULATOR_REPORT");
  result.fault = text("MPC_EMULATOR_FAULT");
  return result;
}

const Settings &settings() {
  static const Settings result = readSettings();
  return result;
}

/// "cuMemAlloc" for "cuMemAlloc_v2".
static std::string_view withoutVersion(std::string_view name) {
  if (size_t at = name.rfind("_v"); at != name.npos && at + 3 == name.size())
    name.remove_suffix(3);
  return name;
}

/// MPC_EMULATOR_FAULT is "<entry>:<call>:<error>[,…]"; call 0 stands for all.
int getFault(std::string_view name, uint64_t count) {
  std::string_view rest = settings().fault;
  while (!rest.empty()) {
    std::string fault(rest.substr(0, rest.find(',')));
    rest.remove_prefix(std::min(rest.size(), fault.size() + 1));
    size_t first = fault.find(':'), second = fault.rfind(':');
    if (first == second ||
        withoutVersion(fault.substr(0, first)) != withoutVersion(name))
      continue;
    uint64_t call = std::strtoull(&fault[first + 1], nullptr, 10);
    if (call == 0 || call == count)
      return std::atoi(&fault[second + 1]);
  }
  return 0;
}

} // namespace emulator
