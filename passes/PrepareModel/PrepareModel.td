//===- PrepareModel.td - fills in what a model leaves open -*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_PREPAREMODEL_TD
#define MPC_PASSES_PREPAREMODEL_TD

include "mlir/Pass/PassBase.td"

def PrepareModelPass : Pass<"mpc-prepare-model", "::mlir::ModuleOp"> {
  let summary = "Fills in what a model leaves open";
  let description = [{
    Takes apart composites with several results, such as `mpc.batch_norm`: each
    value of a step is decided, differentiated and placed on its own.

    Ops that draw random numbers get their key (`KeyedOpInterface`). A function
    that has such ops gets three more arguments, counters that the step keeps:
    `seed`, which `@init` sets, `iteration`, which every step advances, and
    `micro_batch`. Ops without a stream of their own get one each, 2^30, 2^30 + 1
    and so on in the order of the function: streams below are those of initial
    values. It must run before equal ops become one.

    ```mlir
    // %y = mpc.dropout %x rate 0.5 : tensor<4xf32>
    func.func @train(%x: tensor<4xf32> {mpc.input = "x"},
        %seed: tensor<i64> {mpc.initial = 0.0 : f64, mpc.kind = "counter", mpc.state = "seed"},
        %iteration: tensor<i64> {mpc.initial = 0.0 : f64, mpc.kind = "counter", mpc.state = "iteration"},
        %micro_batch: tensor<i64> {mpc.initial = 0.0 : f64, mpc.kind = "counter", mpc.state = "micro_batch"})
        -> (tensor<4xf32> {mpc.result = "y"}) {
      %y = mpc.dropout %x key %seed, %iteration, %micro_batch rate 0.5 stream 1073741824 : tensor<4xf32>
      return %y : tensor<4xf32>
    }
    ```
  }];
  let statistics = [
    Statistic<"numDecomposed", "decomposed", "composites taken apart">,
    Statistic<"numKeyed", "keyed", "ops that got a key">
  ];
  let dependentDialects = ["::mpc::MpcDialect"];
}

#endif // MPC_PASSES_PREPAREMODEL_TD
