//===- CountersApi.cpp - counters for programs and files ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For programs that find these functions in the stand-in for libcuda, and for
// the file that is written when a program ends.
//
//===----------------------------------------------------------------------===//

#include "Counters.h"
#include "Driver.h"
#include "GlobalMemory.h"
#include "Report.h"

#include <algorithm>
#include <cstdio>

namespace emulator {

/// All numbers of the host's side, by their names.
static std::map<std::string, uint64_t> countHost() {
  const Driver &all = driver();
  Alive alive = all.countAlive();
  return {{"waits", all.counters.waits},
          {"leaks", all.counters.leaks},
          {"launchedKernels", all.counters.launchedKernels},
          {"liveMemory", alive.memory},
          {"livePinned", alive.pinned},
          {"liveModules", alive.modules},
          {"liveStreams", alive.streams},
          {"liveEvents", alive.events},
          {"liveGraphs", alive.graphs},
          {"liveBytes", globalMemory().getUsed()},
          {"mostBytes", globalMemory().getMostUsed()}};
}

template <class Map>
static std::string print(const Map &numbers) {
  std::string result;
  for (auto &[name, number] : numbers)
    result += format("%s\"%s\": %lu", result.empty() ? "" : ", ", name.c_str(),
                     number);
  return "{" + result + "}";
}

static std::map<std::string, uint64_t> list(const KernelCounters &counters) {
  return {
#define COUNTER(NAME) {#NAME, counters.NAME},
      EMULATOR_KERNEL_COUNTERS(COUNTER)
#undef COUNTER
  };
}

static std::string print() {
  std::string kernels;
  for (auto &[name, numbers] : counters().kernels)
    kernels += (kernels.empty() ? "\n  \"" : ",\n  \"") + name +
               "\": " + print(list(numbers));
  return "{\"host\": " + print(countHost()) +
         ",\n\"calls\": " + print(driver().counters.calls) +
         ",\n\"kernels\": {" + kernels + "}}\n";
}

void writeCounters() {
  if (settings().counters.empty())
    return;
  if (std::FILE *file = std::fopen(settings().counters.c_str(), "w")) {
    std::fputs(print().c_str(), file);
    std::fclose(file);
  }
}

template <class Map>
static uint64_t find(const Map &numbers, const char *name) {
  auto it = numbers.find(name);
  return it == numbers.end() ? 0 : it->second;
}

} // namespace emulator

using namespace emulator;

/// All counters as JSON; lives until the next call.
EMULATOR_ENTRY const char *mpcEmulatorCounters() {
  std::lock_guard lock(driver().mutex);
  static std::string text;
  text = print();
  return text.c_str();
}

/// One counter of a kernel, or for no kernel of the host's side, which may be
/// the name of an entry point, too.
EMULATOR_ENTRY uint64_t mpcEmulatorCounter(const char *kernel,
                                           const char *name) {
  std::lock_guard lock(driver().mutex);
  if (kernel) {
    auto it = counters().kernels.find(kernel);
    return it == counters().kernels.end() ? 0 : find(list(it->second), name);
  }
  auto host = countHost();
  return host.count(name) ? host[name] : find(driver().counters.calls, name);
}

/// Sets all of them to zero, but for what lives.
EMULATOR_ENTRY void mpcEmulatorResetCounters() {
  std::lock_guard lock(driver().mutex);
  counters().kernels.clear();
  driver().counters = {};
  globalMemory().resetMostUsed();
}

extern "C" void mpcEmulatorSet(const char *name, const char *value);

/// The counters of all launches since the call before, as JSON; lives until the
/// next call. From the first call on launches are counted.
EMULATOR_ENTRY const char *mpcLaunchCounters() {
  mpcEmulatorSet("MPC_EMULATOR_COUNT", "1");
  std::lock_guard lock(driver().mutex);
  static std::map<std::string, uint64_t> before;
  static std::string text;
  std::map<std::string, uint64_t> sums, since;
  for (auto &[kernel, numbers] : counters().kernels)
    for (auto &[name, number] : list(numbers))
      sums[name] += number;
  for (auto &[name, number] : sums)
    since[name] = number - std::min(number, find(before, name.c_str()));
  before = std::move(sums);
  text = print(since);
  return text.c_str();
}
