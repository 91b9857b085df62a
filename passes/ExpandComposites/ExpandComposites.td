//===- ExpandComposites.td - composites that are no kernel ----*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_EXPANDCOMPOSITES_TD
#define MPC_PASSES_EXPANDCOMPOSITES_TD

include "mlir/Pass/PassBase.td"

def ExpandCompositesPass
    : Pass<"mpc-expand-composites", "::mlir::func::FuncOp"> {
  let summary = "Takes apart composites whose parts kernels are made of";
  let description = [{
    Replaces each op whose fusion kind is `composite` by its decomposition, until
    none is left. Such an op has loops of its own kind only in its parts: the
    product of a convolution, the reduction of a pooling. Other composites stay
    whole until their kernel is lowered, since precision and fusion attach to
    their meaning. Runs after adjoints have been built, for which a composite
    knows more than its parts do.

    ```mlir
    %y = mpc.max_pool2d %x size [2, 2]
        : tensor<8x28x28x4xf32> -> tensor<8x14x14x4xf32>
    // becomes
    %s = mpc.window %x dims [1, 2] size [2, 2] stride [2, 2] dilation [1, 1]
        spread [1, 1] low [0, 0] high [0, 0] with 0xFFF0000000000000
        : tensor<8x28x28x4xf32> -> tensor<8x14x14x2x2x4xf32>
    %y = mpc.reduce max, %s dims [3, 4]
        : tensor<8x14x14x2x2x4xf32> -> tensor<8x14x14x4xf32>
    ```
  }];
  let statistics = [
    Statistic<"numExpanded", "expanded", "composites taken apart">
  ];
  let dependentDialects = ["::mpc::MpcDialect"];
}

#endif // MPC_PASSES_EXPANDCOMPOSITES_TD
