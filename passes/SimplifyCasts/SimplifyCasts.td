//===- SimplifyCasts.td - removes casts that nothing needs -*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_SIMPLIFYCASTS_TD
#define MPC_PASSES_SIMPLIFYCASTS_TD

include "mlir/Pass/PassBase.td"

def SimplifyCastsPass : Pass<"mpc-simplify-casts", "::mlir::func::FuncOp"> {
  let summary = "Removes casts that nothing needs";
  let description = [{
    Removes, whatever the mode, casts that change no bit: a cast down of what was
    cast up from the same format, a cast to the format that a value has, casts of
    splat constants, and casts that nobody reads.

    With `casts=fused` an op reads a value as it was computed, instead of cast
    down and up again, where every kernel that runs the op computes the value
    itself (KernelGrouping is asked): the value is then rounded only where it is
    stored for other kernels. With `casts=strict` every rounding that was decided
    stays, and the results are, bit for bit, those of `--fusion=off`, where each
    op is its own kernel. Without fusion both are the same.

    ```mlir
    // exp and neg are one kernel:
    %e = mpc.exp %x : tensor<4xf32>
    %0 = mpc.cast %e to f16 : tensor<4xf32> -> tensor<4xf16>
    %1 = mpc.cast %0 to f32 : tensor<4xf16> -> tensor<4xf32>
    %n = mpc.neg %1 : tensor<4xf32>
    // becomes
    %e = mpc.exp %x : tensor<4xf32>
    %n = mpc.neg %e : tensor<4xf32>
    ```
  }];
  let options = [
    Option<"casts", "casts", "std::string", "\"fused\"",
           "fused: round what is stored; strict: round as was decided">,
    Option<"fusion", "fusion", "bool", "true", "as in mpc-form-kernels">
  ];
  let statistics = [
    Statistic<"numExact", "exact", "casts removed that changed no bit">,
    Statistic<"numInternal", "internal",
              "casts removed since their value stays in its kernel">,
    Statistic<"numLeft", "left", "casts left">
  ];
  let dependentDialects = ["::mpc::MpcDialect"];
}

#endif // MPC_PASSES_SIMPLIFYCASTS_TD
