//===- AttachOptimizer.td - puts parameters into arenas and builds @update -*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_ATTACHOPTIMIZER_TD
#define MPC_PASSES_ATTACHOPTIMIZER_TD

include "mlir/Pass/PassBase.td"

def AttachOptimizerPass : Pass<"mpc-attach-optimizer", "::mlir::ModuleOp"> {
  let summary = "Puts parameters into arenas and builds @update";
  let description = [{
    Packs all parameters of the module into one arena, gradients into another of
    the same layout, and builds the function `@update`.
  }];
  let options = [
    Option<"optimizer", "optimizer", "std::string", "\"adamw\"",
           "sgd, momentum, adam or adamw, with constants: adamw:beta2=0.95">
  ];
}

#endif // MPC_PASSES_ATTACHOPTIMIZER_TD
