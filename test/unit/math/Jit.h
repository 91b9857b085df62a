//===- Jit.h - an expansion as a function over buffers --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_UNIT_MATH_JIT_H
#define MPC_TEST_UNIT_MATH_JIT_H

#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"

#include <memory>

namespace mpc::test {

/// Elements that one call of a compiled function reads and writes.
constexpr int64_t chunk = 4096;

/// Emits the function under test on scalars or vectors x and y.
using Body = mlir::Value (*)(mlir::ImplicitLocOpBuilder &b, mlir::Value x,
                             mlir::Value y);

/// A body, expanded by the pass mpc-expand-math and compiled for this CPU.
class Compiled {
public:
  /// `lanes` = 1 compiles the scalar form. Ends the program on failure.
  Compiled(Body body, int64_t lanes);

  void operator()(const float *x, const float *y, float *result) const {
    function(x, y, result);
  }

private:
  std::unique_ptr<llvm::orc::LLJIT> jit;
  void (*function)(const float *, const float *, float *);
};

} // namespace mpc::test

#endif // MPC_TEST_UNIT_MATH_JIT_H
