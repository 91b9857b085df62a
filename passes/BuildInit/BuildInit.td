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
    Appends the function `@init`, whose results are the first values of the
    arena `params` and of all states of the model (`mpc.kind = "state"`), in the
    order in which functions declare them, and the seed itself where a function
    reads it as a state. Optimizer arenas, counters and
    scalars are not its business: sessions start them from zero and
    `mpc.initial`.

    A parameter is filled by the `init` of its entry in `mpc.parameters`, a
    state by its `mpc.init`; absent means zeros. Functions that give a state
    different initialisers or types are refused. Random elements come from
    `mpc.random` with iteration 0, micro-batch 0 and the stream i of the i-th
    parameter (states count on from there), so what a parameter starts with
    depends on the seed and its place only:

    | scheme | elements |
    | --- | --- |
    | `uniform(low, high)` | low + (high - low) u |
    | `normal(mean, std)` | mean + std n |
    | `xavier_uniform` | uniform(-a, a), a = sqrt(6 / (fan_in + fan_out)) |
    | `xavier_normal` | normal(0, sqrt(2 / (fan_in + fan_out))) |
    | `kaiming_uniform` | uniform(-a, a), a = sqrt(6 / fan_in) |
    | `kaiming_normal` | normal(0, sqrt(2 / fan_in)) |

    Fans are as `#mpc.init` says; a vector's fans are its length, a scalar's
    are 1. Elements are computed in f32 and then converted, so that f64 starts
    from the same values. Parameters of zeros are no segment of the pack, whose
    other elements are zero.

    ```mlir
    // for "w" at row 0 with #mpc.init<uniform(0.0, 2.0)>
    func.func @init(%seed: tensor<i64> {mpc.input = "seed"})
        -> (tensor<1x256xf32> {mpc.updates = "params"}) {
      %zero = mpc.constant dense<0> : tensor<i64>
      %u = mpc.random uniform, %seed, %zero, %zero stream 0 : tensor<3xf32>
      %two = mpc.constant dense<2.0> : tensor<3xf32>
      %w = mpc.mul %u, %two : tensor<3xf32>
      %params = mpc.pack %w rows [0] : (tensor<3xf32>) -> tensor<1x256xf32>
      return %params : tensor<1x256xf32>
    }
    ```
  }];
  let statistics = [
    Statistic<"numRandom", "random", "parameters and states filled at random">,
    Statistic<"numStates", "states", "states of the model">
  ];
  let dependentDialects = ["::mpc::MpcDialect"];
}

#endif // MPC_PASSES_BUILDINIT_TD
