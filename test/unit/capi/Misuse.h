//===- Misuse.h - calls that must be refused ------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_CAPI_MISUSE_H
#define MPC_TEST_CAPI_MISUSE_H

#include "Program.h"

#include <functional>
#include <span>

namespace mpcrt::test {

/// What the calls have at hand.
struct Hands {
  mpcrt_engine *engine;
  mpcrt_session *session;
  std::string folder;
  bool isOnGpu;
};

/// A call that has to give that status, and say that in its message.
struct Misuse {
  const char *name;
  mpcrt_status status;
  const char *message;
  std::function<mpcrt_status(const Hands &)> call;
};

std::span<const Misuse> misuseOfEngines();
std::span<const Misuse> misuseOfSessions();
std::span<const Misuse> misuseOfArrays();
std::span<const Misuse> misuseOfCalls();

} // namespace mpcrt::test

#endif // MPC_TEST_CAPI_MISUSE_H
