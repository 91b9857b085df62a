//===- DriverMemory.cpp - libcuda: memory and copies ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver.h"

#include "GlobalMemory.h"
#include "Report.h"

#include <cstdlib>
#include <cstring>

using namespace emulator;

using Address = unsigned long long;

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

EMULATOR_ENTRY CUresult cuMemAlloc_v2(Address *address, size_t size) {
  return enter("cuMemAlloc_v2", Needs::context, [&]() -> int {
    if (!address || size == 0)
      return kInvalidValue;
    if (driver().queues.isCapturing())
      return kCaptureUnsupported;
    *address = globalMemory().allocate(size);
    return *address ? kSuccess : kOutOfMemory;
  });
}

EMULATOR_ENTRY CUresult cuMemFree_v2(Address address) {
  return enter("cuMemFree_v2", Needs::context, [&]() -> int {
    if (!address)
      return kSuccess;
    if (driver().queues.isCapturing())
      return kCaptureUnsupported;
    ++driver().counters.waits;
    if (int error = driver().queues.finishAll())
      return error;
    return globalMemory().release(address) ? kSuccess : kInvalidValue;
  });
}

EMULATOR_ENTRY CUresult cuMemGetInfo_v2(size_t *free, size_t *total) {
  return enter("cuMemGetInfo_v2", Needs::context, [&]() -> int {
    *total = settings().memory;
    *free = settings().memory - globalMemory().getUsed();
    return kSuccess;
  });
}

EMULATOR_ENTRY CUresult cuMemHostAlloc(void **memory, size_t size,
                                       unsigned flags) {
  return enter("cuMemHostAlloc", Needs::context, [&]() -> int {
    if (!memory || size == 0)
      return kInvalidValue;
    *memory = std::aligned_alloc(4096, (size + 4095) / 4096 * 4096);
    if (!*memory)
      return kOutOfMemory;
    std::memset(*memory, 0xff, size);
    driver().pinned[static_cast<char *>(*memory)] = size;
    return kSuccess;
  });
}

EMULATOR_ENTRY CUresult cuMemFreeHost(void *memory) {
  return enter("cuMemFreeHost", Needs::context, [&]() -> int {
    ++driver().counters.waits;
    if (int error = driver().queues.finishAll())
      return error;
    if (!driver().pinned.erase(static_cast<char *>(memory)))
      return kInvalidValue;
    std::free(memory);
    return kSuccess;
  });
}

EMULATOR_ENTRY CUresult cuPointerGetAttribute(void *value, int attribute,
                                              Address address) {
  constexpr int kMemoryType = 2, kDeviceIndex = 9;
  constexpr unsigned kOfHost = 1, kOfDevice = 2;
  return enter("cuPointerGetAttribute", Needs::context, [&]() -> int {
    bool isDevice = globalMemory().find(address, 1);
    if (!isDevice && !driver().isPinned(reinterpret_cast<void *>(address)))
      return kInvalidValue;
    if (attribute == kMemoryType)
      *static_cast<unsigned *>(value) = isDevice ? kOfDevice : kOfHost;
    else if (attribute == kDeviceIndex)
      *static_cast<int *>(value) = 0;
    else
      return kInvalidValue;
    return kSuccess;
  });
}

//===----------------------------------------------------------------------===//
// Copies
//===----------------------------------------------------------------------===//

/// Enqueues `work`, and where the host must not go on before it is done, waits.
static int submit(Stream *stream, bool waits, Work work) {
  if (waits && stream->capture)
    return kCaptureUnsupported;
  if (int error = driver().queues.enqueue(stream, std::move(work)))
    return error;
  if (!waits)
    return kSuccess;
  ++driver().counters.waits;
  return driver().queues.finish(stream);
}

/// Finds device memory when work is done: it may have been freed since.
template <class Body>
static Work withMemory(Address at, size_t size, Body body) {
  return [=] {
    char *bytes = globalMemory().find(at, size);
    if (!bytes)
      return kIllegalAddress;
    body(bytes);
    return int{kSuccess};
  };
}

EMULATOR_ENTRY CUresult cuMemcpyHtoDAsync_v2(Address to, const void *from,
                                             size_t size, void *handle) {
  return enter("cuMemcpyHtoDAsync_v2", Needs::context, [&]() -> int {
    Stream *stream = driver().queues.find(handle);
    if (!stream)
      return kInvalidHandle;
    if (size == 0)
      return kSuccess;
    if (!globalMemory().find(to, size))
      return kInvalidValue;
    if (driver().isPinned(from))
      return submit(stream, false, withMemory(to, size, [=](char *bytes) {
                      std::memcpy(bytes, from, size);
                    }));
    // Memory that is not pinned is read before the call returns.
    if (stream->capture)
      return kCaptureUnsupported;
    std::string copy(static_cast<const char *>(from), size);
    return submit(stream, false, withMemory(to, size, [=](char *bytes) {
                    std::memcpy(bytes, copy.data(), size);
                  }));
  });
}

EMULATOR_ENTRY CUresult cuMemcpyDtoHAsync_v2(void *to, Address from,
                                             size_t size, void *handle) {
  return enter("cuMemcpyDtoHAsync_v2", Needs::context, [&]() -> int {
    Stream *stream = driver().queues.find(handle);
    if (!stream)
      return kInvalidHandle;
    if (size == 0)
      return kSuccess;
    if (!globalMemory().find(from, size))
      return kInvalidValue;
    return submit(stream, !driver().isPinned(to),
                  withMemory(from, size, [=](char *bytes) {
                    std::memcpy(to, bytes, size);
                  }));
  });
}

EMULATOR_ENTRY CUresult cuMemcpyDtoDAsync_v2(Address to, Address from,
                                             size_t size, void *handle) {
  return enter("cuMemcpyDtoDAsync_v2", Needs::context, [&]() -> int {
    Stream *stream = driver().queues.find(handle);
    if (!stream)
      return kInvalidHandle;
    if (size == 0)
      return kSuccess;
    if (!globalMemory().find(from, size) || !globalMemory().find(to, size))
      return kInvalidValue;
    return submit(stream, false, withMemory(from, size, [=](char *bytes) {
                    if (char *target = globalMemory().find(to, size))
                      std::memmove(target, bytes, size);
                  }));
  });
}

EMULATOR_ENTRY CUresult cuMemsetD8Async(Address to, unsigned char value,
                                        size_t size, void *handle) {
  return enter("cuMemsetD8Async", Needs::context, [&]() -> int {
    Stream *stream = driver().queues.find(handle);
    if (!stream)
      return kInvalidHandle;
    if (size == 0)
      return kSuccess;
    if (!globalMemory().find(to, size))
      return kInvalidValue;
    return submit(stream, false, withMemory(to, size, [=](char *bytes) {
                    std::memset(bytes, value, size);
                  }));
  });
}
