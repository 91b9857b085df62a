//===- Error.h - making status values -------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_ERROR_H
#define MPCRT_RUNTIME_ERROR_H

#include "mpcrt/Status.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace mpcrt {

template <typename... Args>
Status makeError(StatusCode code, fmt::format_string<Args...> format,
                 Args &&...args) {
  return Status(code, fmt::format(format, std::forward<Args>(args)...));
}

/// The same failure, told of `subject`: "model.engine: …".
inline Status prefixed(std::string_view subject, const Status &status) {
  return makeError(status.code(), "{}: {}", subject, status.message());
}

/// `text` from a file or caller in single quotes: shortened, and with anything
/// that could disturb a terminal escaped.
std::string quote(std::string_view text);

/// The first few of `names`, quoted: "'a', 'b' and 7 more"; "none".
std::string quoteList(const std::vector<std::string> &names);

/// What errno says, in lower case.
std::string osReason(int error);

} // namespace mpcrt

#endif // MPCRT_RUNTIME_ERROR_H
