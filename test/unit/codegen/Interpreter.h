//===- Interpreter.h - what a lowered kernel means --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_UNIT_CODEGEN_INTERPRETER_H
#define MPC_TEST_UNIT_CODEGEN_INTERPRETER_H

#include "mpc/IR/Mpc.h"

#include <vector>

namespace mpc::test {

/// A float, or an integer with its sign extended.
struct Scalar {
  double real = 0;
  int64_t integer = 0;
};

/// A tensor in row-major order.
struct Tensor {
  mlir::RankedTensorType type;
  std::vector<Scalar> elements;
};

/// The number of `type` nearest to `value`.
double roundTo(double value, mlir::FloatType type);

/// Runs the body of a lowered kernel element by element. Every f32 operation is
/// rounded to f32 but sums of contractions and reductions, which are exact.
std::vector<Tensor> interpret(KernelOp kernel, std::vector<Tensor> inputs);

} // namespace mpc::test

#endif // MPC_TEST_UNIT_CODEGEN_INTERPRETER_H
