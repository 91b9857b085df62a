//===- FormKernels.td - gathers ops into kernels -----------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_FORMKERNELS_TD
#define MPC_PASSES_FORMKERNELS_TD

include "mlir/Pass/PassBase.td"

def FormKernelsPass : Pass<"mpc-form-kernels", "::mlir::func::FuncOp"> {
  let summary = "Gathers ops into kernels";
  let description = [{
    Makes the answer of the analysis KernelGrouping visible: each of its groups
    becomes an `mpc.kernel`, in the order in which they run. Ops that are in
    several groups are cloned into each.

    With `trailing`, a group that trails another becomes the last part of its
    kernel, in ops of the role `trailing`. It does if all of: it reduces leading
    dimensions of that kernel's domain, once, by sums, means or maxima, and stores
    nothing else; all that it reads, scalars aside, is what that kernel stores,
    element for element; what is left is a scalar or, for each column, one value:
    a row of a row reduction, a last dimension elsewhere; the scalars that it
    reads are there when that kernel runs. A column reduction has no trailing
    part, nor has what trails another. What only trailing parts read is not stored,
    but they read it with all its casts: rounding does not depend on the option.

    Stays outside of kernels: views (reshape, segment, pack) and constants that
    are no splat. Dead ops are removed. A reduction that gives back its operand's
    shape but reduces other than its last dimensions is decomposed first, since
    no kernel can broadcast back over leading dimensions.

    An algorithm is a kernel of its own: what it reads is stored before it runs,
    cast as it reads it; casts and flags of what it computes are part of other
    kernels.

    Every returned value, and every segment of a pack, becomes the result of a
    kernel that has no other destination, reached through reshapes at most. Adds
    a copy kernel, whose body yields its argument, where that is not so: for an
    argument, a view of one, a segment, a constant, and a value with two
    destinations. Adds none if a state is returned unchanged as its own update.

    Ops of a body carry `mpc.role`. A kernel says in `mpc.adjoint_inputs` which
    operands its adjoint ops read and in `mpc.adjoint_results` which results they
    compute; PlanBuffers counts residuals by them.

    A function that has casts says in `mpc.casts_costly` how many of them store a
    value that is stored uncast as well.

    Emits a remark per kernel and per trailing part, and a missed one with the reason where an op
    stays apart from a producer that it reads.

    ```mlir
    func.func @f(%x: tensor<4x3xf32>, %w: tensor<3x2xf32>) -> tensor<4x2xf32> {
      %0 = mpc.dot_general %x, %w contract [1] x [0]
          : (tensor<4x3xf32>, tensor<3x2xf32>) -> tensor<4x2xf32> loc("fc")
      %1 = mpc.relu %0 : tensor<4x2xf32>
      return %1 : tensor<4x2xf32>
    }
    ```
    becomes
    ```mlir
    func.func @f(%x: tensor<4x3xf32>, %w: tensor<3x2xf32>) -> tensor<4x2xf32> {
      %0 = mpc.kernel contraction "fc" domain [4, 2] reduced []
          (%a = %x : tensor<4x3xf32>, %b = %w : tensor<3x2xf32>)
          -> (tensor<4x2xf32>) {
        %1 = mpc.dot_general %a, %b contract [1] x [0] {mpc.role = "main"}
            : (tensor<4x3xf32>, tensor<3x2xf32>) -> tensor<4x2xf32>
        %2 = mpc.relu %1 {mpc.role = "epilogue"} : tensor<4x2xf32>
        mpc.yield %2 : tensor<4x2xf32>
      }
      return %0 : tensor<4x2xf32>
    }
    ```
  }];
  let dependentDialects = ["::mpc::MpcDialect"];
  let options = [
    Option<"fusion", "fusion", "bool", "true",
           "gather several ops into one kernel; off: each op is its own">,
    Option<"trailing", "trailing", "bool", "false",
           "let a kernel end with what combines its results; off: kernels of "
           "their own, since a host's tasks do not know which of them is last">
  ];
  let statistics = [
    Statistic<"numKernels", "kernels", "Number of kernels, copies aside">,
    Statistic<"numTrailing", "trailing",
              "Number of reductions that end another's kernel">,
    Statistic<"numFused", "fused-ops", "Number of ops that needed no kernel">,
    Statistic<"numDuplicated", "duplicated-ops",
              "Number of ops computed again instead of stored">,
    Statistic<"numCostly", "costly-casts",
              "Number of casts that store a value a second time">,
    Statistic<"numCopies", "copies", "Number of kernels that only copy">
  ];
}

#endif // MPC_PASSES_FORMKERNELS_TD
