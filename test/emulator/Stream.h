//===- Stream.h - work that waits for its time ----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Streams are queues. Work is done when somebody waits for it, or earlier, by
// chance; work of different streams in any order that events allow.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_EMULATOR_STREAM_H
#define MPC_TEST_EMULATOR_STREAM_H

#include "Settings.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <thread>
#include <vector>

namespace emulator {

/// Returns a CUresult.
using Work = std::function<int()>;

/// A point in a stream: number `number` of the works of all streams.
struct Mark {
  struct Stream *stream = nullptr;
  uint64_t number = 0;
};

/// Work of a graph, after those nodes.
struct Node {
  Work work;
  std::vector<int> after;
};

struct Capture {
  struct Stream *origin;
  std::vector<Node> nodes;
  bool isInvalid = false;
  std::thread::id onlyFor; // the thread that it forbids calls; none: to all

  bool concernsCaller() const {
    return onlyFor == std::thread::id() ||
           onlyFor == std::this_thread::get_id();
  }
};

struct Event {
  Mark mark;
  // In a capture, the nodes that it stands for.
  Capture *capture = nullptr;
  std::vector<int> nodes;
  uint64_t nanoseconds = 0;
};

struct Item {
  uint64_t number;
  Mark after; // must be done first
  Work work;
};

struct Stream {
  bool isBlocking = true; // waits for the default stream, which waits for it
  std::deque<Item> items;
  uint64_t done = 0; // number of the last work that was done
  Capture *capture = nullptr;
  std::vector<int> lastNodes; // of the capture
};

class Queues {
public:
  Queues();

  Stream *create(bool isBlocking);
  void destroy(Stream *stream);
  /// Drops all streams and what they have not done.
  void clear();
  /// The stream of a handle, null if there is none.
  Stream *find(void *handle);
  /// Those that were created, without the default one.
  size_t countStreams() const { return streams.size() - 1; }

  /// Work that is done later; or part of a graph, if the stream is captured.
  int enqueue(Stream *stream, Work work);
  int record(Event *event, Stream *stream);
  int wait(Stream *stream, Event *event);

  /// Does all that `mark` stands for.
  int finish(Mark mark);
  int finish(Stream *stream);
  int finishAll();
  bool isDone(Mark mark) const;
  /// By chance, some work.
  int progress();
  /// True if a capture forbids the calling thread what would disturb it.
  bool isCapturing() const;

  int beginCapture(Stream *stream, bool isThreadLocal);
  int endCapture(Stream *stream, std::vector<Node> &nodes);

private:
  int doFirst(Stream &stream);

  std::vector<std::unique_ptr<Stream>> streams; // the default one first
  std::set<std::unique_ptr<Capture>> captures;
  uint64_t last = 0;
};

/// The nodes in a random order that respects their dependences.
std::vector<int> chooseOrder(const std::vector<Node> &nodes, Random &random);

} // namespace emulator

#endif // MPC_TEST_EMULATOR_STREAM_H
