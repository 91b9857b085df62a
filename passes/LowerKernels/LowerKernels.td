//===- LowerKernels.td - lowers kernel bodies to linalg on tensors -*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_LOWERKERNELS_TD
#define MPC_PASSES_LOWERKERNELS_TD

include "mlir/Pass/PassBase.td"

def LowerKernelsPass : Pass<"mpc-lower-kernels", "::mlir::func::FuncOp"> {
  let summary = "Lowers kernel bodies to linalg on tensors";
  let description = [{
    Replaces composites in kernel bodies by their decomposition and then every op
    by its linalg form.
  }];
}

#endif // MPC_PASSES_LOWERKERNELS_TD
