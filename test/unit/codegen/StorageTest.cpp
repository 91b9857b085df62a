//===- StorageTest.cpp - kernels that store 16 bits -------------------===//
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

constexpr std::array<llvm::StringRef, 2> kFormats = {"f16", "bf16"};

/// Replaces `$` by the name of a format.
static std::string inFormat(llvm::StringRef text, llvm::StringRef format) {
  std::string result;
  for (char c : text)
    result += c == '$' ? format.str() : std::string(1, c);
  return result;
}

TEST(Storage, moves_and_rounds_vectors_of_any_length) {
  for (llvm::StringRef format : kFormats)
    for (int size : {0, 1, 7, 8, 33, 20000}) {
      std::string text = llvm::formatv(
          R"(pointwise "c" domain [{0}] reduced []
    (%a = %x : tensor<{0}xf32>, %b = %y : tensor<{0}x$>)
    -> (tensor<{0}x$>, tensor<{0}xf32>, tensor<{0}x$>) {{
  %0 = mpc.cast %b to f32 : tensor<{0}x$> -> tensor<{0}xf32>
  %1 = mpc.mul %a, %0 : tensor<{0}xf32>
  %2 = mpc.cast %1 to $ : tensor<{0}xf32> -> tensor<{0}x$>
  mpc.yield %2, %1, %b : tensor<{0}x$>, tensor<{0}xf32>, tensor<{0}x$> })",
          size);
      SCOPED_TRACE(format.str() + " " + std::to_string(size));
      TestKernel(
          inFormat(llvm::formatv("%x: tensor<{0}xf32>, %y: tensor<{0}x$>", size)
                       .str(),
                   format),
          inFormat(text, format))
          .check(0);
    }
}

TEST(Storage, gathers_and_broadcasts) {
  for (llvm::StringRef format : kFormats)
    TestKernel(inFormat("%x: tensor<5x19x3x$>, %r: tensor<19x$>", format),
               inFormat(R"(pointwise "t" domain [3, 5, 19] reduced []
    (%a = %x : tensor<5x19x3x$>, %b = %r : tensor<19x$>)
    -> (tensor<3x5x19x$>, tensor<5x19x3x$>, tensor<5x19x3xi1>) {
  %0 = mpc.transpose %a perm [2, 0, 1] : tensor<5x19x3x$> -> tensor<3x5x19x$>
  %1 = mpc.broadcast %b dims [1] : tensor<19x$> -> tensor<5x19x3x$>
  %2 = mpc.compare gt, %a, %1 : tensor<5x19x3x$>
  mpc.yield %0, %1, %2 : tensor<3x5x19x$>, tensor<5x19x3x$>, tensor<5x19x3xi1>
})",
                        format))
        .check(0);
}

TEST(Storage, reads_tables) {
  for (llvm::StringRef format : kFormats)
    TestKernel(inFormat("%x: tensor<4x3x$>", format),
               inFormat(R"(pointwise "c" domain [4, 3] reduced []
    (%a = %x : tensor<4x3x$>) -> (tensor<4x3x$>) {
  %0 = mpc.constant dense<[1.0, 2.0, -3.5]> : tensor<3x$>
  %1 = mpc.broadcast %0 dims [1] : tensor<3x$> -> tensor<4x3x$>
  %2 = mpc.mul %a, %1 : tensor<4x3x$>
  mpc.yield %2 : tensor<4x3x$>
})",
                        format))
        .check(0);
}

TEST(Storage, reduces_rows_and_columns) {
  for (llvm::StringRef format : kFormats)
    for (int kept : {0, 1})
      for (int columns : {3, 40, 261}) {
        std::string text = llvm::formatv(
            R"({0} "r" domain [13, {1}] reduced [{2}]
    (%a = %x : tensor<13x{1}x$>) -> (tensor<{3}x$>, tensor<{3}xf32>, tensor<13x{1}x$>) {{
  %0 = mpc.cast %a to f32 : tensor<13x{1}x$> -> tensor<13x{1}xf32>
  %1 = mpc.reduce sum, %0 dims [{2}] : tensor<13x{1}xf32> -> tensor<{3}xf32>
  %2 = mpc.cast %1 to $ : tensor<{3}xf32> -> tensor<{3}x$>
  %3 = mpc.broadcast %1 dims [{4}] : tensor<{3}xf32> -> tensor<13x{1}xf32>
  %4 = mpc.add %0, %3 : tensor<13x{1}xf32>
  %5 = mpc.cast %4 to $ : tensor<13x{1}xf32> -> tensor<13x{1}x$>
  mpc.yield %2, %1, %5 : tensor<{3}x$>, tensor<{3}xf32>, tensor<13x{1}x$> })",
            kept ? "column_reduction" : "row_reduction", columns, 1 - kept,
            kept ? columns : 13, kept);
        SCOPED_TRACE(inFormat("$ ", format) + std::to_string(columns));
        // Sums in another order may round to the neighbour.
        TestKernel(
            inFormat(llvm::formatv("%x: tensor<13x{0}x$>", columns).str(),
                     format),
            inFormat(text, format))
            .check(format == "f16" ? 0x1p-10 : 0x1p-7);
      }
}

// The pack rounds as the cast says, and both widths come from one value.
TEST(Storage, casts_before_and_after_products) {
  for (llvm::StringRef format : kFormats)
    TestKernel(inFormat("%x: tensor<20x50xui8>, %y: tensor<50x37x$>", format),
               inFormat(R"(contraction "f" domain [20, 37] reduced []
    (%a = %x : tensor<20x50xui8>, %b = %y : tensor<50x37x$>)
    -> (tensor<20x37xf32>, tensor<20x37x$>, tensor<37x20x$>) {
  %0 = mpc.convert %a : tensor<20x50xui8> to tensor<20x50xf32>
  %s = mpc.constant dense<0.00392156886> : tensor<20x50xf32>
  %1 = mpc.mul %0, %s : tensor<20x50xf32>
  %2 = mpc.cast %1 to $ : tensor<20x50xf32> -> tensor<20x50x$>
  %3 = mpc.dot_general %2, %b contract [1] x [0]
      : (tensor<20x50x$>, tensor<50x37x$>) -> tensor<20x37xf32>
  %4 = mpc.relu %3 : tensor<20x37xf32>
  %5 = mpc.cast %4 to $ : tensor<20x37xf32> -> tensor<20x37x$>
  %6 = mpc.transpose %5 perm [1, 0] : tensor<20x37x$> -> tensor<37x20x$>
  mpc.yield %4, %5, %6 : tensor<20x37xf32>, tensor<20x37x$>, tensor<37x20x$> })",
                        format))
        .check(format == "f16" ? 0x1p-10 : 0x1p-7);
}

// Through f32 it would become a tie.
TEST(Storage, rounds_f64_once) {
  for (llvm::StringRef format : kFormats) {
    TestKernel kernel("%x: tensor<13xf64>",
                      inFormat(R"(pointwise "d" domain [13] reduced []
    (%a = %x : tensor<13xf64>) -> (tensor<13x$>) {
  %0 = mpc.convert %a : tensor<13xf64> to tensor<13x$>
  mpc.yield %0 : tensor<13x$> })",
                               format));
    double tie = format == "f16" ? 1 + 0x1p-11 : 1 + 0x1p-8;
    kernel.set(0, 0, tie + 0x1p-50).set(0, 1, tie - 0x1p-50).set(0, 2, tie);
    kernel.set(0, 3, 1e300).set(0, 4, -1e-300).set(0, 5, NAN);
    kernel.set(0, 6, 65520 - 0x1p-30).set(0, 7, 0x1p-25 + 0x1p-70);
    kernel.set(0, 8, -0x1p-25).set(0, 9, INFINITY).set(0, 10, -tie - 0x1p-50);
    kernel.set(0, 11, 0x1p-134 + 0x1p-180).set(0, 12, 0x1.fep127 + 0x1p120);
    kernel.check(0);
  }
}

} // namespace mpc::test
