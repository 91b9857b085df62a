//===- Handles.cpp - what the driver gave and wants back ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Handles.h"

#include "Error.h"

namespace mpcrt::cuda {

Expected<DeviceMemory> DeviceMemory::allocate(const Driver &driver,
                                              uint64_t bytes,
                                              const char *purpose) {
  DeviceMemory memory;
  if (bytes == 0)
    return memory;
  memory.handle = Handle<DevicePointer, &Driver::cuMemFree_v2>(driver);
  Result result = driver.cuMemAlloc_v2(memory.handle.out(), bytes);
  if (result)
    return makeError(StatusCode::device,
                     "cannot allocate {} bytes of the GPU's memory for {}: {}",
                     bytes, purpose, driver.describe(result));
  memory.bytes = bytes;
  return memory;
}

Expected<PinnedMemory> PinnedMemory::allocate(const Driver &driver,
                                              uint64_t bytes,
                                              const char *purpose) {
  PinnedMemory memory;
  if (bytes == 0)
    return memory;
  memory.handle = Handle<void *, &Driver::cuMemFreeHost>(driver);
  Result result = driver.cuMemHostAlloc(memory.handle.out(), bytes, 0);
  if (result)
    return makeError(StatusCode::device,
                     "cannot allocate {} bytes of pinned memory for {}: {}",
                     bytes, purpose, driver.describe(result));
  memory.bytes = bytes;
  return memory;
}

} // namespace mpcrt::cuda
