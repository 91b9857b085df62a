//===- WatchedDriver.cpp - a driver that counts and fails -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "WatchedDriver.h"

#include "cuda/Driver.h"

#include <dlfcn.h>
#include <string_view>
#include <type_traits>

using namespace mpcrt::cuda;
using mpcrt::test::WatchedCall;
using mpcrt::test::WatchedCalls;

namespace {

enum Number {
#define NUMBER(NAME, PARAMETERS) k_##NAME,
  MPCRT_CUDA_CALLS(NUMBER)
#undef NUMBER
      kCount
};

WatchedCall calls[kCount] = {
#define CALL(NAME, PARAMETERS) {#NAME},
    MPCRT_CUDA_CALLS(CALL)
#undef CALL
};

void *findEmulated(const char *name) {
  static void *library = ::dlopen(MPC_EMULATED_CUDA, RTLD_NOW | RTLD_LOCAL);
  return library ? ::dlsym(library, name) : nullptr;
}

/// What a driver gives back it gives back, though it says it failed.
bool endsSomething(std::string_view name) {
  for (const char *part :
       {"Destroy", "Free", "Unload", "Release", "EndCapture"})
    if (name.find(part) != name.npos)
      return true;
  return false;
}

template <int number, typename Function>
struct Watched;

template <int number, typename... Args>
struct Watched<number, Result (*)(Args...)> {
  static Result call(Args... args) {
    static auto emulated =
        reinterpret_cast<Result (*)(Args...)>(findEmulated(calls[number].name));
    WatchedCall &watched = calls[number];
    bool fails = ++watched.calls == watched.failAt;
    if (fails && !watched.error) {
      answer(watched.answer, args...);
      return 0;
    }
    if (fails && !endsSomething(watched.name))
      return watched.error;
    Result result = emulated ? emulated(args...) : 999;
    if (fails) {
      (forgetGraph(args), ...);
      return watched.error;
    }
    watched.successes += result == 0;
    return result;
  }

  /// A capture that fails gives no graph.
  template <typename T>
  static void forgetGraph(T argument) {
    if constexpr (std::is_same_v<T, Graph *>)
      *argument = nullptr;
  }

  template <typename First, typename... Rest>
  static void answer(int value, First first, Rest...) {
    if constexpr (std::is_same_v<First, int *>)
      *first = value;
  }
};

} // namespace

// Entry points under the driver's names: a jump each, whatever the parameters.
extern "C" {
#define ENTRY(NAME, PARAMETERS)                                                \
  __attribute__((used, visibility("hidden"))) Result(*watched_##NAME)          \
      PARAMETERS = &Watched<k_##NAME, decltype(Driver::NAME)>::call;           \
  asm(".pushsection .text\n.globl " #NAME "\n.type " #NAME                     \
      ", @function\n" #NAME ":\n  jmpq *watched_" #NAME                        \
      "(%rip)\n.popsection\n");
MPCRT_CUDA_CALLS(ENTRY)
#undef ENTRY

WatchedCalls mpcWatchedCalls = {calls, kCount};
}
