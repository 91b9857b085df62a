//===- Schedule.cpp - the learning rate of a step, for people to see ------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Schedule.h"

#include "Calls.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mpc::tool {

Schedule::Schedule(const mpcrt::Session &session)
    : base(getScalar(session, "lr").value_or(-1)),
      warmup(getScalar(session, "warmup_steps").value_or(0)),
      total(getScalar(session, "total_steps").value_or(0)),
      depth(getScalar(session, "cosine_depth").value_or(0)) {}

double Schedule::getRate(int64_t updates) const {
  if (base < 0)
    return base;
  auto done = static_cast<double>(updates);
  double warm = std::min((done + 1) / std::max(warmup, 1.0), 1.0);
  double progress =
      std::clamp((done - warmup) / std::max(total - warmup, 1.0), 0.0, 1.0);
  double sunk = 0.5 * (1 - std::cos(std::numbers::pi * progress));
  return base * warm * (1 - depth * sunk);
}

} // namespace mpc::tool
