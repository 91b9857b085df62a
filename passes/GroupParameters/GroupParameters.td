//===- GroupParameters.td - what holds for some parameters only -*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_GROUPPARAMETERS_TD
#define MPC_PASSES_GROUPPARAMETERS_TD

include "mlir/Pass/PassBase.td"

def GroupParametersPass : Pass<"mpc-group-parameters", "::mlir::ModuleOp"> {
  let summary = "Says what holds for some parameters only";
  let description = [{
    Each entry of `groups` is `PATTERN:KEY[=VALUE],...`: it holds for the parameters
    whose name the glob matches, in all functions. Of entries that say the same of a
    parameter, the last one counts, and each counts more than the model's own
    attributes.

    | key | attribute | meaning |
    | --- | --- | --- |
    | `lr=X` | `mpc.lr_factor` | the learning rate is multiplied by X |
    | `decay=X` | `mpc.decay_factor` | the weight decay is multiplied by X; 0: none |
    | `frozen` | `mpc.frozen` | not trained: no adjoint, no gradient, no optimizer state, never written |

    What a model says of a parameter in one function holds in all. A pattern that
    matches no parameter is an error, since a group with a misspelt name would
    silently train otherwise than was meant.

    ```mlir
    // -mpc-group-parameters=groups=*.bias:decay=0
    func.func @train(%b: tensor<4xf32> {mpc.param = "fc.bias"})
    // becomes
    func.func @train(%b: tensor<4xf32> {mpc.decay_factor = 0.0 : f64, mpc.param = "fc.bias"})
    ```
  }];
  let options = [
    ListOption<"groups", "groups", "std::string",
               "PATTERN:KEY[=VALUE],... with the keys lr, decay and frozen">
  ];
  let statistics = [
    Statistic<"numGrouped", "grouped", "parameters that differ from the others">
  ];
}

#endif // MPC_PASSES_GROUPPARAMETERS_TD
