//===- NormalizeLayout.td - transposes move out of the graph --*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_NORMALIZELAYOUT_TD
#define MPC_PASSES_NORMALIZELAYOUT_TD

include "mlir/Pass/PassBase.td"

def NormalizeLayoutPass
    : Pass<"mpc-normalize-layout", "::mlir::func::FuncOp"> {
  let summary = "Moves transposes behind elementwise ops, where they cancel";
  let description = [{
    An elementwise op on a transposed tensor becomes a transpose of that op on
    the tensor as it was, if the other operands are transposed alike, or are
    constants, or repeat a tensor whose dimensions stay in order. Canonicalization
    has put transposes around every image op with channels first: pushed down
    they meet the next one's and cancel, so that a network of such ops keeps one
    transpose where it begins and one where it ends. A transpose that others read
    as well stays for them.

    ```mlir
    %t = mpc.transpose %x perm [0, 3, 1, 2]
        : tensor<8x7x7x4xf32> -> tensor<8x4x7x7xf32>
    %y = mpc.relu %t : tensor<8x4x7x7xf32>
    // becomes
    %r = mpc.relu %x : tensor<8x7x7x4xf32>
    %y = mpc.transpose %r perm [0, 3, 1, 2]
        : tensor<8x7x7x4xf32> -> tensor<8x4x7x7xf32>
    ```
  }];
  let statistics = [
    Statistic<"numMoved", "moved", "transposes moved behind an op">
  ];
  let dependentDialects = ["::mpc::MpcDialect"];
}

#endif // MPC_PASSES_NORMALIZELAYOUT_TD
