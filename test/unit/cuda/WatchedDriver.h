//===- WatchedDriver.h - a driver that counts and fails -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A library that stands before the emulated driver: it counts every call that
// the runtime makes and lets one of them fail.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_CUDA_WATCHEDDRIVER_H
#define MPC_TEST_CUDA_WATCHEDDRIVER_H

namespace mpcrt::test {

struct WatchedCall {
  const char *name;
  long calls = 0;
  long successes = 0;
  long failAt = 0; ///< the call of that number, from 1, fails
  int error = 0;   ///< with that; 0 gives `answer` in place of the driver's
  int answer = 0;
};

/// What the library exports as "mpcWatchedCalls".
struct WatchedCalls {
  WatchedCall *calls;
  int count;
};

} // namespace mpcrt::test

#endif // MPC_TEST_CUDA_WATCHEDDRIVER_H
