//===- Signals.h - interruption by the user -------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_SIGNALS_H
#define MPC_TOOLS_SIGNALS_H

#include <string>

namespace mpc::tool {

/// From now on SIGINT and SIGTERM remove a half-written file and end the
/// process with exit code 130.
void exitOnSignal();

/// While this lives, SIGINT and SIGTERM only set a flag, so that a command can
/// save its work; a second signal ends the process at once.
class CatchSignals {
public:
  CatchSignals();
  CatchSignals(const CatchSignals &) = delete;
  CatchSignals &operator=(const CatchSignals &) = delete;
  ~CatchSignals();
  static bool caught();
};

/// While this lives, a signal that ends the process removes `path` first.
class RemoveOnSignal {
public:
  explicit RemoveOnSignal(const std::string &path);
  RemoveOnSignal(const RemoveOnSignal &) = delete;
  RemoveOnSignal &operator=(const RemoveOnSignal &) = delete;
  ~RemoveOnSignal();
};

} // namespace mpc::tool

#endif // MPC_TOOLS_SIGNALS_H
