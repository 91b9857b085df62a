//===- Driver.cpp - libcuda: beginning, devices, contexts -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver.h"

#include "GlobalMemory.h"
#include "Report.h"
#include "Traps.h"

#include <cstdlib>
#include <cstring>

namespace emulator {

Driver &driver() {
  static Driver *driver = new Driver;
  return *driver;
}

bool Driver::isPinned(const void *at) const {
  auto *byte = const_cast<char *>(static_cast<const char *>(at));
  auto it = pinned.upper_bound(byte);
  return it != pinned.begin() && byte < (--it)->first + it->second;
}

Alive Driver::countAlive() const {
  return {globalMemory().countAllocations(),
          pinned.size(),
          modules.size(),
          queues.countStreams(),
          events.size(),
          graphs.size()};
}

/// The report has them, but nothing is printed: they are no error.
void Driver::reportLeaks() {
  Alive alive = countAlive();
  uint64_t count = alive.memory + alive.pinned + alive.modules + alive.streams +
                   alive.events + alive.graphs;
  if (count == 0)
    return;
  counters.leaks += count;
  writeReport(format("{\"leaks\": {\"memory\": %lu, \"pinned\": %lu, "
                     "\"modules\": %lu, \"streams\": %lu, \"events\": "
                     "%lu, \"graphs\": %lu}}",
                     alive.memory, alive.pinned, alive.modules, alive.streams,
                     alive.events, alive.graphs));
}

void Driver::reset() {
  queues.finishAll();
  reportLeaks();
  queues.clear();
  graphs.clear();
  events.clear();
  functions.clear();
  modules.clear();
  for (auto &[bytes, size] : pinned)
    std::free(bytes);
  pinned.clear();
  globalMemory().clear();
  error = kSuccess;
}

int admit(const char *name, Needs needs) {
  Driver &all = driver();
  ++all.counters.calls[name];
  if (int fault = getFault(name))
    return fault;
  if (needs == Needs::nothing)
    return kSuccess;
  if (!all.isInitialized)
    return kNotInitialized;
  if (needs == Needs::init)
    return kSuccess;
  return all.contexts ? all.error : kInvalidContext;
}

} // namespace emulator

using namespace emulator;

EMULATOR_ENTRY CUresult cuInit(unsigned flags) {
  return enter("cuInit", Needs::nothing, [&]() -> int {
    if (flags)
      return kInvalidValue;
    if (!globalMemory().isReady())
      return kOutOfMemory;
    catchTraps();
    if (!driver().isInitialized)
      std::atexit(writeCounters);
    driver().isInitialized = true;
    return kSuccess;
  });
}

EMULATOR_ENTRY CUresult cuDriverGetVersion(int *version) {
  return enter("cuDriverGetVersion", Needs::nothing, [&] {
    *version = 12080;
    return kSuccess;
  });
}

//===----------------------------------------------------------------------===//
// Devices
//===----------------------------------------------------------------------===//

EMULATOR_ENTRY CUresult cuDeviceGetCount(int *count) {
  return enter("cuDeviceGetCount", Needs::init, [&] {
    *count = 1;
    return kSuccess;
  });
}

EMULATOR_ENTRY CUresult cuDeviceGet(int *device, int ordinal) {
  return enter("cuDeviceGet", Needs::init, [&] {
    *device = 0;
    return ordinal == 0 ? kSuccess : kInvalidDevice;
  });
}

EMULATOR_ENTRY CUresult cuDeviceGetName(char *name, int size, int device) {
  return enter("cuDeviceGetName", Needs::init, [&]() -> int {
    if (device != 0 || size <= 0)
      return kInvalidDevice;
    std::string text = format("mpc emulated device (sm_%d)", settings().arch);
    std::strncpy(name, text.c_str(), size);
    name[size - 1] = 0;
    return kSuccess;
  });
}

EMULATOR_ENTRY CUresult cuDeviceTotalMem_v2(size_t *bytes, int device) {
  return enter("cuDeviceTotalMem_v2", Needs::init, [&] {
    *bytes = settings().memory;
    return device == 0 ? kSuccess : kInvalidDevice;
  });
}

/// Attributes that programs ask for, by the numbers of CUdevice_attribute.
static int getAttribute(int attribute) {
  switch (attribute) {
  case 1: // threads per block
  case 2: // by axis
  case 3:
    return 1024;
  case 4:
    return 64;
  case 5: // blocks of a grid by axis
    return 0x7fffffff;
  case 6:
  case 7:
    return 65535;
  case 8: // shared memory per block
    return 48 * 1024;
  case 10: // warp size
    return kWarpSize;
  case 12: // registers per block
    return 65536;
  case 16: // multiprocessors
    return settings().arch < 90 ? 108 : 132;
  case 38: // bytes of the second-level cache
    return 40 << 20;
  case 39: // threads per multiprocessor
    return 2048;
  case 41: // unified addressing
    return 1;
  case 75: // compute capability
    return settings().arch / 10;
  case 76:
    return settings().arch % 10;
  case 81: // shared memory per multiprocessor
    return settings().sharedPerBlock() + 1024;
  case 97: // shared memory per block if asked for
    return settings().sharedPerBlock();
  default:
    return 0;
  }
}

EMULATOR_ENTRY CUresult cuDeviceGetAttribute(int *value, int attribute,
                                             int device) {
  return enter("cuDeviceGetAttribute", Needs::init, [&] {
    *value = getAttribute(attribute);
    return device == 0 ? kSuccess : kInvalidDevice;
  });
}

//===----------------------------------------------------------------------===//
// Contexts
//===----------------------------------------------------------------------===//

EMULATOR_ENTRY CUresult cuDevicePrimaryCtxRetain(void **context, int device) {
  return enter("cuDevicePrimaryCtxRetain", Needs::init, [&]() -> int {
    if (device != 0)
      return kInvalidDevice;
    if (driver().error)
      return driver().error;
    ++driver().contexts;
    *context = &driver();
    return kSuccess;
  });
}

EMULATOR_ENTRY CUresult cuDevicePrimaryCtxRelease_v2(int device) {
  return enter("cuDevicePrimaryCtxRelease_v2", Needs::init, [&]() -> int {
    if (device != 0 || driver().contexts == 0)
      return kInvalidContext;
    if (--driver().contexts == 0)
      driver().reset();
    return kSuccess;
  });
}

EMULATOR_ENTRY CUresult cuCtxSetCurrent(void *context) {
  return enter("cuCtxSetCurrent", Needs::init, [&]() -> int {
    return !context || context == &driver() ? driver().error : kInvalidContext;
  });
}

EMULATOR_ENTRY CUresult cuCtxGetCurrent(void **context) {
  return enter("cuCtxGetCurrent", Needs::init, [&] {
    *context = driver().contexts ? &driver() : nullptr;
    return kSuccess;
  });
}

EMULATOR_ENTRY CUresult cuCtxSynchronize() {
  return enter("cuCtxSynchronize", Needs::context, [&]() -> int {
    ++driver().counters.waits;
    if (driver().queues.isCapturing())
      return kCaptureUnsupported;
    return driver().queues.finishAll();
  });
}
