//===- ReductionTest.cpp - kernels with reductions --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Harness.h"

#include "gtest/gtest.h"

#include "llvm/Support/FormatVariadic.h"

namespace mpc::test {

/// Normalizes along one dimension: two reductions, one after the other, and
/// results of both shapes.
static std::string makeNormalizer(int rows, int columns, int dim, bool wide) {
  std::string e = wide ? "f64" : "f32";
  std::string t = llvm::formatv("tensor<{0}x{1}x{2}>", rows, columns, e);
  std::string k = llvm::formatv("tensor<{0}x{1}>", dim ? rows : columns, e);
  int kept = 1 - dim;
  return llvm::formatv(R"({0}_reduction "n" domain [{1}, {2}] reduced [{3}]
    (%a = %x : {4}) -> ({5}, {4}, {5}) {{
  %0 = mpc.reduce mean, %a dims [{3}] : {4} -> {5}
  %1 = mpc.broadcast %0 dims [{6}] : {5} -> {4}
  %2 = mpc.sub %a, %1 : {4}
  %3 = mpc.mul %2, %2 : {4}
  %4 = mpc.reduce sum, %3 dims [{3}] : {4} -> {5}
  %5 = mpc.reduce max, %a dims [{3}] : {4} -> {5}
  %6 = mpc.sqrt %4 : {5}
  %7 = mpc.broadcast %6 dims [{6}] : {5} -> {4}
  %8 = mpc.div %2, %7 : {4}
  mpc.yield %5, %8, %4 : {5}, {4}, {5}
})",
                       dim ? "row" : "column", rows, columns, dim, t, k, kept);
}

static void checkNormalizer(int rows, int columns, int dim, bool wide = false) {
  SCOPED_TRACE(llvm::formatv("{0}x{1} dim {2}", rows, columns, dim).str());
  std::string type =
      llvm::formatv("tensor<{0}x{1}x{2}>", rows, columns, wide ? "f64" : "f32");
  TestKernel("%x: " + type, makeNormalizer(rows, columns, dim, wide))
      .check(wide ? 1e-14 : 2e-6);
}

TEST(Reduction, walks_rows_of_any_length) {
  checkNormalizer(64, 10, 1);
  checkNormalizer(5, 64, 1);
  checkNormalizer(3, 1, 1);
  checkNormalizer(7, 203, 1);
  checkNormalizer(3, 1000, 1);
  checkNormalizer(40, 37, 1, true);
}

TEST(Reduction, walks_columns_of_any_number) {
  checkNormalizer(64, 10, 0);
  checkNormalizer(5, 64, 0);
  checkNormalizer(33, 100, 0);
  checkNormalizer(7, 1, 0);
  checkNormalizer(9, 1000, 0);
  checkNormalizer(13, 37, 0, true);
}

TEST(Reduction, reduces_everything_and_nothing) {
  for (const char *size : {"0", "1", "1000"}) {
    std::string t = llvm::formatv("tensor<{0}x3xf32>", size);
    TestKernel("%x: " + t,
               llvm::formatv(R"(row_reduction "s" domain [{0}, 3] reduced [0, 1]
    (%a = %x : {1}) -> (tensor<f32>) {{
  %0 = mpc.reduce sum, %a dims [0, 1] : {1} -> tensor<f32>
  mpc.yield %0 : tensor<f32> })",
                             size, t)
                   .str())
        .check(1e-6);
  }
  TestKernel("%x: tensor<0x20xf32>",
             R"(column_reduction "m" domain [0, 20] reduced [0]
    (%a = %x : tensor<0x20xf32>) -> (tensor<20xf32>) {
  %0 = mpc.reduce max, %a dims [0] : tensor<0x20xf32> -> tensor<20xf32>
  mpc.yield %0 : tensor<20xf32> })")
      .check(0);
}

TEST(Reduction, finds_the_place_of_the_maximum) {
  TestKernel("%x: tensor<6x45xf32>, %y: tensor<6xui8>",
             R"(row_reduction "a" domain [6, 45] reduced [1]
    (%a = %x : tensor<6x45xf32>, %b = %y : tensor<6xui8>)
    -> (tensor<6xi32>, tensor<6xi1>) {
  %0 = mpc.reduce argmax, %a dims [1] : tensor<6x45xf32> -> tensor<6xi32>
  %1 = mpc.convert %b : tensor<6xui8> to tensor<6xi32>
  %2 = mpc.compare lt, %0, %1 : tensor<6xi32>
  mpc.yield %0, %2 : tensor<6xi32>, tensor<6xi1> })")
      .check(0);
}

TEST(Reduction, takes_kept_dimensions_from_both_sides) {
  TestKernel("%x: tensor<4x9x21xf32>, %y: tensor<21x4x9xf32>",
             R"(column_reduction "b" domain [4, 9, 21] reduced [1]
    (%a = %x : tensor<4x9x21xf32>, %b = %y : tensor<21x4x9xf32>)
    -> (tensor<4x21xf32>, tensor<4x9x21xf32>) {
  %0 = mpc.transpose %b perm [1, 2, 0] : tensor<21x4x9xf32> -> tensor<4x9x21xf32>
  %1 = mpc.mul %a, %0 : tensor<4x9x21xf32>
  %2 = mpc.reduce sum, %1 dims [1] : tensor<4x9x21xf32> -> tensor<4x21xf32>
  %3 = mpc.broadcast %2 dims [0, 2] : tensor<4x21xf32> -> tensor<4x9x21xf32>
  %4 = mpc.sub %a, %3 : tensor<4x9x21xf32>
  mpc.yield %2, %4 : tensor<4x21xf32>, tensor<4x9x21xf32> })")
      .check(1e-6);
  TestKernel("%x: tensor<5x6x19xf32>",
             R"(row_reduction "c" domain [5, 6, 19] reduced [0, 2]
    (%a = %x : tensor<5x6x19xf32>) -> (tensor<6xf32>) {
  %0 = mpc.reduce sum, %a dims [0, 2] : tensor<5x6x19xf32> -> tensor<6xf32>
  mpc.yield %0 : tensor<6xf32> })")
      .check(1e-6);
}

TEST(Reduction, does_softmax_and_cross_entropy) {
  TestKernel("%x: tensor<9x1000xf64>",
             R"(row_reduction "s" domain [9, 1000] reduced [1]
    (%a = %x : tensor<9x1000xf64>) -> (tensor<9x1000xf64>) {
  %0 = mpc.softmax %a dim 1 : tensor<9x1000xf64>
  mpc.yield %0 : tensor<9x1000xf64> })")
      .check(1e-14);
  TestKernel("%x: tensor<64x10xf64>, %y: tensor<64xi32>",
             R"(row_reduction "x" domain [64, 10] reduced [1]
    (%a = %x : tensor<64x10xf64>, %b = %y : tensor<64xi32>) -> (tensor<64xf64>) {
  %0 = mpc.cross_entropy %a, %b : (tensor<64x10xf64>, tensor<64xi32>) -> tensor<64xf64>
  mpc.yield %0 : tensor<64xf64> })")
      .check(1e-14);
}

} // namespace mpc::test
