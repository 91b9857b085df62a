//===- Driver.h - the CUDA driver, opened at run time ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is used of the driver's interface, declared here: neither the build nor
// a machine without a GPU needs anything of CUDA.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_CUDA_DRIVER_H
#define MPCRT_RUNTIME_CUDA_DRIVER_H

#include "mpcrt/Status.h"

#include <cstddef>
#include <memory>
#include <string>

namespace mpcrt::cuda {

using Result = int;
using DeviceIndex = int;
using DevicePointer = unsigned long long;
using Context = struct ContextObject *;
using Stream = struct StreamObject *;
using Event = struct EventObject *;
using Module = struct ModuleObject *;
using Function = struct FunctionObject *;
using Graph = struct GraphObject *;
using GraphExec = struct GraphExecObject *;

/// Values of the driver's enumerations.
enum : int {
  kEventDefault = 0,
  kEventDisableTiming = 2,
  kStreamNonBlocking = 1,
  kCaptureThreadLocal = 1,
  kComputeCapabilityMajor = 75,
  kComputeCapabilityMinor = 76,
  kMaxSharedBytesOptIn = 97,
  kFunctionLocalBytes = 3,
  kFunctionRegisters = 4,
  kFunctionMaxDynamicSharedBytes = 8,
  kPointerMemoryType = 2,
  kPointerDeviceIndex = 9,
  kMemoryOfHost = 1,
};

/// Every call that runs an engine: name and parameters. All return a Result.
#define MPCRT_CUDA_CALLS(CALL)                                                 \
  CALL(cuGetErrorName, (Result, const char **))                                \
  CALL(cuGetErrorString, (Result, const char **))                              \
  CALL(cuInit, (unsigned))                                                     \
  CALL(cuDriverGetVersion, (int *))                                            \
  CALL(cuDeviceGetCount, (int *))                                              \
  CALL(cuDeviceGet, (DeviceIndex *, int))                                      \
  CALL(cuDeviceGetName, (char *, int, DeviceIndex))                            \
  CALL(cuDeviceGetAttribute, (int *, int, DeviceIndex))                        \
  CALL(cuDevicePrimaryCtxRetain, (Context *, DeviceIndex))                     \
  CALL(cuDevicePrimaryCtxRelease_v2, (DeviceIndex))                            \
  CALL(cuCtxSetCurrent, (Context))                                             \
  CALL(cuStreamCreate, (Stream *, unsigned))                                   \
  CALL(cuStreamDestroy_v2, (Stream))                                           \
  CALL(cuStreamSynchronize, (Stream))                                          \
  CALL(cuStreamWaitEvent, (Stream, Event, unsigned))                           \
  CALL(cuStreamBeginCapture_v2, (Stream, int))                                 \
  CALL(cuStreamEndCapture, (Stream, Graph *))                                  \
  CALL(cuGraphInstantiateWithFlags, (GraphExec *, Graph, unsigned long long))  \
  CALL(cuGraphLaunch, (GraphExec, Stream))                                     \
  CALL(cuGraphExecDestroy, (GraphExec))                                        \
  CALL(cuGraphDestroy, (Graph))                                                \
  CALL(cuEventCreate, (Event *, unsigned))                                     \
  CALL(cuEventRecord, (Event, Stream))                                         \
  CALL(cuEventSynchronize, (Event))                                            \
  CALL(cuEventDestroy_v2, (Event))                                             \
  CALL(cuMemAlloc_v2, (DevicePointer *, size_t))                               \
  CALL(cuMemFree_v2, (DevicePointer))                                          \
  CALL(cuMemHostAlloc, (void **, size_t, unsigned))                            \
  CALL(cuMemFreeHost, (void *))                                                \
  CALL(cuMemcpyHtoDAsync_v2, (DevicePointer, const void *, size_t, Stream))    \
  CALL(cuMemcpyDtoHAsync_v2, (void *, DevicePointer, size_t, Stream))          \
  CALL(cuMemcpyDtoDAsync_v2, (DevicePointer, DevicePointer, size_t, Stream))   \
  CALL(cuMemsetD8Async, (DevicePointer, unsigned char, size_t, Stream))        \
  CALL(cuModuleLoadDataEx, (Module *, const void *, unsigned, int *, void **)) \
  CALL(cuModuleUnload, (Module))                                               \
  CALL(cuModuleGetFunction, (Function *, Module, const char *))                \
  CALL(cuFuncSetAttribute, (Function, int, int))                               \
  CALL(cuLaunchKernel,                                                         \
       (Function, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned,  \
        unsigned, Stream, void **, void **))

/// What profiles and checks ask for beside them; a library may lack it. The
/// last one is no call of NVIDIA's: a stand-in for a GPU that counts what
/// kernels do offers it, and gives what was counted since it was called before,
/// as a JSON object.
#define MPCRT_CUDA_OPTIONAL_CALLS(CALL)                                        \
  CALL(Result, cuFuncGetAttribute, (int *, int, Function))                     \
  CALL(Result, cuEventElapsedTime, (float *, Event, Event))                    \
  CALL(Result, cuPointerGetAttribute, (void *, int, DevicePointer))            \
  CALL(const char *, mpcLaunchCounters, ())

/// The calls, under their names.
struct Driver {
#define MPCRT_CUDA_MEMBER(NAME, PARAMETERS) Result(*NAME) PARAMETERS = nullptr;
  MPCRT_CUDA_CALLS(MPCRT_CUDA_MEMBER)
#undef MPCRT_CUDA_MEMBER
#define MPCRT_CUDA_MEMBER(RESULT, NAME, PARAMETERS)                            \
  RESULT(*NAME) PARAMETERS = nullptr;
  MPCRT_CUDA_OPTIONAL_CALLS(MPCRT_CUDA_MEMBER)
#undef MPCRT_CUDA_MEMBER

  /// The oldest driver that has all of them: CUDA 11.4.
  static constexpr int kOldestVersion = 11040;

  /// Opens the library that MPC_LIBCUDA names, else libcuda.so.1, and
  /// initialises it. It is never closed: a driver leaves threads behind.
  static Expected<std::shared_ptr<const Driver>> open();

  /// "CUDA_ERROR_OUT_OF_MEMORY (out of memory)"
  std::string describe(Result result) const;

  /// A failure unless `result` is success; `what` was tried: "cannot …".
  Status check(Result result, const std::string &what) const;
};

} // namespace mpcrt::cuda

#endif // MPCRT_RUNTIME_CUDA_DRIVER_H
