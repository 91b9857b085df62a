//===- result.hpp - a value, or why there is none -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RESULT_HPP
#define MPCRT_RESULT_HPP

#include "mpcrt/mpcrt.h"

#include <optional>
#include <string>
#include <utility>

namespace mpc {

/// Why a call failed, in words for people.
struct Error {
  mpcrt_status status = MPCRT_OK;
  std::string message;
};

/// A value, or why there is none.
template <typename T>
class [[nodiscard]] Result {
public:
  Result(T value) : value(std::move(value)) {}
  Result(Error why) : why(std::move(why)) {}

  explicit operator bool() const { return value.has_value(); }
  T &operator*() { return *value; }
  const T &operator*() const { return *value; }
  T *operator->() { return &*value; }
  const T *operator->() const { return &*value; }
  const Error &error() const { return why; }

private:
  std::optional<T> value;
  Error why;
};

/// Success, or why not.
template <>
class [[nodiscard]] Result<void> {
public:
  Result() = default;
  Result(Error why) : why(std::move(why)) {}

  explicit operator bool() const { return why.status == MPCRT_OK; }
  const Error &error() const { return why; }

private:
  Error why;
};

namespace detail {

/// What the thread's last call says, if it failed.
inline Result<void> check(mpcrt_status status) {
  if (status == MPCRT_OK)
    return {};
  return Error{status, mpcrt_error()};
}

} // namespace detail

} // namespace mpc

#endif // MPCRT_RESULT_HPP
