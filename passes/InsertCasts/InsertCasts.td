//===- InsertCasts.td - makes storage formats explicit ----*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_INSERTCASTS_TD
#define MPC_PASSES_INSERTCASTS_TD

include "mlir/Pass/PassBase.td"

def InsertCastsPass : Pass<"mpc-insert-casts", "::mlir::ModuleOp"> {
  let summary = "Makes storage formats explicit";
  let description = [{
    Acts on the decisions of AssignPrecision, whose attribute goes away. Every
    rounding that was decided is there afterwards, as `mpc.cast`:

    * A result that is stored low is cast down right after its op and cast up to
      f32 again; whatever read it reads that.
    * An operand that a contraction reads low is the value as it is stored, if it
      is stored in that format, and a cast of it otherwise. One cast of a value
      serves all.
    * A view of a value that is stored low is a view of its low elements.
    * A parameter that a contraction reads in 16 bits, movements seen through, is
      read from a copy of the arena `params`: the state `params_f16` or
      `params_bf16`, of kind `copy`, which becomes an argument. @update returns the
      copies of the new parameters; @refresh, which the session runs after a load,
      makes them of those that are there.

    With the module's `mpc.parameter_format` the arenas of parameters are themselves
    of that format; nothing is copied, and what @update and @init return is cast
    last.

    Which kernel a cast belongs to is not said here: KernelGrouping puts it where
    it moves the fewest bytes. What needs no rounding is SimplifyCasts' matter.

    ```mlir
    %e = mpc.exp %x {mpc.precision = #mpc.precision<f16, [], ...>} : tensor<4xf32>
    %n = mpc.neg %e : tensor<4xf32>
    ```
    becomes
    ```mlir
    %e = mpc.exp %x : tensor<4xf32>
    %0 = mpc.cast %e to f16 : tensor<4xf32> -> tensor<4xf16>
    %1 = mpc.cast %0 to f32 : tensor<4xf16> -> tensor<4xf32>
    %n = mpc.neg %1 : tensor<4xf32>
    ```
  }];
  let statistics = [
    Statistic<"numInserted", "inserted", "casts inserted">
  ];
  let dependentDialects = ["::mpc::MpcDialect"];
}

#endif // MPC_PASSES_INSERTCASTS_TD
