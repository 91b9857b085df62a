//===- PlanBuffers.td - gives every tensor between kernels its memory -*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_PLANBUFFERS_TD
#define MPC_PASSES_PLANBUFFERS_TD

include "mlir/Pass/PassBase.td"

def PlanBuffersPass : Pass<"mpc-plan-buffers", "::mlir::ModuleOp"> {
  let summary = "Gives every tensor between kernels its memory";
  let description = [{
    Assigns slots to the inputs and results of kernels.
  }];
}

#endif // MPC_PASSES_PLANBUFFERS_TD
