//===- CallerMemory.cpp - memory of the program's on the GPU --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CudaDevice.h"

#include "Error.h"

namespace mpcrt::cuda {

static DevicePointer toPointer(const void *data) {
  return reinterpret_cast<DevicePointer>(data);
}

void *CudaDevice::place(std::span<const std::byte> part) const {
  return reinterpret_cast<void *>(placeOf(part));
}

/// An address that is not the GPU's would be found by the copy, too, but then
/// the driver would be of no use any more.
Status CudaDevice::checkGpuMemory(const void *data) {
  if (Status status = enter(); !status.ok() || !driver.cuPointerGetAttribute)
    return status;
  unsigned type = 0;
  int index = 0;
  if (driver.cuPointerGetAttribute(&type, kPointerMemoryType,
                                   toPointer(data)) ||
      type == kMemoryOfHost ||
      driver.cuPointerGetAttribute(&index, kPointerDeviceIndex,
                                   toPointer(data)))
    return makeError(StatusCode::usage, "address {} is not in a GPU's memory",
                     data);
  if (index == chip.index)
    return {};
  return makeError(StatusCode::usage,
                   "address {} is in the memory of cuda:{}, but the session "
                   "runs on cuda:{}",
                   data, index, chip.index);
}

Status CudaDevice::copy(DevicePointer to, DevicePointer from, uint64_t bytes) {
  return driver.check(
      driver.cuMemcpyDtoDAsync_v2(to, from, bytes, stream.get()),
      "cannot copy on the GPU");
}

Status CudaDevice::fetchTo(std::span<const std::byte> part, void *to) {
  if (Status status = enter(); !status.ok())
    return status;
  Status status = copy(toPointer(to), placeOf(part), part.size());
  return keep(status.ok() ? finishQueue() : status);
}

Status CudaDevice::storeFrom(std::span<std::byte> part, const void *from) {
  if (Status status = enter(); !status.ok())
    return status;
  if (Status status = copy(placeOf(part), toPointer(from), part.size());
      !status.ok())
    return keep(status);
  // The session counts micro-batches by its own copy of scalars.
  bool isScalar = part.data() < scalars.data() + scalars.size();
  return isScalar ? fetch(part) : keep(finishQueue());
}

} // namespace mpcrt::cuda
