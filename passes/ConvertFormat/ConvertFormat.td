//===- ConvertFormat.td - rewrites a model from f32 to another format -*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_CONVERTFORMAT_TD
#define MPC_PASSES_CONVERTFORMAT_TD

include "mlir/Pass/PassBase.td"

def ConvertFormatPass : Pass<"mpc-convert-format", "::mlir::ModuleOp"> {
  let summary = "Rewrites a model from f32 to another format";
  let description = [{
    Replaces the element type f32 by f64 in all functions and constants.
  }];
  let options = [
    Option<"format", "format", "std::string", "\"f64\"", "f32 or f64">
  ];
}

#endif // MPC_PASSES_CONVERTFORMAT_TD
