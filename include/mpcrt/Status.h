//===- Status.h - results of calls that may fail --------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The runtime reports failures as values: a code, which is also the exit code
// of the command-line tool, and a text for people.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_STATUS_H
#define MPCRT_STATUS_H

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace mpcrt {

enum class StatusCode : int {
  ok = 0,
  badInput = 1,  ///< bad or damaged input
  usage = 2,     ///< a call or an option that cannot be served
  device = 3,    ///< device missing, unsuitable or failed
  numerical = 4, ///< training cannot go on
  os = 5,        ///< the operating system refused
  internal = 70, ///< mpc is at fault
  interrupted = 130
};

/// Success, or a code and a text (lower-case start, no final period).
class [[nodiscard]] Status {
public:
  Status() = default;
  Status(StatusCode code, std::string message)
      : statusCode(code), text(std::move(message)) {}

  bool ok() const { return statusCode == StatusCode::ok; }
  StatusCode code() const { return statusCode; }
  const std::string &message() const { return text; }

private:
  StatusCode statusCode = StatusCode::ok;
  std::string text;
};

/// A value, or the failure that took its place.
template <typename T>
class [[nodiscard]] Expected {
public:
  Expected(T value) : result(std::in_place_index<0>, std::move(value)) {}
  Expected(Status failure)
      : result(std::in_place_index<1>, std::move(failure)) {
    assert(!error().ok() && "a failure needs a code");
  }

  explicit operator bool() const { return result.index() == 0; }
  T &operator*() & { return *std::get_if<0>(&result); }
  const T &operator*() const & { return *std::get_if<0>(&result); }
  T &&operator*() && { return std::move(*std::get_if<0>(&result)); }
  T *operator->() { return std::get_if<0>(&result); }
  const T *operator->() const { return std::get_if<0>(&result); }

  /// The failure; only if there is no value.
  const Status &error() const { return *std::get_if<1>(&result); }

private:
  std::variant<T, Status> result;
};

} // namespace mpcrt

#endif // MPCRT_STATUS_H
