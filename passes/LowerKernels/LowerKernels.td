//===- LowerKernels.td - lowers kernel bodies to linalg on tensors -*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_LOWERKERNELS_TD
#define MPC_PASSES_LOWERKERNELS_TD

include "mlir/Pass/PassBase.td"

def LowerKernelsPass : Pass<"mpc-lower-kernels", "::mlir::func::FuncOp"> {
  let summary = "Lowers kernel bodies to linalg on tensors";
  let description = [{
    In the body of every `mpc.kernel`: takes composites apart until none is left,
    removes what is computed twice, and replaces every op by its linalg form.
    What is computed twice is removed once more afterwards, so that, for example,
    the maximum and the sum of exponentials of a row serve both cross-entropy
    and its adjoint.

    After it a body holds `linalg` ops on tensors with `arith` and `math` scalars,
    or one `mpc.algorithm`, and `mpc.yield`. Arguments of unsigned type become signless (`ui8` to `i8`);
    operands and results of the kernel keep their types.

    Forward ops and adjoint ops must not differ for this, so `mpc.adjoint` is
    removed (the kernel itself still says which of its operands and results are
    the adjoint's). `mpc.role` is set anew on every `linalg.generic`: in
    contractions and column reductions what comes before `main` is `prologue`,
    the rest `epilogue`; elsewhere all are `stage`. What was `trailing` is so
    still, and shares nothing with ops that are not. Fails at the op if one has
    neither a decomposition nor a lowering.

    ```mlir
    %0 = mpc.kernel pointwise "neg" domain [4] reduced []
        (%a = %x : tensor<4xf32>) -> (tensor<4xf32>) {
      %1 = mpc.neg %a : tensor<4xf32>
      mpc.yield %1 : tensor<4xf32>
    }
    ```
    becomes
    ```mlir
    %0 = mpc.kernel pointwise "neg" domain [4] reduced []
        (%a = %x : tensor<4xf32>) -> (tensor<4xf32>) {
      %1 = tensor.empty() : tensor<4xf32>
      %2 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
          ins(%a : tensor<4xf32>) outs(%1 : tensor<4xf32>)
          attrs = {mpc.role = "stage"} {
      ^bb0(%in: f32, %out: f32):
        %3 = arith.negf %in : f32
        linalg.yield %3 : f32
      } -> tensor<4xf32>
      mpc.yield %2 : tensor<4xf32>
    }
    ```
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::math::MathDialect", "::mlir::tensor::TensorDialect"
  ];
  let statistics = [
    Statistic<"numDecomposed", "decomposed-ops", "Number of composites">,
    Statistic<"numShared", "shared-ops",
              "Number of ops whose value another op computes already">
  ];
}

#endif // MPC_PASSES_LOWERKERNELS_TD
