//===- FormKernels.td - gathers ops into kernels -----------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_FORMKERNELS_TD
#define MPC_PASSES_FORMKERNELS_TD

include "mlir/Pass/PassBase.td"

def FormKernelsPass : Pass<"mpc-form-kernels", "::mlir::func::FuncOp"> {
  let summary = "Gathers ops into kernels";
  let description = [{
    Makes the answer of the analysis KernelGrouping visible.
  }];
  let options = [
    Option<"fusion", "fusion", "bool", "true",
           "gather several ops into one kernel; off: each op is its own">
  ];
}

#endif // MPC_PASSES_FORMKERNELS_TD
