//===- LaunchMeter.cpp - what launches cost on a GPU ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LaunchMeter.h"

#include <algorithm>

namespace mpcrt::cuda {

namespace {

/// Launches between two events: one alone is shorter than events can tell.
constexpr int kLaunchesPerGraph = 20;

} // namespace

Status LaunchMeter::wait() {
  return driver.check(driver.cuStreamSynchronize(stream),
                      "a kernel failed on the GPU");
}

Status LaunchMeter::measure(const fb::Launch &launch, const Kernel &kernel,
                            const MakeLaunch &make) {
  LaunchProfile profile = {&launch, kernel.kernel};
  readAttributes(kernel, profile);
  Status status = driver.mpcLaunchCounters    ? count(make, profile)
                  : driver.cuEventElapsedTime ? time(make, profile)
                                              : make();
  profiles.push_back(std::move(profile));
  return status;
}

/// Zero registers are no answer: a stand-in has none.
void LaunchMeter::readAttributes(const Kernel &kernel,
                                 LaunchProfile &profile) const {
  int registers = 0, bytes = 0;
  if (!driver.cuFuncGetAttribute ||
      driver.cuFuncGetAttribute(&registers, kFunctionRegisters,
                                kernel.function) ||
      driver.cuFuncGetAttribute(&bytes, kFunctionLocalBytes, kernel.function) ||
      registers == 0)
    return;
  profile.registers = registers;
  profile.localBytes = bytes;
}

Status LaunchMeter::count(const MakeLaunch &make, LaunchProfile &profile) {
  driver.mpcLaunchCounters(); // what was before is of other launches
  Status status = make();
  if (status.ok())
    status = wait();
  if (status.ok())
    profile.counters = driver.mpcLaunchCounters();
  return status;
}

Status LaunchMeter::createEvents() {
  for (EventHandle *event : {&begin, &end}) {
    if (event->get())
      continue;
    *event = EventHandle(driver);
    if (Status status =
            driver.check(driver.cuEventCreate(event->out(), kEventDefault),
                         "cannot create an event");
        !status.ok())
      return status;
  }
  return {};
}

Status LaunchMeter::captureMany(const MakeLaunch &make,
                                GraphExecHandle &graph) {
  GraphHandle captured(driver);
  if (Status status = driver.check(
          driver.cuStreamBeginCapture_v2(stream, kCaptureThreadLocal),
          "cannot record launches");
      !status.ok())
    return status;
  Status made;
  for (int i = 0; i < kLaunchesPerGraph && made.ok(); ++i)
    made = make();
  // Also after a failure, or the stream could not be used any more.
  Status ended = driver.check(driver.cuStreamEndCapture(stream, captured.out()),
                              "cannot record launches");
  if (!made.ok() || !ended.ok())
    return made.ok() ? ended : made;
  graph = GraphExecHandle(driver);
  return driver.check(
      driver.cuGraphInstantiateWithFlags(graph.out(), captured.get(), 0),
      "cannot make a graph of launches");
}

/// Microseconds of one launch, as the mean over a graph of them.
Expected<double> LaunchMeter::timeOnce(const GraphExecHandle &graph) {
  float milliseconds = 0;
  Result result = driver.cuEventRecord(begin.get(), stream);
  if (result == 0)
    result = driver.cuGraphLaunch(graph.get(), stream);
  if (result == 0)
    result = driver.cuEventRecord(end.get(), stream);
  if (result == 0)
    result = driver.cuEventSynchronize(end.get());
  if (result == 0)
    result = driver.cuEventElapsedTime(&milliseconds, begin.get(), end.get());
  if (result)
    return driver.check(result, "cannot time a kernel");
  return milliseconds * 1e3 / kLaunchesPerGraph;
}

Status LaunchMeter::time(const MakeLaunch &make, LaunchProfile &profile) {
  if (Status status = createEvents(); !status.ok())
    return status;
  // What follows in the step finds what one launch leaves: most kernels leave
  // the same when they run again.
  if (Status status = make(); !status.ok())
    return status;
  GraphExecHandle graph;
  if (Status status = captureMany(make, graph); !status.ok())
    return status;
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    Expected<double> one = timeOnce(graph);
    if (!one)
      return one.error();
    times.push_back(*one);
  }
  std::ranges::sort(times);
  profile.microseconds = times[times.size() / 2];
  return {};
}

} // namespace mpcrt::cuda
