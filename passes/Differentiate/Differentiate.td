//===- Differentiate.td - builds the adjoint of a function -*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_DIFFERENTIATE_TD
#define MPC_PASSES_DIFFERENTIATE_TD

include "mlir/Pass/PassBase.td"

def DifferentiatePass : Pass<"mpc-differentiate", "::mlir::ModuleOp"> {
  let summary = "Builds the adjoint of a function";
  let description = [{
    Appends to the function the gradient of its first result, a scalar loss,
    with respect to every `mpc.param` argument that is not `mpc.frozen`, in the order
    of the arguments, as results with the attribute `mpc.gradient`.

    Reverse-mode differentiation (Griewank & Walther 2008): ops are visited from
    the last to the first; an op is differentiated, by its
    DifferentiableOpInterface, if all of:
    * the loss depends on one of its results,
    * that result holds floats and depends on a parameter.

    An op with the trait NotDifferentiable (`stop_gradient`, comparisons), and
    an operand for which the op gives no adjoint (labels), end the walk. A value
    used several times gets the sum of its adjoints, in reverse order of use. A
    parameter that the loss does not depend on gets zeros and a warning.

    Every op built has the attribute `mpc.adjoint` (`"keep32"` for that of an op of that class) and the location
    `fused<"adjoint">[loc]` of the op it is the adjoint of. A forward op whose
    result the adjoint uses gets `mpc.residual = "name"`: the name of its
    location, or mnemonic and line, made unique. Constants are no residuals.
    No dead op is left. The walk starts from the loss's adjoint by itself, 1 or,
    with the option `seed`, `mpc.seed`.

    Refused, with a location: a function that is missing, external, called by
    another, differentiated already or of more than one block; one without
    parameter; a first result that is no `tensor<float>`; an op without
    derivative through which the loss depends on a parameter.

    ```mlir
    func.func @train(%w: tensor<f32> {mpc.param = "w"}) -> tensor<f32> {
      %y = mpc.exp %w : tensor<f32> loc("y")
      return %y : tensor<f32>
    }
    // becomes
    func.func @train(%w: tensor<f32> {mpc.param = "w"})
        -> (tensor<f32>, tensor<f32> {mpc.gradient = "w"}) {
      %y = mpc.exp %w {mpc.residual = "y"} : tensor<f32>
      %one = mpc.constant {mpc.adjoint} dense<1.0> : tensor<f32>
      %dw = mpc.mul %one, %y {mpc.adjoint} : tensor<f32>
      return %y, %dw : tensor<f32>, tensor<f32>
    }
    ```
  }];
  let options = [
    Option<"function", "function", "std::string", "\"train\"",
           "function whose first result, a scalar loss, is differentiated">,
    Option<"seed", "seed", "bool", "false",
           "begin with mpc.seed, which ScaleLoss replaces, not with 1: without "
           "a loss scale there is more to fold">
  ];
  let statistics = [
    Statistic<"numDifferentiated", "differentiated", "ops differentiated">,
    Statistic<"numAdjoint", "adjoint", "ops of the adjoint">,
    Statistic<"numResiduals", "residuals", "forward ops the adjoint reads">
  ];
  let dependentDialects = ["::mpc::MpcDialect"];
}

#endif // MPC_PASSES_DIFFERENTIATE_TD
