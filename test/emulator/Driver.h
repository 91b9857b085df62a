//===- Driver.h - the stand-in for libcuda --------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The objects behind the driver's handles, and how its entry points begin.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_EMULATOR_DRIVER_H
#define MPC_TEST_EMULATOR_DRIVER_H

#include "Block.h"
#include "Hooks.h"
#include "Stream.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

using CUresult = int;

namespace emulator {

/// Values of CUresult.
enum : int {
  kSuccess = 0,
  kInvalidValue = 1,
  kOutOfMemory = 2,
  kNotInitialized = 3,
  kInvalidDevice = 101,
  kInvalidImage = 200,
  kInvalidContext = 201,
  kNoBinary = 209,
  kInvalidHandle = 400,
  kNotFound = 500,
  kNotReady = 600,
  kCaptureUnsupported = 900,
  kCaptureInvalidated = 901,
  kIllegalState = 401,
};

struct Module {
  void *library = nullptr;
  int file = -1; // what it was opened from

  Module() = default;
  Module(const Module &) = delete;
  ~Module();
};

struct Function {
  std::string name;
  const KernelInfo *info;
  Module *module;
  int maxDynamicShared = 48 * 1024;
};

struct Graph {
  std::vector<Node> nodes;
};

/// Numbers that tell how the host uses the device.
struct HostCounters {
  std::map<std::string, uint64_t> calls;
  uint64_t waits = 0;           // calls that made the host wait
  uint64_t launchedKernels = 0; // with those of graphs
  uint64_t leaks = 0;           // things that outlived a context
};

/// How many things of each kind there are.
struct Alive {
  uint64_t memory, pinned, modules, streams, events, graphs;
};

struct Driver {
  std::recursive_mutex mutex;
  bool isInitialized = false;
  int contexts = 0; // how often the primary context is retained
  int error = 0;    // of a kernel; then all calls fail with it
  HostCounters counters;
  Queues queues;
  std::map<char *, size_t> pinned;
  std::set<std::unique_ptr<Module>> modules;
  std::set<std::unique_ptr<Function>> functions;
  std::set<std::unique_ptr<Graph>> graphs;
  std::set<std::unique_ptr<Event>> events;

  bool isPinned(const void *at) const;
  Alive countAlive() const;
  /// What the end of the context does; a kernel's error ends with it.
  void reset();

private:
  void reportLeaks();
};

Driver &driver();

/// To the file that was asked for.
void writeCounters();

/// What an entry point needs before it may do its work.
enum class Needs { nothing, init, context };

/// Counts a call and tells the error it must fail with, or 0.
int admit(const char *name, Needs needs);

/// All entry points begin here: one at a time, unless they must fail.
template <class Body>
int enter(const char *name, Needs needs, Body body) {
  std::lock_guard lock(driver().mutex);
  if (int error = admit(name, needs))
    return error;
  return body();
}

/// The owner of `object`, or the end.
template <class T>
auto findOwner(std::set<std::unique_ptr<T>> &all, void *object) {
  for (auto it = all.begin(); it != all.end(); ++it)
    if (it->get() == object)
      return it;
  return all.end();
}

} // namespace emulator

#define EMULATOR_ENTRY extern "C" __attribute__((visibility("default")))

#endif // MPC_TEST_EMULATOR_DRIVER_H
