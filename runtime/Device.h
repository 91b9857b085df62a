//===- Device.h - where the functions of an engine run --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a session asks of the host and of a GPU. The session keeps all states in
// host memory (StateTable); a device with memory of its own has the states
// themselves, and the session's are a mirror, made current where it is needed.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_DEVICE_H
#define MPCRT_RUNTIME_DEVICE_H

#include "mpcrt/Profile.h"
#include "mpcrt/Status.h"
#include "mpcrt/engine_generated.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mpcrt {

class Binding;

/// What a launch has stored: one part of host memory per result. They are gone
/// when the call returns.
using WatchResults =
    std::function<void(const fb::Launch &, const fb::Kernel &,
                       std::span<const std::span<const std::byte>>)>;

/// Functions that run one after the other as one call.
using Functions = std::span<const fb::Function *const>;

class Device {
public:
  virtual ~Device() = default;

  /// The plan that runs; never null.
  virtual const fb::Plan *plan() const = 0;

  /// "host", "NVIDIA H100 (cuda:0, sm_90)"
  virtual std::string name() const = 0;

  virtual int threads() const = 0;

  /// Calls that should be under way for the device never to wait.
  virtual int pipelineDepth() const = 0;

  /// Bytes of its memory, without the session's states.
  virtual uint64_t memoryBytes() const = 0;

  /// Makes a part of the session's states what the device's are.
  virtual Status fetch(std::span<std::byte> part) = 0;

  /// Makes the device's states what that part of the session's is.
  virtual Status store(std::span<const std::byte> part) = 0;

  /// Number of the GPU that it is; nothing for the host.
  virtual std::optional<int> gpu() const = 0;

  /// Where it has that part of the states: in its own memory.
  virtual void *place(std::span<const std::byte> part) const = 0;

  /// A failure unless `data` is in the memory of its GPU.
  virtual Status checkGpuMemory(const void *data) = 0;

  /// As fetch() and store(), but straight from the device's states to the GPU's
  /// memory at `to`, or from there. Only for what checkGpuMemory() accepts.
  virtual Status fetchTo(std::span<const std::byte> part, void *to) = 0;
  virtual Status storeFrom(std::span<std::byte> part, const void *from) = 0;

  /// Waits for all that was started.
  virtual Status wait() = 0;

  /// The CUDA stream that it works in; null for the host.
  virtual void *cudaStream() const = 0;

  /// Runs `functions` to their end; results go to the caller's memory.
  virtual Status run(Functions functions,
                     std::span<const Binding> bindings) = 0;

  /// Starts `functions`, whose inputs may change when this returns; the number
  /// is for finish(). The outputs of `bindings` are not looked at.
  virtual Expected<int> start(Functions functions,
                              std::span<const Binding> bindings) = 0;

  /// Waits for the end of that call. Its results are laid out as ResultLayout
  /// says; they stay valid until the next start().
  virtual Expected<std::span<const std::byte>> finish(int call) = 0;

  /// Runs `functions` and shows what each launch stores.
  virtual Status watch(Functions functions, std::span<const Binding> bindings,
                       const WatchResults &watch) = 0;

  /// Runs `functions` and measures each launch, `rounds` times where the device
  /// has times. What the states are afterwards is of no use.
  virtual Expected<std::vector<LaunchProfile>>
  profile(Functions functions, std::span<const Binding> bindings,
          int rounds) = 0;
};

/// The results of a call that was started: first the scalars and counters as
/// the call left them, laid out as in the states, then its outputs.
struct ResultLayout {
  ResultLayout(Functions functions, uint64_t scalarBytes);

  std::vector<uint64_t> outputs; ///< offsets, one function after the other
  uint64_t bytes = 0;
};

} // namespace mpcrt

#endif // MPCRT_RUNTIME_DEVICE_H
