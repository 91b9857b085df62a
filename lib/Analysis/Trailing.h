//===- Trailing.h - kernels that combine what another stores --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_ANALYSIS_TRAILING_H
#define MPC_LIB_ANALYSIS_TRAILING_H

#include "mpc/Analysis/KernelGrouping.h"

namespace mpc {

/// Sets the head of every group that may run as the last part of another's
/// kernel. Groups stand in the order in which they run and know their results.
void findTrailing(std::vector<KernelGroup> &groups);

} // namespace mpc

#endif // MPC_LIB_ANALYSIS_TRAILING_H
