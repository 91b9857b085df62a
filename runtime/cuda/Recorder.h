//===- Recorder.h - functions of a plan as work of a stream ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_CUDA_RECORDER_H
#define MPCRT_RUNTIME_CUDA_RECORDER_H

#include "Kernels.h"

#include <functional>
#include <span>
#include <vector>

namespace mpcrt::cuda {

/// Where buffers lie in the device's memory, whatever call it is.
struct Addresses {
  std::vector<DevicePointer> states;
  DevicePointer temp = 0;
  DevicePointer constants = 0;
  DevicePointer semaphores = 0;
  DevicePointer workspace = 0;
};

/// Puts a launch into the stream.
using MakeLaunch = std::function<Status()>;

/// Makes a launch, perhaps several times, and looks at it. The pointers are its
/// buffers.
using WatchLaunch =
    std::function<Status(const fb::Launch &, const Kernel &,
                         std::span<const DevicePointer>, const MakeLaunch &)>;

/// Puts the nodes of functions into a stream, loops unrolled.
class Recorder {
public:
  /// `watch`, if there is one, makes the launches.
  Recorder(const Driver &driver, const Kernels &kernels,
           const Addresses &addresses, Stream stream, WatchLaunch watch = {})
      : driver(driver), kernels(kernels), addresses(addresses), stream(stream),
        watch(std::move(watch)) {}

  /// `inputs` and `outputs` are those of `function`, by index.
  Status record(const fb::Function &function,
                std::span<const DevicePointer> inputs,
                std::span<const DevicePointer> outputs);

private:
  using Nodes = flatbuffers::Vector<flatbuffers::Offset<fb::Node>>;

  Status clear(const fb::Buffer &buffer);
  Status recordNodes(const Nodes &nodes);
  Status recordLoop(const fb::Loop &loop);
  Status recordLaunch(const fb::Launch &launch);
  DevicePointer addressOf(const fb::Buffer &buffer) const;

  const Driver &driver;
  const Kernels &kernels;
  const Addresses &addresses;
  Stream stream;
  WatchLaunch watch;
  std::span<const DevicePointer> inputs, outputs;
  std::vector<int64_t> loopIndices; ///< outermost first
  int64_t launches = 0;
};

} // namespace mpcrt::cuda

#endif // MPCRT_RUNTIME_CUDA_RECORDER_H
