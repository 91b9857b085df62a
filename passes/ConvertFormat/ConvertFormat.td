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
    Replaces the element type f32 by f64 in all functions: arguments, results,
    values and constants, which are widened exactly. Other element types stay,
    f16 and bf16 included. With the format f32 nothing happens, since models are
    written in f32.

    f64 is the format in which adjoints are judged; a `convert` that has become
    one from f64 to f64 is left to the canonicalizer.

    ```mlir
    %c = mpc.constant dense<0.5> : tensor<4xf32>
    // becomes
    %c = mpc.constant dense<0.5> : tensor<4xf64>
    ```
  }];
  let options = [
    Option<"format", "format", "std::string", "\"f64\"", "f32 or f64">
  ];
  let statistics = [
    Statistic<"numConstants", "constants", "distinct constants widened">
  ];
}

#endif // MPC_PASSES_CONVERTFORMAT_TD
