//===- AccumulateGradients.td - one step of several batches -*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_ACCUMULATEGRADIENTS_TD
#define MPC_PASSES_ACCUMULATEGRADIENTS_TD

include "mlir/Pass/PassBase.td"

def AccumulateGradientsPass
    : Pass<"mpc-accumulate-gradients", "::mlir::ModuleOp"> {
  let summary = "Lets a step consist of several micro-batches";
  let description = [{
    Works at the cut between gradients and update, on what ScaleLoss leaves. A step
    is then `micro_batches` times @train and @accumulate, and @update once; with a
    loss that is a mean, it is the step of one batch as large as all of them, but
    for the rounding of sums.

    **@accumulate** adds `gradients` to the arena `gradient_sum`, in f32 and still
    scaled; at `micro_batch` 0 it begins anew. It judges the sum, times
    1 / loss_scale / micro_batches, and gives the flag `nonfinite_sum`: an infinity
    or nan of any micro-batch is one of the sum. `micro_batch` counts from 0 to
    micro_batches - 1 and is the micro-batch of random keys.

    **@update** reads `gradient_sum` times 1 / micro_batches for `gradients`, and is
    skipped if the sum or what the last @train computed is not finite. So the
    counters advance, and the scale moves, once per step.

    **@train** of a later micro-batch reads the state S of a model as the one before
    left it, in the shadow `S.new`; S itself changes with the update alone.

    `micro_batches` is a scalar, so a session can change it between steps. The sum is of
    kind `gradient`: it is in no checkpoint, which is made between steps.

    ```mlir
    // @accumulate of a step with a loss scale
    %zero = mpc.constant dense<0> : tensor<i64>
    %first = mpc.compare eq, %micro_batch, %zero : tensor<i64>
    %both = mpc.add %gradient_sum, %gradients : tensor<4x256xf32>
    %begins = mpc.broadcast %first dims [] : tensor<i1> -> tensor<4x256xi1>
    %sum = mpc.select %begins, %gradients, %both : tensor<4x256xf32>
    %bad = mpc.has_nonfinite %sum, %factor : tensor<4x256xf32>, tensor<f32>
    ```
  }];
  let options = [
    Option<"microBatches", "micro-batches", "int64_t", "2",
           "micro-batches of a step of a new session">
  ];
  let statistics = [
    Statistic<"numChained", "chained", "states handed on between micro-batches">
  ];
  let dependentDialects = ["::mpc::MpcDialect"];
}

#endif // MPC_PASSES_ACCUMULATEGRADIENTS_TD
