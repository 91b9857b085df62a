//===- PointwiseTest.cpp - elementwise kernels ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Harness.h"

#include "gtest/gtest.h"

namespace mpc::test {

TEST(Pointwise, adds_vectors_of_any_length) {
  for (int size : {0, 1, 7, 16, 33, 100000}) {
    std::string t = "tensor<" + std::to_string(size) + "xf32>";
    TestKernel("%x: " + t + ", %y: " + t,
               "pointwise \"add\" domain [" + std::to_string(size) +
                   "] reduced [] (%a = %x : " + t + ", %b = %y : " + t +
                   ") -> (" + t + ") { %0 = mpc.add %a, %b : " + t +
                   " %1 = mpc.mul %0, %a : " + t + " mpc.yield %1 : " + t +
                   " }")
        .check(0);
  }
}

TEST(Pointwise, broadcasts_rows_columns_and_scalars) {
  TestKernel("%x: tensor<9x37xf32>, %r: tensor<37xf32>, %c: tensor<9xf32>, "
             "%s: tensor<f32>",
             R"(pointwise "b" domain [9, 37] reduced []
    (%a = %x : tensor<9x37xf32>, %b = %r : tensor<37xf32>, %d = %c : tensor<9xf32>, %e = %s : tensor<f32>)
    -> (tensor<9x37xf32>) {
  %0 = mpc.broadcast %b dims [1] : tensor<37xf32> -> tensor<9x37xf32>
  %1 = mpc.broadcast %d dims [0] : tensor<9xf32> -> tensor<9x37xf32>
  %2 = mpc.broadcast %e dims [] : tensor<f32> -> tensor<9x37xf32>
  %3 = mpc.add %a, %0 : tensor<9x37xf32>
  %4 = mpc.mul %3, %1 : tensor<9x37xf32>
  %5 = mpc.div %4, %2 : tensor<9x37xf32>
  %6 = mpc.sqrt %5 : tensor<9x37xf32>
  mpc.yield %6 : tensor<9x37xf32>
})")
      .check(0);
}

TEST(Pointwise, transposes_and_copies) {
  TestKernel("%x: tensor<5x19x3xf32>",
             R"(pointwise "t" domain [3, 5, 19] reduced []
    (%a = %x : tensor<5x19x3xf32>) -> (tensor<3x5x19xf32>, tensor<5x19x3xf32>) {
  %0 = mpc.transpose %a perm [2, 0, 1] : tensor<5x19x3xf32> -> tensor<3x5x19xf32>
  mpc.yield %0, %a : tensor<3x5x19xf32>, tensor<5x19x3xf32>
})")
      .check(0);
}

TEST(Pointwise, handles_predicates_bytes_and_tables) {
  TestKernel("%x: tensor<67xf32>, %y: tensor<67xui8>",
             R"(pointwise "p" domain [67] reduced []
    (%a = %x : tensor<67xf32>, %b = %y : tensor<67xui8>)
    -> (tensor<67xi1>, tensor<67xf32>, tensor<67xi32>) {
  %0 = mpc.convert %b : tensor<67xui8> to tensor<67xf32>
  %1 = mpc.compare gt, %a, %0 : tensor<67xf32>
  %2 = mpc.select %1, %a, %0 : tensor<67xf32>
  %3 = mpc.iota dim 0 : tensor<67xi32>
  mpc.yield %1, %2, %3 : tensor<67xi1>, tensor<67xf32>, tensor<67xi32>
})")
      .check(0);
  TestKernel("%x: tensor<4x3xf32>", R"(pointwise "c" domain [4, 3] reduced []
    (%a = %x : tensor<4x3xf32>) -> (tensor<4x3xf32>) {
  %0 = mpc.constant dense<[1.0, 2.0, -3.5]> : tensor<3xf32>
  %1 = mpc.broadcast %0 dims [1] : tensor<3xf32> -> tensor<4x3xf32>
  %2 = mpc.mul %a, %1 : tensor<4x3xf32>
  mpc.yield %2 : tensor<4x3xf32>
})")
      .check(0);
}

TEST(Pointwise, calls_the_math_library_in_f64) {
  TestKernel("%x: tensor<13xf64>", R"(pointwise "e" domain [13] reduced []
    (%a = %x : tensor<13xf64>) -> (tensor<13xf64>) {
  %0 = mpc.exp %a : tensor<13xf64>
  %1 = mpc.tanh %0 : tensor<13xf64>
  mpc.yield %1 : tensor<13xf64>
})")
      .check(0);
}

TEST(Pointwise, draws_random_numbers_in_two_dimensions) {
  TestKernel("%s: tensor<i64>, %i: tensor<i64>, %m: tensor<i64>",
             R"(pointwise "r" domain [6, 21] reduced []
    (%a = %s : tensor<i64>, %b = %i : tensor<i64>, %c = %m : tensor<i64>)
    -> (tensor<6x21xf32>) {
  %0 = mpc.random uniform, %a, %b, %c stream 3 : tensor<6x21xf32>
  mpc.yield %0 : tensor<6x21xf32>
})")
      .check(0);
}

} // namespace mpc::test
