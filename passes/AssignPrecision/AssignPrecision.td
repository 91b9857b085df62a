//===- AssignPrecision.td - decides how values are stored, and why -*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_ASSIGNPRECISION_TD
#define MPC_PASSES_ASSIGNPRECISION_TD

include "mlir/Pass/PassBase.td"

def AssignPrecisionPass : Pass<"mpc-assign-precision", "::mlir::ModuleOp"> {
  let summary = "Decides how values are stored, and why";
  let description = [{
    Gives every op with an f32 result, forward and adjoint alike, the attribute
    `mpc.precision`: the format in which its result is stored where it leaves its
    kernel; for contractions also the format in which each operand is read; the
    rule that decided, and the reason in words. Nothing else changes. Arithmetic
    stays f32 whatever is decided; InsertCasts acts on the decisions. Functions that
    give parameters a new value, @update and @init, are f32 throughout. Elements
    that are not f32 in the model are the model's own business.

    The policy `amp` follows PyTorch's autocast, op by op in program order. The
    first rule that applies wins.

    | rule | applies to | decision |
    | --- | --- | --- |
    | `keep` | names in `keep`, ops with `mpc.keep` | what the user says |
    | `contraction` | class `contraction` | operands low; result low, but f32 if it leads to gradients of parameters only or is returned |
    | `unknown` | ops without PrecisionOpInterface | f32 |
    | `returned` | values that the caller receives, views seen through | f32 |
    | `read-by-contraction` | adjoints that would be f32 and that a contraction reads | low: it rounds them anyway |
    | `keep32` | class `keep32`: exp, log, pow, squares, sums, softmax, losses; what the adjoints of these compute | f32 |
    | `gradient` | values that lead to gradients of parameters only | f32 |
    | `constant` | ops that read a constant beyond the format's largest or below its least normal number (masks of -1e9, epsilons) | f32 |
    | `promote` | classes `follow` and `exact` with an f32 operand | f32 |
    | `follow` | the rest of these classes | low |

    Constants, scalars, parameters and what is computed from parameters only have
    no vote in `promote` and `follow`: a bias does not make a layer f32. An
    adjoint that is computed from a low adjoint is low whatever else it reads.
    `tf32` is for operands of contractions only.

    Apex's levels are policies, too. `O0` is f32 throughout, `O1` is `amp`. `O2` and
    `O3` store the whole model low, whatever an op reads:

    | rule | applies to | decision |
    | --- | --- | --- |
    | `keep`, `contraction`, `unknown`, `returned`, `gradient`, `constant` | as above | as above |
    | `norm` | O2 only: class `keep32` but for pointwise ops, that is, sums, softmax, norms and losses; what the adjoints of this class compute | f32, but low where a contraction reads an adjoint |
    | `scalar` | single numbers, and what is made of them and constants only, as the scaled adjoint of the loss | f32 |
    | `model` | the rest | low |

    `O3` also sets the module's `mpc.parameter_format`, by which InsertCasts stores the
    parameters themselves in the format: there are no masters, and updates that are
    small against a parameter are lost.

    ```mlir
    %y = mpc.dot_general %x, %w contract [1] x [0]
        {mpc.precision = #mpc.precision<f16, [f16, f16], "amp.contraction",
                                        "tensor cores, accumulates in f32">}
        : (tensor<4x3xf32>, tensor<3x2xf32>) -> tensor<4x2xf32>
    %e = mpc.exp %y {mpc.precision = #mpc.precision<f32, [], "amp.keep32",
                                     "its results are unreliable below f32">}
        : tensor<4x2xf32>
    ```
  }];
  let options = [
    Option<"policy", "policy", "std::string", "\"amp\"",
           "amp: PyTorch autocast's lists; O0 to O3: Apex's levels">,
    Option<"format", "format", "std::string", "\"f16\"",
           "f32, tf32, bf16 or f16: what contractions read, and what follows">,
    ListOption<"keep", "keep", "std::string",
               "PATTERN=FORMAT: stores ops of these names, and what their "
               "contractions read, in a format; the last one wins">
  ];
  let statistics = [
    Statistic<"numLow", "low", "ops that read or store less than f32">,
    Statistic<"numWide", "f32", "ops that read and store f32">,
    Statistic<"numOverridden", "overridden", "ops decided by the user">
  ];
  let dependentDialects = ["::mpc::MpcDialect"];
}

#endif // MPC_PASSES_ASSIGNPRECISION_TD
