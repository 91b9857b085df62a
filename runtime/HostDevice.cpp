//===- HostDevice.cpp - runs functions of an engine on the CPU ------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HostDevice.h"

#include "Error.h"

#include <algorithm>
#include <chrono>
#include <cstring>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace mpcrt {

namespace {

/// Kernels run with the default rounding and with denormals, whatever the
/// caller's thread is set to: bits must not depend on who calls.
class DefaultFloatMode {
public:
#if defined(__x86_64__)
  DefaultFloatMode() : before(_mm_getcsr()) {
    if (before != kDefault)
      _mm_setcsr(kDefault);
  }
  ~DefaultFloatMode() {
    if (before != kDefault)
      _mm_setcsr(before);
  }

private:
  static constexpr unsigned kDefault = 0x1f80;
  unsigned before;
#endif
};

} // namespace

Expected<std::unique_ptr<Device>>
HostDevice::create(std::shared_ptr<const Engine> engine,
                   const StateTable &states, const SessionOptions &options) {
  std::unique_ptr<HostDevice> device(new HostDevice());
  Expected<HostCode> code = HostCode::load(*engine);
  if (!code)
    return code.error();
  device->code = std::move(*code);
  device->hostPlan = engine->plan("host");
  device->call.states = states.addresses();
  device->scalars = states.scalars();
  // Kernels take one kind of pointer; the mapping itself is read-only.
  device->constants =
      const_cast<std::byte *>(engine->section("constants").data());

  Expected<int> count = resolveThreads(options.threads);
  if (!count)
    return count.error();
  Expected<std::unique_ptr<ThreadPool>> pool =
      ThreadPool::create(*count, options.parallelFor);
  if (!pool)
    return pool.error();
  device->pool = std::move(*pool);

  uint64_t scratchBytes = 0;
  for (const fb::Kernel *kernel : *device->hostPlan->kernels())
    scratchBytes = std::max<uint64_t>(scratchBytes, kernel->scratch_bytes());
  // Whole pages, so that no two threads share one.
  device->scratchPerThread = alignUp(scratchBytes, 4096);
  Expected<Memory> temp =
      Memory::allocate(device->hostPlan->temp_bytes(), "temporary values");
  if (!temp)
    return prefixed(engine->name(), temp.error());
  Expected<Memory> scratch =
      Memory::allocate(device->scratchPerThread * *count, "scratch memory");
  if (!scratch)
    return prefixed(engine->name(), scratch.error());
  device->temp = std::move(*temp);
  device->scratch = std::move(*scratch);
  device->engine = std::move(engine);
  return std::unique_ptr<Device>(std::move(device));
}

uint64_t HostDevice::memoryBytes() const {
  uint64_t bytes = temp.size() + scratch.size() + staging.size();
  for (const Results &one : results)
    bytes += one.memory.size();
  return bytes;
}

void *HostDevice::place(std::span<const std::byte> part) const {
  return const_cast<std::byte *>(part.data());
}

Status HostDevice::checkGpuMemory(const void *) {
  return makeError(
      StatusCode::usage,
      "memory of a GPU is given, but the session runs on the host");
}

Status HostDevice::fetchTo(std::span<const std::byte>, void *to) {
  return checkGpuMemory(to);
}

Status HostDevice::storeFrom(std::span<std::byte>, const void *from) {
  return checkGpuMemory(from);
}

Status HostDevice::growStaging(std::span<const Binding> bindings) {
  uint64_t bytes = 0;
  for (const Binding &binding : bindings)
    bytes = std::max(bytes, binding.stagingBytes());
  if (bytes <= staging.size())
    return {};
  Expected<Memory> grown = Memory::allocate(bytes, "inputs and outputs");
  if (!grown)
    return grown.error();
  staging = std::move(*grown);
  return {};
}

Status HostDevice::run(Functions functions, std::span<const Binding> bindings) {
  if (Status status = growStaging(bindings); !status.ok())
    return status;
  for (size_t i = 0; i < functions.size(); ++i) {
    bindings[i].prepare(staging.data(), call);
    execute(*functions[i], call);
    if (!broken.ok())
      break;
    bindings[i].finish();
  }
  return broken;
}

/// A free block of results of that size.
Expected<int> HostDevice::takeResults(uint64_t bytes) {
  auto free = std::ranges::find(results, false, &Results::isTaken);
  if (free == results.end())
    free = results.emplace(free);
  if (free->memory.size() < bytes) {
    Expected<Memory> memory = Memory::allocate(bytes, "results");
    if (!memory)
      return memory.error();
    free->memory = std::move(*memory);
  }
  free->bytes = bytes;
  free->isTaken = true;
  return static_cast<int>(free - results.begin());
}

Expected<int> HostDevice::start(Functions functions,
                                std::span<const Binding> bindings) {
  if (Status status = growStaging(bindings); !status.ok())
    return status;
  ResultLayout layout(functions, scalars.size());
  Expected<int> taken = takeResults(layout.bytes);
  if (!taken)
    return taken;
  std::byte *base = results[*taken].memory.data();
  const uint64_t *offset = layout.outputs.data();
  for (size_t i = 0; i < functions.size(); ++i) {
    bindings[i].prepare(staging.data(), call);
    for (std::byte *&output : call.outputs)
      output = base + *offset++;
    execute(*functions[i], call);
  }
  std::ranges::copy(scalars, base);
  if (!broken.ok())
    return broken;
  return taken;
}

Expected<std::span<const std::byte>> HostDevice::finish(int call) {
  Results &done = results[call];
  done.isTaken = false;
  return std::span<const std::byte>(done.memory.data(), done.bytes);
}

void HostDevice::execute(const fb::Function &function,
                         const CallMemory &memory) {
  if (const auto *cleared = function.cleared())
    for (const fb::Buffer *buffer : *cleared)
      if (buffer->bytes())
        std::memset(address(*buffer, memory), 0, buffer->bytes());
  executeNodes(*function.nodes(), memory);
}

void HostDevice::executeNodes(const Nodes &nodes, const CallMemory &memory) {
  for (const fb::Node *node : nodes) {
    if (const fb::Launch *call = node->node_as_Launch()) {
      launch(*call, memory);
      continue;
    }
    const fb::Loop &loop = *node->node_as_Loop();
    loopIndices.push_back(0);
    for (int64_t i = 0; i < loop.trip(); ++i) {
      loopIndices.back() = i;
      executeNodes(*loop.body(), memory);
    }
    loopIndices.pop_back();
  }
}

void HostDevice::launch(const fb::Launch &launch, const CallMemory &memory) {
  if (!broken.ok())
    return;
  operands.clear();
  for (const fb::Buffer *buffer : *launch.buffers())
    operands.push_back(address(*buffer, memory));
  HostKernel kernel = code.kernel(launch.kernel());
  const fb::Kernel *entry = hostPlan->kernels()->Get(launch.kernel());
  int64_t tasks = entry->tasks();
  using Clock = std::chrono::steady_clock;
  Clock::time_point start = watched ? Clock::now() : Clock::time_point();
  bool isDone = pool->run(tasks, [&](int thread, int64_t begin, int64_t end) {
    DefaultFloatMode mode;
    kernel(&kHostServices, operands.data(),
           scratch.data() + thread * scratchPerThread, begin, end);
  });
  if (!isDone)
    broken = makeError(StatusCode::usage,
                       "the program's threads did not do a part of the work: "
                       "its parallel_for failed; the session cannot go on");
  if (resultWatch)
    showResults(launch);
  if (!watched)
    return;
  std::chrono::duration<double, std::micro> took = Clock::now() - start;
  watched->push_back({&launch, entry, took.count()});
}

void HostDevice::showResults(const fb::Launch &launch) const {
  size_t count = launch.results() ? launch.results()->size() : 0;
  size_t first = operands.size() - count;
  std::vector<std::span<const std::byte>> results;
  for (size_t i = first; i < operands.size(); ++i)
    results.emplace_back(static_cast<const std::byte *>(operands[i]),
                         launch.buffers()->Get(i)->bytes());
  (*resultWatch)(launch, *hostPlan->kernels()->Get(launch.kernel()), results);
}

Status HostDevice::watch(Functions functions, std::span<const Binding> bindings,
                         const WatchResults &watch) {
  resultWatch = &watch;
  Status status = run(functions, bindings);
  resultWatch = nullptr;
  return status;
}

Expected<std::vector<LaunchProfile>>
HostDevice::profile(Functions functions, std::span<const Binding> bindings,
                    int rounds) {
  std::vector<std::vector<LaunchProfile>> all(rounds);
  Status status;
  for (std::vector<LaunchProfile> &round : all) {
    watched = &round;
    if (status = run(functions, bindings); !status.ok())
      break;
  }
  watched = nullptr;
  if (!status.ok())
    return status;
  std::vector<LaunchProfile> medians = all.front();
  std::vector<double> times(rounds);
  for (size_t i = 0; i < medians.size(); ++i) {
    for (int round = 0; round < rounds; ++round)
      times[round] = all[round][i].microseconds;
    std::ranges::sort(times);
    medians[i].microseconds = times[rounds / 2];
  }
  return medians;
}

std::byte *HostDevice::address(const fb::Buffer &buffer,
                               const CallMemory &memory) const {
  int64_t offset = buffer.offset();
  if (const auto *strides = buffer.strides())
    for (uint32_t i = 0; i < strides->size(); ++i)
      offset += strides->Get(i) * loopIndices[i];
  switch (buffer.space()) {
  case fb::Space::temp:
    return temp.data() + offset;
  case fb::Space::constants:
    return constants + offset;
  case fb::Space::state:
    return memory.states[buffer.index()] + offset;
  case fb::Space::input:
    return memory.inputs[buffer.index()] + offset;
  case fb::Space::output:
    return memory.outputs[buffer.index()] + offset;
  }
  return nullptr;
}

} // namespace mpcrt
