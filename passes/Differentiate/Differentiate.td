//===- Differentiate.td - builds the adjoint of a function -*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_DIFFERENTIATE_TD
#define MPC_PASSES_DIFFERENTIATE_TD

include "mlir/Pass/PassBase.td"

def DifferentiatePass : Pass<"mpc-differentiate", "::mlir::ModuleOp"> {
  let summary = "Builds the adjoint of a function";
  let description = [{
    Appends to the differentiated function its reverse-mode derivative with respect
    to every `mpc.param` argument.
  }];
  let options = [
    Option<"function", "function", "std::string", "\"train\"",
           "function whose first result, a scalar loss, is differentiated">
  ];
}

#endif // MPC_PASSES_DIFFERENTIATE_TD
