//===- callbacks.hpp - calls from a session into the program --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Exceptions end here: none may pass the C interface.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_CALLBACKS_HPP
#define MPCRT_CALLBACKS_HPP

#include "mpcrt/mpcrt.h"

#include <cstddef>
#include <cstdio>
#include <exception>
#include <functional>
#include <string>

namespace mpc {

struct SessionOptions {
  std::string device = "auto"; ///< auto, host, cuda or cuda:N
  int threads = 0;             ///< of the host; 0: one per CPU

  /// Threads of the program instead of the session's own: calls task(i) once
  /// for each i from 0 to count - 1, in any order, and returns when all have.
  /// If it throws, the call that needed it fails, and so do all that follow.
  std::function<void(int count, const std::function<void(int)> &task)>
      parallelFor = {};

  /// Hears what the session has to say, in the thread of the call that says it.
  /// What it throws is lost.
  std::function<void(mpcrt_level level, const char *message)> log = {};
};

namespace detail {

/// What the C interface calls, and gets back as `user`.
class Callbacks {
public:
  explicit Callbacks(const SessionOptions &options) : options(options) {}

  mpcrt_session_options makeOptions() {
    mpcrt_session_options result = {};
    result.abi = MPCRT_ABI;
    result.threads = options.threads;
    result.device = options.device.c_str();
    result.parallel_user = result.log_user = this;
    if (options.parallelFor)
      result.parallel_for = runParallel;
    if (options.log)
      result.log = tell;
    return result;
  }

  /// What parallelFor has thrown; empty if nothing.
  const char *thrown() const { return text; }

private:
  static int runParallel(void *self, int count, mpcrt_task task,
                         void *context) noexcept {
    auto &callbacks = *static_cast<Callbacks *>(self);
    return guard(callbacks.text, [&] {
      callbacks.options.parallelFor(count, [&](int i) { task(context, i); });
    });
  }

  static void tell(void *self, mpcrt_level level,
                   const char *message) noexcept {
    auto &callbacks = *static_cast<Callbacks *>(self);
    char unheard[kTextBytes];
    guard(unheard, [&] { callbacks.options.log(level, message); });
  }

  static constexpr size_t kTextBytes = 200;

  /// Puts what `call` throws into words, and gives 1 then.
  template <typename Call>
  static int guard(char (&text)[kTextBytes], Call &&call) noexcept {
#ifdef __cpp_exceptions
    try {
      call();
    } catch (const std::exception &error) {
      std::snprintf(text, sizeof(text), "%s", error.what());
      return 1;
    } catch (...) {
      std::snprintf(text, sizeof(text), "something that is no std::exception");
      return 1;
    }
#else
    (void)text;
    call();
#endif
    return 0;
  }

  SessionOptions options;
  char text[kTextBytes] = "";
};

} // namespace detail

} // namespace mpc

#endif // MPCRT_CALLBACKS_HPP
