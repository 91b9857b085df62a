//===- CudaDevice.cpp - runs functions of an engine on a GPU --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CudaDevice.h"

#include "Error.h"
#include "LaunchMeter.h"

#include <algorithm>

namespace mpcrt::cuda {

//===----------------------------------------------------------------------===//
// Opening and closing
//===----------------------------------------------------------------------===//

Expected<std::unique_ptr<Device>>
CudaDevice::create(std::shared_ptr<const Engine> engine,
                   const StateTable &states, const Chip &chip, int threads,
                   std::vector<std::string> &notes) {
  Expected<PlanChoice> choice = choosePlan(*engine, chip);
  if (!choice)
    return choice.error();
  std::string name = engine->name();
  std::unique_ptr<CudaDevice> device(
      new CudaDevice(std::move(engine), states, chip));
  device->choice = std::move(*choice);
  if (Status status = device->open(threads, notes); !status.ok())
    return prefixed(name, status);
  device->setAddresses(states);
  return std::unique_ptr<Device>(std::move(device));
}

Status CudaDevice::open(int threads, std::vector<std::string> &notes) {
  if (Status status = enterContext(); !status.ok())
    return status;
  if (Status status = createStreams(); !status.ok())
    return status;
  auto loaded = Kernels::load(*engine, choice, chip, threads, notes);
  if (!loaded)
    return loaded.error();
  kernels = std::move(*loaded);
  if (Status status = allocateMemory(); !status.ok())
    return status;
  return fillMemory();
}

Status CudaDevice::createStreams() {
  for (StreamHandle *made : {&stream, &uploads}) {
    *made = StreamHandle(driver);
    if (Result result = driver.cuStreamCreate(made->out(), kStreamNonBlocking))
      return driver.check(result, "cannot create a stream");
  }
  return {};
}

Status CudaDevice::enterContext() {
  Result result =
      driver.cuDevicePrimaryCtxRetain(&context.context, chip.device);
  if (result == 0) {
    context.driver = &driver;
    context.device = chip.device;
    result = driver.cuCtxSetCurrent(context.context);
  }
  return driver.check(result, "cannot use " + chip.describe());
}

CudaDevice::PrimaryContext::~PrimaryContext() {
  if (driver)
    driver->cuDevicePrimaryCtxRelease_v2(device);
}

CudaDevice::~CudaDevice() {
  if (!context.driver)
    return;
  driver.cuCtxSetCurrent(context.context);
  // What is under way still writes to memory that goes now.
  for (Stream used : {uploads.get(), stream.get()})
    if (used)
      driver.cuStreamSynchronize(used);
}

uint64_t CudaDevice::resultBytes() const {
  uint64_t most = 0;
  std::vector<const fb::Function *> step;
  for (const fb::Function *function : *choice.plan->functions()) {
    std::string_view name = function->name()->string_view();
    if (name == "train" || name == "update")
      step.push_back(function);
    most = std::max(most,
                    CallLayout({&function, 1}, scalars.size()).results.bytes);
  }
  return std::max(most, CallLayout(step, scalars.size()).results.bytes);
}

Status CudaDevice::allocateMemory() {
  struct Need {
    DeviceMemory &memory;
    uint64_t bytes;
    const char *purpose;
  };
  for (const Need &need :
       {Need{states, mirror.size(), "the states"},
        Need{temp, uint64_t(choice.plan->temp_bytes()), "temporary values"},
        Need{constants, engine->section("constants").size(), "the constants"},
        Need{results, resultBytes(), "outputs"},
        Need{semaphores, kernels.semaphoreBytes(), "semaphores"},
        Need{workspace, kernels.workspaceBytes(), "the kernels' workspace"}}) {
    auto memory = DeviceMemory::allocate(driver, need.bytes, need.purpose);
    if (!memory)
      return memory.error();
    need.memory = std::move(*memory);
  }
  return {};
}

/// All states but scalars and counters start as zeros, as on the host. So does
/// what lies between results, since it is copied with them.
Status CudaDevice::fillMemory() {
  for (const DeviceMemory *zeroed : {&states, &semaphores, &results})
    if (zeroed->size())
      if (Status status =
              driver.check(driver.cuMemsetD8Async(zeroed->get(), 0,
                                                  zeroed->size(), stream.get()),
                           "cannot clear the GPU's memory");
          !status.ok())
        return status;
  if (Status status = upload(states.get(), scalars); !status.ok())
    return status;
  if (Status status = upload(constants.get(), engine->section("constants"));
      !status.ok())
    return status;
  return finishQueue();
}

void CudaDevice::setAddresses(const StateTable &table) {
  for (std::byte *base : table.addresses())
    addresses.states.push_back(states.get() + (base - mirror.data()));
  addresses.temp = temp.get();
  addresses.constants = constants.get();
  addresses.semaphores = semaphores.get();
  addresses.workspace = workspace.get();
}

uint64_t CudaDevice::memoryBytes() const {
  uint64_t bytes = 0;
  for (const DeviceMemory *memory :
       {&states, &temp, &constants, &results, &semaphores, &workspace})
    bytes += memory->size();
  for (const auto &call : calls)
    bytes += call->memoryBytes();
  return bytes;
}

//===----------------------------------------------------------------------===//
// Contents
//===----------------------------------------------------------------------===//

/// Makes the context current, which the caller may have changed since.
Status CudaDevice::enter() {
  if (!broken.ok())
    return broken;
  return keep(driver.check(driver.cuCtxSetCurrent(context.context),
                           "cannot use " + chip.model));
}

/// Remembers a failure: the driver's are for good, and nothing that follows
/// may be taken for a result.
Status CudaDevice::keep(const Status &status) {
  if (broken.ok())
    broken = status;
  return status;
}

DevicePointer CudaDevice::placeOf(std::span<const std::byte> part) const {
  return states.get() + (part.data() - mirror.data());
}

Status CudaDevice::upload(DevicePointer to, std::span<const std::byte> from) {
  if (from.empty())
    return {};
  return driver.check(
      driver.cuMemcpyHtoDAsync_v2(to, from.data(), from.size(), stream.get()),
      "cannot copy to the GPU");
}

Status CudaDevice::finishQueue() {
  return driver.check(driver.cuStreamSynchronize(stream.get()),
                      "work of the GPU failed");
}

Status CudaDevice::fetch(std::span<std::byte> part) {
  if (Status status = enter(); !status.ok() || part.empty())
    return status;
  Result result = driver.cuMemcpyDtoHAsync_v2(part.data(), placeOf(part),
                                              part.size(), stream.get());
  if (result)
    return keep(driver.check(result, "cannot copy from the GPU"));
  return keep(finishQueue());
}

Status CudaDevice::store(std::span<const std::byte> part) {
  if (Status status = enter(); !status.ok())
    return status;
  if (Status status = upload(placeOf(part), part); !status.ok())
    return keep(status);
  return keep(finishQueue());
}

Status CudaDevice::wait() {
  Status status = enter();
  return status.ok() ? keep(finishQueue()) : status;
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

CallSurroundings CudaDevice::surroundings() const {
  return {driver,        kernels,       addresses,    stream.get(),
          uploads.get(), results.get(), states.get(), scalars.size()};
}

Status CudaDevice::addCall(Functions functions) {
  auto call = GraphCall::create(functions, surroundings());
  if (!call)
    return keep(call.error());
  calls.push_back(std::move(*call));
  return {};
}

Expected<int> CudaDevice::begin(Functions functions,
                                std::span<const Binding> bindings) {
  auto isFree = [&](const std::unique_ptr<GraphCall> &call) {
    return !call->isUnderWay() && call->isOf(functions);
  };
  auto call = std::ranges::find_if(calls, isFree);
  if (call == calls.end()) {
    if (Status status = addCall(functions); !status.ok())
      return status;
    call = calls.end() - 1;
  }
  Status status = (*call)->start(bindings, surroundings());
  if (!status.ok())
    return keep(status);
  return static_cast<int>(call - calls.begin());
}

Expected<int> CudaDevice::start(Functions functions,
                                std::span<const Binding> bindings) {
  if (Status status = enter(); !status.ok())
    return status;
  // All at once, so that nothing is allocated from the second step on.
  auto isSame = [&](const auto &call) { return call->isOf(functions); };
  for (auto have = std::ranges::count_if(calls, isSame); have < pipelineDepth();
       ++have)
    if (Status status = addCall(functions); !status.ok())
      return status;
  return begin(functions, bindings);
}

Expected<std::span<const std::byte>> CudaDevice::finish(int call) {
  if (Status status = enter(); !status.ok())
    return status;
  if (Status status = calls[call]->finish(surroundings()); !status.ok())
    return keep(status);
  return calls[call]->results();
}

Status CudaDevice::run(Functions functions, std::span<const Binding> bindings) {
  if (Status status = enter(); !status.ok())
    return status;
  Expected<int> call = begin(functions, bindings);
  if (!call)
    return call.error();
  auto results = finish(*call);
  if (!results)
    return results.error();
  calls[*call]->copyOutputs(bindings);
  return {};
}

Status CudaDevice::showResults(const fb::Launch &launch, const Kernel &kernel,
                               std::span<const DevicePointer> pointers,
                               const WatchResults &watch) {
  size_t count = launch.results() ? launch.results()->size() : 0;
  std::vector<std::vector<std::byte>> copies;
  for (size_t i = pointers.size() - count; i < pointers.size(); ++i) {
    std::vector<std::byte> &copy =
        copies.emplace_back(launch.buffers()->Get(i)->bytes());
    if (copy.empty())
      continue;
    if (Result result = driver.cuMemcpyDtoHAsync_v2(copy.data(), pointers[i],
                                                    copy.size(), stream.get()))
      return driver.check(result, "cannot copy from the GPU");
  }
  if (Status status = finishQueue(); !status.ok())
    return status;
  std::vector<std::span<const std::byte>> results(copies.begin(), copies.end());
  watch(launch, *kernel.kernel, results);
  return {};
}

Status CudaDevice::watch(Functions functions, std::span<const Binding> bindings,
                         const WatchResults &watch) {
  if (Status status = enter(); !status.ok())
    return status;
  auto call = GraphCall::create(functions, surroundings());
  if (!call)
    return keep(call.error());
  return keep((*call)->runWatched(
      bindings, surroundings(),
      [&](const fb::Launch &launch, const Kernel &kernel,
          std::span<const DevicePointer> pointers, const MakeLaunch &make) {
        Status status = make();
        return status.ok() ? showResults(launch, kernel, pointers, watch)
                           : status;
      }));
}

Expected<std::vector<LaunchProfile>>
CudaDevice::profile(Functions functions, std::span<const Binding> bindings,
                    int rounds) {
  if (Status status = enter(); !status.ok())
    return status;
  auto call = GraphCall::create(functions, surroundings());
  if (!call)
    return keep(call.error());
  LaunchMeter meter(driver, stream.get(), rounds);
  Status status = (*call)->runWatched(
      bindings, surroundings(),
      [&](const fb::Launch &launch, const Kernel &kernel,
          std::span<const DevicePointer>, const MakeLaunch &make) {
        return meter.measure(launch, kernel, make);
      });
  if (!status.ok())
    return keep(status);
  return meter.take();
}

} // namespace mpcrt::cuda
