//===- GraphCall.cpp - a call of functions as one CUDA graph --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "GraphCall.h"

#include "CheckEngine.h"
#include "Memory.h"

#include <algorithm>
#include <cstring>

namespace mpcrt::cuda {

CallLayout::CallLayout(Functions functions, uint64_t scalarBytes)
    : results(functions, scalarBytes) {
  for (const fb::Function *function : functions)
    for (const fb::Tensor *tensor : *function->inputs()) {
      inputs.push_back(inputBytes);
      inputBytes +=
          alignUp(*countBytes(tensor->dtype(), toSpan(tensor->shape())),
                  kBufferAlignment);
    }
}

Expected<std::unique_ptr<GraphCall>>
GraphCall::create(Functions functions, const CallSurroundings &around) {
  std::unique_ptr<GraphCall> call(new GraphCall(functions, around));
  if (Status status = call->prepare(around); !status.ok())
    return status;
  return call;
}

bool GraphCall::isOf(Functions other) const {
  return std::ranges::equal(functions, other);
}

Status GraphCall::prepare(const CallSurroundings &around) {
  const Driver &driver = around.driver;
  auto pinned =
      PinnedMemory::allocate(driver, layout.bytes(), "inputs and outputs");
  if (!pinned)
    return pinned.error();
  memory = std::move(*pinned);
  auto device = DeviceMemory::allocate(driver, layout.inputBytes, "inputs");
  if (!device)
    return device.error();
  inputs = std::move(*device);
  if (Status status = createEvents(driver); !status.ok())
    return status;
  GraphHandle captured(driver);
  if (Status status = capture(around, captured); !status.ok())
    return status;
  graph = GraphExecHandle(driver);
  return driver.check(
      driver.cuGraphInstantiateWithFlags(graph.out(), captured.get(), 0),
      "cannot make the graph of a call");
}

Status GraphCall::createEvents(const Driver &driver) {
  for (EventHandle *event : {&uploaded, &done}) {
    *event = EventHandle(driver);
    if (Result result = driver.cuEventCreate(event->out(), kEventDisableTiming))
      return driver.check(result, "cannot create an event");
  }
  return {};
}

Status GraphCall::capture(const CallSurroundings &around,
                          GraphHandle &captured) {
  const Driver &driver = around.driver;
  if (Status status = driver.check(
          driver.cuStreamBeginCapture_v2(around.stream, kCaptureThreadLocal),
          "cannot record a call");
      !status.ok())
    return status;
  Status recorded = record(around);
  // Also after a failure, or the stream could not be used any more.
  Status ended =
      driver.check(driver.cuStreamEndCapture(around.stream, captured.out()),
                   "cannot record a call");
  return recorded.ok() ? ended : recorded;
}

Status GraphCall::record(const CallSurroundings &around) {
  const Driver &driver = around.driver;
  if (Status status = recordFunctions(around); !status.ok())
    return status;
  std::byte *results = memory.data() + layout.inputBytes;
  // Outputs follow the scalars, which come from the states themselves.
  uint64_t start = alignUp(around.scalarBytes, kBufferAlignment);
  Result result = 0;
  if (uint64_t bytes = layout.results.bytes - start)
    result = driver.cuMemcpyDtoHAsync_v2(
        results + start, around.results + start, bytes, around.stream);
  if (result == 0 && around.scalarBytes)
    result = driver.cuMemcpyDtoHAsync_v2(results, around.scalars,
                                         around.scalarBytes, around.stream);
  return driver.check(result, "cannot copy the results from the GPU");
}

/// True if an input is in the GPU's memory already.
static bool hasGpuInputs(std::span<const Binding> bindings) {
  return std::ranges::any_of(bindings, [](const Binding &binding) {
    return std::ranges::any_of(
        binding.getInputs(),
        [](const Binding::Slot &slot) { return slot.place == Place::gpu; });
  });
}

Status GraphCall::upload(std::span<const Binding> bindings,
                         const CallSurroundings &around, Stream stream) {
  if (layout.inputBytes == 0)
    return {};
  if (hasGpuInputs(bindings))
    return uploadEach(bindings, around, stream);
  return around.driver.check(
      around.driver.cuMemcpyHtoDAsync_v2(inputs.get(), memory.data(),
                                         layout.inputBytes, stream),
      "cannot copy the inputs to the GPU");
}

/// One by one, wherever they are.
Status GraphCall::uploadEach(std::span<const Binding> bindings,
                             const CallSurroundings &around, Stream stream) {
  const Driver &driver = around.driver;
  const uint64_t *offset = layout.inputs.data();
  Result result = 0;
  for (const Binding &binding : bindings)
    for (const Binding::Slot &slot : binding.getInputs()) {
      uint64_t at = *offset++;
      if (result || !slot.bytes)
        continue;
      auto there = reinterpret_cast<DevicePointer>(slot.data);
      result = slot.place == Place::gpu
                   ? driver.cuMemcpyDtoDAsync_v2(inputs.get() + at, there,
                                                 slot.bytes, stream)
                   : driver.cuMemcpyHtoDAsync_v2(inputs.get() + at,
                                                 memory.data() + at, slot.bytes,
                                                 stream);
    }
  return driver.check(result, "cannot copy the inputs");
}

Status GraphCall::recordFunctions(const CallSurroundings &around,
                                  const WatchLaunch &watch) {
  std::vector<DevicePointer> sources, outputs;
  for (uint64_t offset : layout.inputs)
    sources.push_back(inputs.get() + offset);
  for (uint64_t offset : layout.results.outputs)
    outputs.push_back(around.results + offset);
  Recorder recorder(around.driver, around.kernels, around.addresses,
                    around.stream, watch);
  std::span<const DevicePointer> in = sources, out = outputs;
  for (const fb::Function *function : functions) {
    uint32_t inCount = function->inputs()->size();
    uint32_t outCount = function->outputs()->size();
    if (Status status =
            recorder.record(*function, in.first(inCount), out.first(outCount));
        !status.ok())
      return status;
    in = in.subspan(inCount);
    out = out.subspan(outCount);
  }
  return {};
}

void GraphCall::takeInputs(std::span<const Binding> bindings) {
  const uint64_t *offset = layout.inputs.data();
  for (const Binding &binding : bindings)
    for (const Binding::Slot &slot : binding.getInputs()) {
      if (slot.bytes && slot.place == Place::host)
        std::memcpy(memory.data() + *offset, slot.data, slot.bytes);
      ++offset;
    }
}

Status GraphCall::start(std::span<const Binding> bindings,
                        const CallSurroundings &around) {
  takeInputs(bindings);
  const Driver &driver = around.driver;
  // Whoever ran this call before has waited for its end: the inputs are free.
  // Those on the GPU come from work that may have been ordered before `stream`.
  Stream uploads = hasGpuInputs(bindings) ? around.stream : around.uploads;
  if (Status status = upload(bindings, around, uploads); !status.ok())
    return status;
  Result result = driver.cuEventRecord(uploaded.get(), uploads);
  if (result == 0)
    result = driver.cuStreamWaitEvent(around.stream, uploaded.get(), 0);
  if (result == 0)
    result = driver.cuGraphLaunch(graph.get(), around.stream);
  if (result)
    return driver.check(result, "cannot start a call");
  underWay = true;
  return driver.check(driver.cuEventRecord(done.get(), around.stream),
                      "cannot record an event");
}

Status GraphCall::finish(const CallSurroundings &around) {
  underWay = false;
  return around.driver.check(around.driver.cuEventSynchronize(done.get()),
                             "a call failed on the GPU");
}

Status GraphCall::runWatched(std::span<const Binding> bindings,
                             const CallSurroundings &around,
                             const WatchLaunch &watch) {
  takeInputs(bindings);
  if (Status status = upload(bindings, around, around.stream); !status.ok())
    return status;
  if (Status status = recordFunctions(around, watch); !status.ok())
    return status;
  return around.driver.check(around.driver.cuStreamSynchronize(around.stream),
                             "a call failed on the GPU");
}

std::span<const std::byte> GraphCall::results() const {
  return {memory.data() + layout.inputBytes, layout.results.bytes};
}

void GraphCall::copyOutputs(std::span<const Binding> bindings) const {
  const uint64_t *offset = layout.results.outputs.data();
  for (const Binding &binding : bindings)
    for (const Binding::Slot &slot : binding.getOutputs()) {
      if (slot.bytes && slot.data)
        std::memcpy(slot.data, results().data() + *offset, slot.bytes);
      ++offset;
    }
}

} // namespace mpcrt::cuda
