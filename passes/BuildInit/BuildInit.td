//===- BuildInit.td - builds @init(seed) from initialisers -*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_BUILDINIT_TD
#define MPC_PASSES_BUILDINIT_TD

include "mlir/Pass/PassBase.td"

def BuildInitPass : Pass<"mpc-build-init", "::mlir::ModuleOp"> {
  let summary = "Builds @init(seed) from initialisers";
  let description = [{
    Builds the function `@init`, which fills all parameters and model states.
  }];
}

#endif // MPC_PASSES_BUILDINIT_TD
