//===- Passes.h - all passes of mpc ---------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_H
#define MPC_PASSES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace mpc {
#define GEN_PASS_DECL
#include "mpc/Passes.h.inc"
#define GEN_PASS_REGISTRATION
#include "mpc/Passes.h.inc"
} // namespace mpc

#endif // MPC_PASSES_H
