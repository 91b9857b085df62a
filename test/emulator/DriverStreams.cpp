//===- DriverStreams.cpp - libcuda: streams, events, graphs ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver.h"

#include <chrono>

using namespace emulator;

static Queues &queues() { return driver().queues; }

static bool isEvent(void *event) {
  return findOwner(driver().events, event) != driver().events.end();
}

//===----------------------------------------------------------------------===//
// Streams
//===----------------------------------------------------------------------===//

EMULATOR_ENTRY CUresult cuStreamCreate(void **stream, unsigned flags) {
  return enter("cuStreamCreate", Needs::context, [&]() -> int {
    if (flags > 1)
      return kInvalidValue;
    *stream = queues().create(flags == 0);
    return kSuccess;
  });
}

/// Runs `body` with the stream of a handle.
template <class Body>
static int withStream(const char *name, void *handle, Body body) {
  return enter(name, Needs::context, [&]() -> int {
    Stream *stream = queues().find(handle);
    return stream ? body(stream) : int{kInvalidHandle};
  });
}

EMULATOR_ENTRY CUresult cuStreamDestroy_v2(void *handle) {
  return withStream("cuStreamDestroy_v2", handle, [&](Stream *stream) {
    queues().destroy(stream);
    return driver().error;
  });
}

EMULATOR_ENTRY CUresult cuStreamSynchronize(void *handle) {
  return withStream("cuStreamSynchronize", handle, [&](Stream *stream) -> int {
    ++driver().counters.waits;
    return stream->capture ? int{kCaptureUnsupported} : queues().finish(stream);
  });
}

EMULATOR_ENTRY CUresult cuStreamQuery(void *handle) {
  return withStream("cuStreamQuery", handle, [&](Stream *stream) -> int {
    if (stream->capture)
      return kCaptureUnsupported;
    if (int error = queues().progress())
      return error;
    return stream->items.empty() ? kSuccess : kNotReady;
  });
}

EMULATOR_ENTRY CUresult cuStreamWaitEvent(void *handle, void *event,
                                          unsigned flags) {
  return withStream("cuStreamWaitEvent", handle, [&](Stream *stream) -> int {
    if (!isEvent(event))
      return kInvalidHandle;
    return queues().wait(stream, static_cast<Event *>(event));
  });
}

//===----------------------------------------------------------------------===//
// Events
//===----------------------------------------------------------------------===//

/// Runs `body` with the event of a handle.
template <class Body>
static int withEvent(const char *name, void *handle, Body body) {
  return enter(name, Needs::context, [&]() -> int {
    return isEvent(handle) ? body(static_cast<Event *>(handle))
                           : int{kInvalidHandle};
  });
}

EMULATOR_ENTRY CUresult cuEventCreate(void **event, unsigned flags) {
  return enter("cuEventCreate", Needs::context, [&] {
    *event = driver().events.insert(std::make_unique<Event>()).first->get();
    return kSuccess;
  });
}

EMULATOR_ENTRY CUresult cuEventDestroy_v2(void *handle) {
  return withEvent("cuEventDestroy_v2", handle, [&](Event *event) {
    driver().events.erase(findOwner(driver().events, event));
    return kSuccess;
  });
}

EMULATOR_ENTRY CUresult cuEventRecord(void *handle, void *streamHandle) {
  return withEvent("cuEventRecord", handle, [&](Event *event) -> int {
    Stream *stream = queues().find(streamHandle);
    if (!stream)
      return kInvalidHandle;
    auto now = std::chrono::steady_clock::now().time_since_epoch();
    event->nanoseconds = std::chrono::nanoseconds(now).count();
    return queues().record(event, stream);
  });
}

EMULATOR_ENTRY CUresult cuEventSynchronize(void *handle) {
  return withEvent("cuEventSynchronize", handle, [&](Event *event) -> int {
    ++driver().counters.waits;
    return event->capture ? int{kCaptureUnsupported}
                          : queues().finish(event->mark);
  });
}

EMULATOR_ENTRY CUresult cuEventQuery(void *handle) {
  return withEvent("cuEventQuery", handle, [&](Event *event) -> int {
    if (event->capture)
      return kCaptureUnsupported;
    if (int error = queues().progress())
      return error;
    return queues().isDone(event->mark) ? kSuccess : kNotReady;
  });
}

/// Times are those of the host: nothing about a device can be learnt from them.
EMULATOR_ENTRY CUresult cuEventElapsedTime(float *milliseconds, void *first,
                                           void *second) {
  return withEvent("cuEventElapsedTime", first, [&](Event *begin) -> int {
    if (!isEvent(second))
      return kInvalidHandle;
    auto *end = static_cast<Event *>(second);
    if (!queues().isDone(begin->mark) || !queues().isDone(end->mark))
      return kNotReady;
    *milliseconds = (end->nanoseconds - begin->nanoseconds) * 1e-6f;
    return kSuccess;
  });
}

//===----------------------------------------------------------------------===//
// Graphs
//===----------------------------------------------------------------------===//

EMULATOR_ENTRY CUresult cuStreamBeginCapture_v2(void *handle, int mode) {
  return withStream("cuStreamBeginCapture_v2", handle, [&](Stream *stream) {
    constexpr int threadLocal = 1;
    return queues().beginCapture(stream, mode == threadLocal);
  });
}

EMULATOR_ENTRY CUresult cuStreamEndCapture(void *handle, void **graph) {
  return withStream("cuStreamEndCapture", handle, [&](Stream *stream) -> int {
    *graph = nullptr;
    auto result = std::make_unique<Graph>();
    if (int error = queues().endCapture(stream, result->nodes))
      return error;
    *graph = driver().graphs.insert(std::move(result)).first->get();
    return kSuccess;
  });
}

/// Runs `body` with the place of a graph among all.
template <class Body>
static int withGraph(const char *name, void *handle, Body body) {
  return enter(name, Needs::context, [&]() -> int {
    auto it = findOwner(driver().graphs, handle);
    return it == driver().graphs.end() ? int{kInvalidHandle} : body(it);
  });
}

/// A graph to be launched is a copy.
EMULATOR_ENTRY CUresult cuGraphInstantiateWithFlags(void **result, void *graph,
                                                    unsigned long long flags) {
  return withGraph("cuGraphInstantiateWithFlags", graph, [&](auto it) {
    auto copy = std::make_unique<Graph>(**it);
    *result = driver().graphs.insert(std::move(copy)).first->get();
    return kSuccess;
  });
}

EMULATOR_ENTRY CUresult cuGraphLaunch(void *graph, void *handle) {
  return withGraph("cuGraphLaunch", graph, [&](auto it) -> int {
    Stream *stream = queues().find(handle);
    if (!stream)
      return kInvalidHandle;
    if (stream->capture)
      return kCaptureUnsupported;
    // A launch may outlive the graph.
    return queues().enqueue(stream, [nodes = (*it)->nodes]() -> int {
      for (int node : chooseOrder(nodes, hostRandom()))
        if (int error = nodes[node].work())
          return error;
      return kSuccess;
    });
  });
}

EMULATOR_ENTRY CUresult cuGraphExecDestroy(void *graph) {
  return withGraph("cuGraphExecDestroy", graph, [&](auto it) {
    driver().graphs.erase(it);
    return kSuccess;
  });
}

EMULATOR_ENTRY CUresult cuGraphDestroy(void *graph) {
  return withGraph("cuGraphDestroy", graph, [&](auto it) {
    driver().graphs.erase(it);
    return kSuccess;
  });
}
