//===- Storage.h - what kernels store for one another ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_ANALYSIS_STORAGE_H
#define MPC_LIB_ANALYSIS_STORAGE_H

#include "mpc/Analysis/KernelGrouping.h"

namespace mpc {

/// Gives groups, which so far know neither, their casts, flags and results, and
/// appends groups for casts and flags of values that no group computes.
void attachStorage(mlir::func::FuncOp func, std::vector<KernelGroup> &groups);

} // namespace mpc

#endif // MPC_LIB_ANALYSIS_STORAGE_H
