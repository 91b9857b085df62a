//===- TestCode.h - machine code for engines of the tests -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_TEST_TESTCODE_H
#define MPCRT_TEST_TESTCODE_H

#include <cstdint>
#include <string>

namespace mpcrt::test {

/// Kernels in x86-64 machine code, position-independent, f32 unless said.
/// Their order is that of the kernels in tinySpec().
enum class TestKernel : int32_t {
  add,     ///< (a, b, out): out[i] = a[i] + b[i]
  fill,    ///< (seed i64, out): out[i] = seed + i
  update,  ///< (p, g, lr, out): out[i] = p[i] - lr * g[i]
  count,   ///< (n i64, out i64): out[0] = n[0] + 1
  exp,     ///< (x f64, out f64): out[i] = services->exp(x[i])
  scratch, ///< (out i64): writes i to the scratch memory and reads it back
  mode,    ///< (out i32): out[i] = the floating-point control word
  last = mode
};

/// All kernels in one image, and where each starts.
std::string testCode();
int64_t testCodeOffset(TestKernel kernel);

} // namespace mpcrt::test

#endif // MPCRT_TEST_TESTCODE_H
