//===- FlagTest.cpp - kernels that raise flags ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Harness.h"

#include "gtest/gtest.h"

#include "llvm/Support/FormatVariadic.h"

#include <cmath>

namespace mpc::test {

/// Runs a kernel whose last input is the factor of its flags, here 2: with all
/// elements finite, and with bad ones at each of `places` of input 0. The last
/// one becomes infinite by the factor only.
static void checkFlag(llvm::StringRef arguments, llvm::StringRef text,
                      llvm::ArrayRef<int64_t> places, double tolerance = 2e-6) {
  unsigned factor = llvm::count(arguments, '%') - 1;
  TestKernel(arguments, text).set(factor, 0, 2).check(tolerance);
  for (int64_t place : places)
    for (double value : {double(INFINITY), double(NAN), 3e38}) {
      SCOPED_TRACE(llvm::formatv("{0} at {1}", value, place).str());
      TestKernel(arguments, text)
          .set(factor, 0, 2)
          .set(0, place, value)
          .check(tolerance);
    }
}

TEST(Flag, is_raised_by_any_element_of_a_pointwise_kernel) {
  for (int size : {0, 1, 13, 40000}) {
    std::string t = llvm::formatv("tensor<{0}xf32>", size);
    std::string text = llvm::formatv(
        R"(pointwise "f" domain [{0}] reduced []
    (%a = %x : {1}, %f = %y : tensor<f32>) -> ({1}, tensor<i1>, tensor<i1>) {{
  %0 = mpc.neg %a : {1}
  %1 = mpc.has_nonfinite %0, %f : {1}, tensor<f32>
  %2 = mpc.has_nonfinite %a, %f : {1}, tensor<f32>
  mpc.yield %0, %1, %2 : {1}, tensor<i1>, tensor<i1> })",
        size, t);
    llvm::SmallVector<int64_t> places;
    if (size)
      places = {0, size - 1, size / 2};
    checkFlag("%x: " + t + ", %y: tensor<f32>", text, places);
  }
}

TEST(Flag, may_be_the_only_result) {
  checkFlag("%x: tensor<5x7xf32>, %y: tensor<f32>",
            R"(pointwise "f" domain [5, 7] reduced []
    (%a = %x : tensor<5x7xf32>, %f = %y : tensor<f32>) -> (tensor<i1>) {
  %0 = mpc.has_nonfinite %a, %f : tensor<5x7xf32>, tensor<f32>
  mpc.yield %0 : tensor<i1> })",
            {0, 34});
}

TEST(Flag, may_look_at_a_scalar) {
  checkFlag("%x: tensor<f32>, %y: tensor<f32>",
            R"(pointwise "f" domain [] reduced []
    (%a = %x : tensor<f32>, %f = %y : tensor<f32>) -> (tensor<f32>, tensor<i1>) {
  %0 = mpc.neg %a : tensor<f32>
  %1 = mpc.has_nonfinite %0, %f : tensor<f32>, tensor<f32>
  mpc.yield %0, %1 : tensor<f32>, tensor<i1> })",
            {0});
}

TEST(Flag, rides_on_rows) {
  for (int columns : {5, 300}) {
    std::string text = llvm::formatv(
        R"(row_reduction "r" domain [13, {0}] reduced [1]
    (%a = %x : tensor<13x{0}xf32>, %f = %y : tensor<f32>)
    -> (tensor<13xf32>, tensor<13x{0}xf32>, tensor<i1>, tensor<i1>) {{
  %0 = mpc.reduce sum, %a dims [1] : tensor<13x{0}xf32> -> tensor<13xf32>
  %1 = mpc.broadcast %0 dims [0] : tensor<13xf32> -> tensor<13x{0}xf32>
  %2 = mpc.sub %a, %1 : tensor<13x{0}xf32>
  %3 = mpc.has_nonfinite %0, %f : tensor<13xf32>, tensor<f32>
  %4 = mpc.has_nonfinite %2, %f : tensor<13x{0}xf32>, tensor<f32>
  mpc.yield %0, %2, %3, %4
      : tensor<13xf32>, tensor<13x{0}xf32>, tensor<i1>, tensor<i1> })",
        columns);
    checkFlag(
        llvm::formatv("%x: tensor<13x{0}xf32>, %y: tensor<f32>", columns).str(),
        text, {0, 13 * columns - 1, 6 * columns + 3});
  }
}

TEST(Flag, rides_on_columns) {
  for (int columns : {5, 300}) {
    std::string text = llvm::formatv(
        R"(column_reduction "r" domain [13, {0}] reduced [0]
    (%a = %x : tensor<13x{0}xf32>, %f = %y : tensor<f32>)
    -> (tensor<{0}xf32>, tensor<i1>) {{
  %0 = mpc.reduce sum, %a dims [0] : tensor<13x{0}xf32> -> tensor<{0}xf32>
  %1 = mpc.has_nonfinite %0, %f : tensor<{0}xf32>, tensor<f32>
  mpc.yield %0, %1 : tensor<{0}xf32>, tensor<i1> })",
        columns);
    checkFlag(
        llvm::formatv("%x: tensor<13x{0}xf32>, %y: tensor<f32>", columns).str(),
        text, {0, 13 * columns - 1, 6 * columns + 3});
  }
}

TEST(Flag, rides_on_products) {
  for (int columns : {1, 37, 256}) {
    std::string text = llvm::formatv(
        R"(contraction "p" domain [20, {0}] reduced []
    (%a = %x : tensor<30x20xf32>, %b = %y : tensor<30x{0}xf32>, %f = %z : tensor<f32>)
    -> (tensor<20x{0}xf32>, tensor<i1>) {{
  %0 = mpc.dot_general %a, %b contract [0] x [0]
      : (tensor<30x20xf32>, tensor<30x{0}xf32>) -> tensor<20x{0}xf32>
  %1 = mpc.has_nonfinite %0, %f : tensor<20x{0}xf32>, tensor<f32>
  mpc.yield %0, %1 : tensor<20x{0}xf32>, tensor<i1> })",
        columns);
    checkFlag(llvm::formatv("%x: tensor<30x20xf32>, %y: tensor<30x{0}xf32>, "
                            "%z: tensor<f32>",
                            columns)
                  .str(),
              text, {0, 599, 310});
  }
}

} // namespace mpc::test
