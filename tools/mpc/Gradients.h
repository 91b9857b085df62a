//===- Gradients.h - the gradients of a session, unscaled -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_GRADIENTS_H
#define MPC_TOOLS_GRADIENTS_H

#include "Calls.h"

namespace mpc::tool {

/// The loss scale that the session's next step will use; 1 if it has none.
double getLossScale(const mpcrt::Session &session);

/// The gradient of a parameter as "train" left it, times 1 / `scale`, computed
/// as the step does.
Tensor readGradient(const mpcrt::Session &session, const std::string &parameter,
                    double scale);

/// Names the first parameter whose gradient is not finite and counts the
/// elements; empty if all gradients are finite.
std::string findBadGradient(const mpcrt::Session &session, double scale);

/// Says which gradient, or new value of a state, is not finite: the first one
/// in the order of parameters. `scale` is that of the step that made them.
std::string describeNonfinite(const mpcrt::Session &session, double scale);

} // namespace mpc::tool

#endif // MPC_TOOLS_GRADIENTS_H
