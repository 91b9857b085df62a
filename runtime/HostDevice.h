//===- HostDevice.h - runs functions of an engine on the CPU --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_HOSTDEVICE_H
#define MPCRT_RUNTIME_HOSTDEVICE_H

#include "Binding.h"
#include "Device.h"
#include "HostCode.h"
#include "Memory.h"
#include "StateTable.h"
#include "ThreadPool.h"

#include <memory>
#include <vector>

namespace mpcrt {

/// Runs on the session's own states, and as far as it can on the caller's
/// memory.
class HostDevice : public Device {
public:
  /// `threads` as for resolveThreads.
  static Expected<std::unique_ptr<Device>>
  create(std::shared_ptr<const Engine> engine, const StateTable &states,
         const SessionOptions &options);

  const fb::Plan *plan() const override { return hostPlan; }
  std::string name() const override { return "host"; }
  int threads() const override { return pool->threads(); }
  int pipelineDepth() const override { return 1; }
  uint64_t memoryBytes() const override;

  Status fetch(std::span<std::byte>) override { return broken; }
  Status store(std::span<const std::byte>) override { return broken; }
  std::optional<int> gpu() const override { return std::nullopt; }
  void *place(std::span<const std::byte> part) const override;
  Status checkGpuMemory(const void *data) override;
  Status fetchTo(std::span<const std::byte> part, void *to) override;
  Status storeFrom(std::span<std::byte> part, const void *from) override;
  Status wait() override { return broken; }
  void *cudaStream() const override { return nullptr; }
  Status run(Functions functions, std::span<const Binding> bindings) override;
  Expected<int> start(Functions functions,
                      std::span<const Binding> bindings) override;
  Expected<std::span<const std::byte>> finish(int call) override;
  Status watch(Functions functions, std::span<const Binding> bindings,
               const WatchResults &watch) override;
  Expected<std::vector<LaunchProfile>>
  profile(Functions functions, std::span<const Binding> bindings,
          int rounds) override;

private:
  /// Results of a call that has run and waits for finish().
  struct Results {
    Memory memory;
    uint64_t bytes = 0;
    bool isTaken = false;
  };

  Expected<int> takeResults(uint64_t bytes);
  Status growStaging(std::span<const Binding> bindings);
  /// Runs the nodes of `function` to their end.
  void execute(const fb::Function &function, const CallMemory &memory);

  using Nodes = flatbuffers::Vector<flatbuffers::Offset<fb::Node>>;

  HostDevice() = default;
  void executeNodes(const Nodes &nodes, const CallMemory &memory);
  void launch(const fb::Launch &launch, const CallMemory &memory);
  void showResults(const fb::Launch &launch) const;
  std::byte *address(const fb::Buffer &buffer, const CallMemory &memory) const;

  std::shared_ptr<const Engine> engine;
  const fb::Plan *hostPlan = nullptr;
  std::span<const std::byte> scalars;
  std::byte *constants = nullptr;
  HostCode code;
  std::unique_ptr<ThreadPool> pool;
  Status broken; ///< for good: threads of the program's did not do their work
  Memory temp;
  Memory scratch;
  Memory staging; ///< of inputs and outputs that are not aligned or not there
  CallMemory call;
  std::vector<Results> results;
  uint64_t scratchPerThread = 0;
  std::vector<int64_t> loopIndices; ///< of the running loops, outermost first
  std::vector<void *> operands;
  std::vector<LaunchProfile> *watched = nullptr; ///< where launches are told
  const WatchResults *resultWatch = nullptr; ///< who sees what launches store
};

} // namespace mpcrt

#endif // MPCRT_RUNTIME_HOSTDEVICE_H
