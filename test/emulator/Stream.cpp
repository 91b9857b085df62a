//===- Stream.cpp - work that waits for its time --------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Stream.h"

#include "Driver.h"

#include <algorithm>

namespace emulator {

Queues::Queues() { create(true); }

Stream *Queues::create(bool isBlocking) {
  streams.push_back(std::make_unique<Stream>());
  streams.back()->isBlocking = isBlocking;
  return streams.back().get();
}

void Queues::destroy(Stream *stream) {
  finish(stream);
  // Nothing is left behind but after an error.
  std::erase_if(streams, [&](auto &one) { return one.get() == stream; });
}

void Queues::clear() {
  captures.clear();
  streams.clear();
  create(true);
}

Stream *Queues::find(void *handle) {
  // Handles 0 and 1 are the default stream.
  if (reinterpret_cast<uint64_t>(handle) <= 1)
    return streams[0].get();
  for (auto &stream : streams)
    if (stream.get() == handle)
      return stream.get();
  return nullptr;
}

int Queues::enqueue(Stream *stream, Work work) {
  if (Capture *capture = stream->capture) {
    capture->nodes.push_back({std::move(work), stream->lastNodes});
    stream->lastNodes = {int(capture->nodes.size()) - 1};
    return kSuccess;
  }
  stream->items.push_back({++last, {}, std::move(work)});
  return progress();
}

int Queues::progress() {
  Random &random = hostRandom();
  while (random.oneIn(3)) {
    Stream &stream = *streams[random.below(streams.size())];
    if (!stream.items.empty())
      if (int error = doFirst(stream))
        return error;
  }
  return kSuccess;
}

//===----------------------------------------------------------------------===//
// Doing work
//===----------------------------------------------------------------------===//

int Queues::doFirst(Stream &stream) {
  Item item = std::move(stream.items.front());
  stream.items.pop_front();
  Stream *standard = streams[0].get();
  int &error = driver().error; // stays for good
  if (!error && item.after.stream)
    error = finish(item.after);
  if (!error && &stream == standard) {
    for (size_t i = 1; i < streams.size() && !error; ++i)
      if (streams[i]->isBlocking)
        error = finish({streams[i].get(), item.number});
  } else if (!error && stream.isBlocking) {
    error = finish({standard, item.number});
  }
  if (!error && item.work)
    error = item.work();
  stream.done = item.number;
  return driver().error;
}

int Queues::finish(Mark mark) {
  // The stream may be gone, its work done.
  if (!find(mark.stream))
    return kSuccess;
  while (!mark.stream->items.empty() &&
         mark.stream->items.front().number <= mark.number)
    if (int error = doFirst(*mark.stream))
      return error;
  return kSuccess;
}

int Queues::finish(Stream *stream) { return finish(Mark{stream, last}); }

int Queues::finishAll() {
  for (size_t i = 0; i < streams.size(); ++i)
    if (int error = finish(streams[i].get()))
      return error;
  return kSuccess;
}

bool Queues::isDone(Mark mark) const {
  for (auto &stream : streams)
    if (stream.get() == mark.stream)
      return stream->items.empty() ||
             stream->items.front().number > mark.number;
  return true;
}

//===----------------------------------------------------------------------===//
// Events and captures
//===----------------------------------------------------------------------===//

int Queues::record(Event *event, Stream *stream) {
  event->capture = stream->capture;
  event->nodes = stream->lastNodes;
  if (stream->capture)
    return kSuccess;
  stream->items.push_back({++last, {}, nullptr});
  event->mark = {stream, last};
  return kSuccess;
}

/// A stream that waits for an event of a capture becomes part of it.
int Queues::wait(Stream *stream, Event *event) {
  if (event->capture) {
    if (stream->capture && stream->capture != event->capture)
      return kCaptureInvalidated;
    stream->capture = event->capture;
    for (int node : event->nodes)
      stream->lastNodes.push_back(node);
    return kSuccess;
  }
  if (stream->capture)
    return kCaptureUnsupported;
  if (event->mark.stream)
    stream->items.push_back({++last, event->mark, nullptr});
  return kSuccess;
}

bool Queues::isCapturing() const {
  return std::any_of(captures.begin(), captures.end(), [](const auto &capture) {
    return capture->concernsCaller();
  });
}

int Queues::beginCapture(Stream *stream, bool isThreadLocal) {
  if (stream == streams[0].get())
    return kCaptureUnsupported;
  if (stream->capture)
    return kIllegalState;
  auto capture = std::make_unique<Capture>();
  capture->origin = stream;
  if (isThreadLocal)
    capture->onlyFor = std::this_thread::get_id();
  stream->capture = capture.get();
  stream->lastNodes.clear();
  captures.insert(std::move(capture));
  return kSuccess;
}

int Queues::endCapture(Stream *stream, std::vector<Node> &nodes) {
  Capture *capture = stream->capture;
  if (!capture || capture->origin != stream)
    return kIllegalState;
  bool isInvalid = capture->isInvalid;
  nodes = std::move(capture->nodes);
  for (auto &one : streams) {
    if (one->capture != capture)
      continue;
    // What was forked must have been joined.
    for (int node : one->lastNodes) {
      bool isJoined = one.get() == stream;
      for (const Node &other : nodes)
        isJoined |= std::count(other.after.begin(), other.after.end(), node);
      for (int other : stream->lastNodes)
        isJoined |= other == node;
      isInvalid |= !isJoined;
    }
  }
  for (auto &one : streams)
    if (one->capture == capture) {
      one->capture = nullptr;
      one->lastNodes.clear();
    }
  captures.erase(findOwner(captures, capture));
  return isInvalid ? kCaptureInvalidated : kSuccess;
}

std::vector<int> chooseOrder(const std::vector<Node> &nodes, Random &random) {
  std::vector<int> missing(nodes.size()), ready, order;
  std::vector<std::vector<int>> next(nodes.size());
  for (int node = 0; node < int(nodes.size()); ++node) {
    missing[node] = nodes[node].after.size();
    for (int before : nodes[node].after)
      next[before].push_back(node);
    if (nodes[node].after.empty())
      ready.push_back(node);
  }
  while (!ready.empty()) {
    std::swap(ready[random.below(ready.size())], ready.back());
    int node = ready.back();
    ready.pop_back();
    order.push_back(node);
    for (int after : next[node])
      if (--missing[after] == 0)
        ready.push_back(after);
  }
  return order;
}

} // namespace emulator
