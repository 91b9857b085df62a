//===- Settings.cpp - what the environment asks of the device -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Settings.h"

#include <algorithm>
#include <cstdlib>
#include <map>

namespace emulator {

static void assign(auto &number, const std::string &value) {
  number = std::strtoull(value.c_str(), nullptr, 10);
}
static void assign(std::string &text, const std::string &value) {
  text = value;
}

/// Calls `body` with the name of each setting, and with the setting.
static void forEach(Settings &all, auto body) {
  body("MPC_EMULATOR_ARCH", all.arch);
  body("MPC_EMULATOR_SEED", all.seed);
  body("MPC_EMULATOR_MEMORY", all.memory);
  body("MPC_EMULATOR_COUNT", all.counts);
  body("MPC_EMULATOR_RACES", all.races);
  body("MPC_EMULATOR_COUNTERS", all.counters);
  body("MPC_EMULATOR_REPORT", all.report);
  body("MPC_EMULATOR_FAULT", all.fault);
}

static Settings readSettings() {
  Settings result;
  forEach(result, [](const char *name, auto &setting) {
    if (const char *value = std::getenv(name); value && *value)
      assign(setting, value);
  });
  result.counts |= !result.counters.empty();
  return result;
}

static Settings &ownSettings() {
  static Settings result = readSettings();
  return result;
}

const Settings &settings() { return ownSettings(); }

Random &hostRandom() {
  static Random random(settings().seed);
  return random;
}

/// Calls of entry points, by name: faults are told by their number.
static std::map<std::string, uint64_t, std::less<>> &callNumbers() {
  static std::map<std::string, uint64_t, std::less<>> numbers;
  return numbers;
}

/// "cuMemAlloc" for "cuMemAlloc_v2".
static std::string_view withoutVersion(std::string_view name) {
  if (size_t at = name.rfind("_v"); at != name.npos && at + 3 == name.size())
    name.remove_suffix(3);
  return name;
}

/// MPC_EMULATOR_FAULT is "<entry>:<call>:<error>[,…]"; call 0 stands for all.
int getFault(std::string_view name) {
  if (settings().fault.empty())
    return 0;
  uint64_t count = ++callNumbers()[std::string(withoutVersion(name))];
  std::string_view rest = settings().fault;
  while (!rest.empty()) {
    std::string fault(rest.substr(0, rest.find(',')));
    rest.remove_prefix(std::min(rest.size(), fault.size() + 1));
    size_t first = fault.find(':'), second = fault.rfind(':');
    if (first == second || withoutVersion(std::string_view(fault).substr(
                               0, first)) != withoutVersion(name))
      continue;
    uint64_t call = std::strtoull(&fault[first + 1], nullptr, 10);
    if (call == 0 || call == count)
      return std::atoi(&fault[second + 1]);
  }
  return 0;
}

} // namespace emulator

using namespace emulator;

/// For programs that use the device several times: changes what a variable of
/// the environment has set. Calls are counted anew when faults are.
extern "C" __attribute__((visibility("default"))) void
mpcEmulatorSet(const char *name, const char *value) {
  forEach(ownSettings(), [&](std::string_view known, auto &setting) {
    if (known == name)
      assign(setting, value);
  });
  if (std::string_view(name) == "MPC_EMULATOR_SEED")
    hostRandom() = Random(settings().seed);
  if (std::string_view(name) == "MPC_EMULATOR_FAULT")
    callNumbers().clear();
}
