//===- Handles.h - what the driver gave and wants back --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Owners of the driver's objects. They give them back whatever has failed
// before; what the driver answers then is of no interest.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_CUDA_HANDLES_H
#define MPCRT_RUNTIME_CUDA_HANDLES_H

#include "Driver.h"

#include <cstdint>
#include <utility>

namespace mpcrt::cuda {

/// Owns a `T`, which the call `destroy` of the driver's table takes back.
template <typename T, Result (*Driver::*destroy)(T)>
class Handle {
public:
  Handle() = default;
  explicit Handle(const Driver &driver) : driver(&driver) {}
  Handle(Handle &&other) noexcept { *this = std::move(other); }
  Handle &operator=(Handle &&other) noexcept {
    std::swap(driver, other.driver);
    std::swap(value, other.value);
    return *this;
  }
  ~Handle() {
    if (value)
      (driver->*destroy)(value);
  }

  T get() const { return value; }

  /// Where a call of the driver puts the object.
  T *out() { return &value; }

private:
  const Driver *driver = nullptr;
  T value = T();
};

using StreamHandle = Handle<Stream, &Driver::cuStreamDestroy_v2>;
using EventHandle = Handle<Event, &Driver::cuEventDestroy_v2>;
using ModuleHandle = Handle<Module, &Driver::cuModuleUnload>;
using GraphHandle = Handle<Graph, &Driver::cuGraphDestroy>;
using GraphExecHandle = Handle<GraphExec, &Driver::cuGraphExecDestroy>;

/// Memory of the device.
class DeviceMemory {
public:
  DeviceMemory() = default;

  /// `purpose` names it if it cannot be had: "the states".
  static Expected<DeviceMemory> allocate(const Driver &driver, uint64_t bytes,
                                         const char *purpose);

  DevicePointer get() const { return handle.get(); }
  uint64_t size() const { return bytes; }

private:
  Handle<DevicePointer, &Driver::cuMemFree_v2> handle;
  uint64_t bytes = 0;
};

/// Memory of the host that the device reads and writes by itself.
class PinnedMemory {
public:
  PinnedMemory() = default;
  static Expected<PinnedMemory> allocate(const Driver &driver, uint64_t bytes,
                                         const char *purpose);

  std::byte *data() const { return static_cast<std::byte *>(handle.get()); }
  uint64_t size() const { return bytes; }

private:
  Handle<void *, &Driver::cuMemFreeHost> handle;
  uint64_t bytes = 0;
};

} // namespace mpcrt::cuda

#endif // MPCRT_RUNTIME_CUDA_HANDLES_H
