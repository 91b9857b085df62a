//===- Recorder.cpp - functions of a plan as work of a stream -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Recorder.h"

#include "Error.h"

namespace mpcrt::cuda {

namespace {

/// Every launch is a node of the graph, those of a loop for each iteration.
constexpr int64_t kMostLaunches = int64_t(1) << 20;

} // namespace

Status Recorder::record(const fb::Function &function,
                        std::span<const DevicePointer> callInputs,
                        std::span<const DevicePointer> callOutputs) {
  inputs = callInputs;
  outputs = callOutputs;
  launches = 0;
  if (const auto *cleared = function.cleared())
    for (const fb::Buffer *buffer : *cleared)
      if (Status status = clear(*buffer); !status.ok())
        return status;
  return recordNodes(*function.nodes());
}

Status Recorder::clear(const fb::Buffer &buffer) {
  if (buffer.bytes() == 0)
    return {};
  return driver.check(
      driver.cuMemsetD8Async(addressOf(buffer), 0, buffer.bytes(), stream),
      "cannot clear a buffer");
}

Status Recorder::recordNodes(const Nodes &nodes) {
  for (const fb::Node *node : nodes) {
    const fb::Launch *launch = node->node_as_Launch();
    Status status =
        launch ? recordLaunch(*launch) : recordLoop(*node->node_as_Loop());
    if (!status.ok())
      return status;
  }
  return {};
}

Status Recorder::recordLoop(const fb::Loop &loop) {
  if (loop.body()->size() == 0)
    return {};
  Status status;
  loopIndices.push_back(0);
  for (int64_t i = 0; i < loop.trip() && status.ok(); ++i) {
    loopIndices.back() = i;
    status = recordNodes(*loop.body());
  }
  loopIndices.pop_back();
  return status;
}

Status Recorder::recordLaunch(const fb::Launch &launch) {
  const Kernel &kernel = kernels[launch.kernel()];
  std::string_view label = kernel.kernel->label()->string_view();
  if (++launches > kMostLaunches)
    return makeError(StatusCode::device,
                     "a function has more than {} launches, loops unrolled",
                     kMostLaunches);
  std::vector<DevicePointer> pointers;
  for (const fb::Buffer *buffer : *launch.buffers())
    pointers.push_back(addressOf(*buffer));
  if (kernel.launch->semaphores() || kernel.launch->workspace_bytes()) {
    pointers.push_back(addresses.semaphores);
    pointers.push_back(addresses.workspace);
  }
  std::vector<void *> parameters;
  for (DevicePointer &pointer : pointers)
    parameters.push_back(&pointer);
  const auto &grid = *kernel.launch->grid();
  auto make = [&]() -> Status {
    Result result = driver.cuLaunchKernel(
        kernel.function, grid[0], grid[1], grid[2], kernel.launch->block(), 1,
        1, kernel.launch->shared_bytes(), stream, parameters.data(), nullptr);
    if (result == 0)
      return {};
    return driver.check(result, "cannot launch kernel " + quote(label));
  };
  std::span<const DevicePointer> buffers(pointers.data(),
                                         launch.buffers()->size());
  return watch ? watch(launch, kernel, buffers, make) : make();
}

DevicePointer Recorder::addressOf(const fb::Buffer &buffer) const {
  int64_t offset = buffer.offset();
  if (const auto *strides = buffer.strides())
    for (uint32_t i = 0; i < strides->size(); ++i)
      offset += strides->Get(i) * loopIndices[i];
  switch (buffer.space()) {
  case fb::Space::temp:
    return addresses.temp + offset;
  case fb::Space::constants:
    return addresses.constants + offset;
  case fb::Space::state:
    return addresses.states[buffer.index()] + offset;
  case fb::Space::input:
    return inputs[buffer.index()] + offset;
  case fb::Space::output:
    return outputs[buffer.index()] + offset;
  }
  return 0;
}

} // namespace mpcrt::cuda
