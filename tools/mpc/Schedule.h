//===- Schedule.h - the learning rate of a step, for people to see --------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_SCHEDULE_H
#define MPC_TOOLS_SCHEDULE_H

#include "mpcrt/Session.h"

namespace mpc::tool {

/// A copy of the engine's schedule: the step itself computes the rate, from the
/// same scalars by the same closed form, and does not hand it out.
class Schedule {
public:
  Schedule() = default;
  /// Reads the scalars that the session has now.
  explicit Schedule(const mpcrt::Session &session);

  /// The rate of an update before which `updates` were applied; negative if the
  /// engine has no learning rate.
  double getRate(int64_t updates) const;

private:
  double base = -1;
  double warmup = 0;
  double total = 0;
  double depth = 0;
};

} // namespace mpc::tool

#endif // MPC_TOOLS_SCHEDULE_H
