//===- Failure.h - errors and exit codes of the tool ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The command-line tool uses exceptions; main turns a Failure into its message
// and exit code.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_FAILURE_H
#define MPC_TOOLS_FAILURE_H

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <string>

namespace mpc::tool {

/// Exit codes of every command.
enum class Exit {
  ok = 0,
  badInput = 1,  ///< bad or damaged input
  usage = 2,     ///< wrong command line
  device = 3,    ///< device missing or failed
  numerical = 4, ///< training cannot go on
  os = 5,        ///< the operating system refused
  internal = 70, ///< mpc is at fault
  interrupted = 130
};

/// A command ends here. An empty message means that all has been said.
class Failure : public std::exception {
public:
  Failure(Exit code, std::string message)
      : code(code), message(std::move(message)) {}
  const char *what() const noexcept override { return message.c_str(); }

  const Exit code;

private:
  std::string message;
};

template <typename... Args>
[[noreturn]] void fail(Exit code, fmt::format_string<Args...> format,
                       Args &&...args) {
  throw Failure(code, fmt::format(format, std::forward<Args>(args)...));
}

/// What errno says, in lower case.
inline std::string osReason(int error = errno) {
  std::string text = std::strerror(error);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z')
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

} // namespace mpc::tool

#endif // MPC_TOOLS_FAILURE_H
