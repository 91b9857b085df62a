//===- ContractionTest.cpp - products ---------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Harness.h"

#include "gtest/gtest.h"

#include "llvm/Support/FormatVariadic.h"

namespace mpc::test {

/// A product of matrices, either factor stored transposed or not.
struct Product {
  int m, k, n;
  bool leftTurned = false, rightTurned = false;
  llvm::StringRef element = "f32", result = "f32";

  std::string getLeft() const {
    return getType(leftTurned ? k : m, leftTurned ? m : k, element);
  }
  std::string getRight() const {
    return getType(rightTurned ? n : k, rightTurned ? k : n, element);
  }
  std::string getArguments() const {
    return "%x: " + getLeft() + ", %y: " + getRight();
  }
  std::string getKernel() const;
  std::string getName() const {
    return llvm::formatv("{0}x{1}x{2} {3}{4}{5}", m, k, n, element,
                         leftTurned ? " lhs^T" : "",
                         rightTurned ? " rhs^T" : "");
  }

private:
  static std::string getType(int rows, int columns, llvm::StringRef element) {
    return llvm::formatv("tensor<{0}x{1}x{2}>", rows, columns, element);
  }
};

std::string Product::getKernel() const {
  return llvm::formatv(R"(contraction "p" domain [{0}, {1}] reduced []
    (%a = %x : {2}, %b = %y : {3}) -> ({4}) {{
  %0 = mpc.dot_general %a, %b contract [{5}] x [{6}] : ({2}, {3}) -> {4}
  mpc.yield %0 : {4} })",
                       m, n, getLeft(), getRight(), getType(m, n, result),
                       leftTurned ? 0 : 1, rightTurned ? 1 : 0);
}

static void checkProduct(int m, int k, int n, llvm::StringRef element = "f32") {
  bool isWide = element == "f64";
  for (bool left : {false, true})
    for (bool right : {false, true}) {
      Product product{m, k, n, left, right, element, isWide ? "f64" : "f32"};
      SCOPED_TRACE(product.getName());
      TestKernel(product.getArguments(), product.getKernel())
          .check(isWide ? 1e-14 : 2e-6);
    }
}

TEST(Contraction, multiplies_matrices_of_any_shape) {
  checkProduct(1, 1, 1);
  checkProduct(64, 128, 10);
  checkProduct(13, 7, 35);
  checkProduct(1, 40, 33);
  checkProduct(50, 19, 1);
  checkProduct(100, 65, 100);
  checkProduct(5, 0, 4);
  checkProduct(0, 4, 4);
  checkProduct(17, 23, 29, "f64");
}

TEST(Contraction, cuts_long_sums_and_large_results) {
  checkProduct(20, 1100, 40);
  checkProduct(300, 12, 257);
}

TEST(Contraction, widens_factors_of_16_bits) {
  for (llvm::StringRef element : {"f16", "bf16"}) {
    for (int size : {1, 2, 3, 7, 9, 15, 17, 31, 33, 65})
      checkProduct(size, 66 - size, (size * 7) % 39 + 1, element);
    checkProduct(5, 0, 4, element);
    checkProduct(20, 1100, 40, element);
    checkProduct(64, 128, 10, element);
  }
}

// In f16 the sum would stop at 2048.
TEST(Contraction, counts_to_4096_in_16_bits) {
  for (llvm::StringRef element : {"f16", "bf16"}) {
    Product product{3, 4096, 9, false, false, element, "f32"};
    TestKernel kernel(product.getArguments(), product.getKernel());
    for (int64_t i = 0; i < 3 * 4096; ++i)
      kernel.set(0, i, 1);
    for (int64_t i = 0; i < 9 * 4096; ++i)
      kernel.set(1, i, 1);
    kernel.check(0);
  }
}

TEST(Contraction, keeps_batches_and_leftover_loops_apart) {
  TestKernel("%x: tensor<3x5x7x4xf32>, %y: tensor<3x4x6x5xf32>",
             R"(contraction "b" domain [3, 7, 6] reduced []
    (%a = %x : tensor<3x5x7x4xf32>, %b = %y : tensor<3x4x6x5xf32>)
    -> (tensor<3x7x6xf32>) {
  %0 = mpc.dot_general %a, %b batch [0] x [0] contract [1, 3] x [3, 1]
      : (tensor<3x5x7x4xf32>, tensor<3x4x6x5xf32>) -> tensor<3x7x6xf32>
  mpc.yield %0 : tensor<3x7x6xf32> })")
      .check(2e-6);
  TestKernel("%x: tensor<40x9x8xf32>, %y: tensor<40x8x11xf32>",
             R"(contraction "b" domain [40, 9, 11] reduced []
    (%a = %x : tensor<40x9x8xf32>, %b = %y : tensor<40x8x11xf32>)
    -> (tensor<40x9x11xf32>) {
  %0 = mpc.dot_general %a, %b batch [0] x [0] contract [2] x [1]
      : (tensor<40x9x8xf32>, tensor<40x8x11xf32>) -> tensor<40x9x11xf32>
  mpc.yield %0 : tensor<40x9x11xf32> })")
      .check(2e-6);
}

TEST(Contraction, fuses_what_comes_before_and_after) {
  TestKernel("%x: tensor<20x50xui8>, %y: tensor<50x37xf32>, "
             "%z: tensor<37xf32>, %u: tensor<20x37xf32>",
             R"(contraction "f" domain [20, 37] reduced []
    (%a = %x : tensor<20x50xui8>, %b = %y : tensor<50x37xf32>,
     %d = %z : tensor<37xf32>, %e = %u : tensor<20x37xf32>)
    -> (tensor<20x37xf32>, tensor<20x37xi1>, tensor<37x20xf32>) {
  %0 = mpc.convert %a : tensor<20x50xui8> to tensor<20x50xf32>
  %s = mpc.constant dense<0.00392156886> : tensor<20x50xf32>
  %1 = mpc.mul %0, %s : tensor<20x50xf32>
  %2 = mpc.mul %b, %b : tensor<50x37xf32>
  %3 = mpc.dot_general %1, %2 contract [1] x [0]
      : (tensor<20x50xf32>, tensor<50x37xf32>) -> tensor<20x37xf32>
  %4 = mpc.broadcast %d dims [1] : tensor<37xf32> -> tensor<20x37xf32>
  %5 = mpc.add %3, %4 : tensor<20x37xf32>
  %6 = mpc.relu %5 : tensor<20x37xf32>
  %7 = mpc.compare gt, %5, %e : tensor<20x37xf32>
  %8 = mpc.transpose %6 perm [1, 0] : tensor<20x37xf32> -> tensor<37x20xf32>
  mpc.yield %6, %7, %8 : tensor<20x37xf32>, tensor<20x37xi1>, tensor<37x20xf32> })")
      .check(2e-6);
}

static void measureProduct(int m, int k, int n, bool left, bool right,
                           llvm::StringRef element = "f32") {
  Product product{m, k, n, left, right, element, "f32"};
  TestKernel kernel(product.getArguments(), product.getKernel());
  kernel.measure(product.getName(), 2.0 * m * k * n);
}

/// A product whose left factor is made from bytes.
static void measurePixels(int m, int k, int n, bool turned,
                          llvm::StringRef element) {
  std::string left = llvm::formatv("{0}x{1}", turned ? k : m, turned ? m : k);
  std::string right = llvm::formatv("tensor<{0}x{1}x{2}>", k, n, element);
  std::string result = llvm::formatv("tensor<{0}x{1}xf32>", m, n);
  TestKernel kernel(
      llvm::formatv("%x: tensor<{0}xui8>, %y: {1}", left, right).str(),
      llvm::formatv(R"(contraction "p" domain [{0}, {1}] reduced []
    (%a = %x : tensor<{2}xui8>, %b = %y : {3}) -> ({4}) {{
  %0 = mpc.convert %a : tensor<{2}xui8> to tensor<{2}xf32>
  %s = mpc.constant dense<0.00392156886> : tensor<{2}xf32>
  %1 = mpc.mul %0, %s : tensor<{2}xf32>
  %2 = mpc.cast %1 to {6} : tensor<{2}xf32> -> tensor<{2}x{6}>
  %3 = mpc.dot_general %2, %b contract [{5}] x [0] : (tensor<{2}x{6}>, {3}) -> {4}
  mpc.yield %3 : {4} })",
                    m, n, left, right, result, turned ? 0 : 1, element)
          .str());
  kernel.measure(llvm::formatv("{0}x{1}x{2} bytes {3}{4}", m, k, n, element,
                               turned ? " lhs^T" : "")
                     .str(),
                 2.0 * m * k * n);
}

/// The products of a step of examples/02-fashion-mlp.
static void measureStep(llvm::StringRef element) {
  measurePixels(64, 784, 256, false, element);
  measureProduct(64, 256, 128, false, false, element);
  measureProduct(64, 128, 10, false, false, element);
  measureProduct(64, 10, 128, false, true, element);
  measureProduct(64, 128, 256, false, true, element);
  measurePixels(784, 64, 256, true, element);
  measureProduct(256, 64, 128, true, false, element);
  measureProduct(128, 64, 10, true, false, element);
}

TEST(Speed, DISABLED_products) {
  for (llvm::StringRef element : {"f32", "f16", "bf16"})
    measureStep(element);
  measureProduct(256, 256, 256, false, false);
  measureProduct(512, 512, 512, false, false);
  for (llvm::StringRef element : {"f32", "f16"}) {
    measureProduct(1024, 1024, 1024, false, false, element);
    measureProduct(1024, 1024, 1024, false, true, element);
    measureProduct(1024, 1024, 1024, true, false, element);
  }
}

} // namespace mpc::test
