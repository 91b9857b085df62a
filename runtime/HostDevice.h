//===- HostDevice.h - runs functions of an engine on the CPU --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_HOSTDEVICE_H
#define MPCRT_RUNTIME_HOSTDEVICE_H

#include "HostCode.h"
#include "Memory.h"
#include "ThreadPool.h"

#include <memory>
#include <vector>

namespace mpcrt {

/// Base addresses of a call, by index, each aligned to kBufferAlignment. Those
/// of empty tensors may be null.
struct CallMemory {
  std::vector<std::byte *> states;
  std::vector<std::byte *> inputs;
  std::vector<std::byte *> outputs;
};

class HostDevice {
public:
  /// `threads` as for resolveThreads.
  static Expected<std::unique_ptr<HostDevice>>
  create(std::shared_ptr<const Engine> engine, int threads);

  int threads() const { return pool->threads(); }

  /// Bytes of temporary and scratch memory.
  uint64_t memoryBytes() const { return temp.size() + scratch.size(); }

  /// Runs the nodes of `function` to their end.
  void execute(const fb::Function &function, const CallMemory &memory);

private:
  using Nodes = flatbuffers::Vector<flatbuffers::Offset<fb::Node>>;

  HostDevice() = default;
  void executeNodes(const Nodes &nodes, const CallMemory &memory);
  void launch(const fb::Launch &launch, const CallMemory &memory);
  std::byte *address(const fb::Buffer &buffer, const CallMemory &memory) const;

  std::shared_ptr<const Engine> engine;
  const fb::Plan *plan = nullptr;
  std::byte *constants = nullptr;
  HostCode code;
  std::unique_ptr<ThreadPool> pool;
  Memory temp;
  Memory scratch;
  uint64_t scratchPerThread = 0;
  std::vector<int64_t> loopIndices; ///< of the running loops, outermost first
  std::vector<void *> operands;
};

} // namespace mpcrt

#endif // MPCRT_RUNTIME_HOSTDEVICE_H
