//===- ContractionReference.h - what a contraction should give ------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_DEVICE_CONTRACTIONREFERENCE_H
#define MPC_TEST_DEVICE_CONTRACTIONREFERENCE_H

#include "ContractionCases.h"

#include <cstddef>

namespace mpc::test {

/// Operands of a case drawn by chance, and what is known of its results. What
/// lies between lines is NaN.
class ContractionReference {
public:
  ContractionReference(const ContractionCase &some, uint64_t seed);

  std::vector<std::byte> lhs, rhs, bias; ///< as the kernel reads them

  /// The memory of values before the kernel runs.
  std::vector<std::byte> getEmptyResult() const;

  /// What is wrong with values and totals of columns; "" if nothing is.
  std::string explain(const std::vector<std::byte> &values,
                      const std::vector<float> &totals) const;

private:
  std::vector<std::byte> drawOperand(const OperandLayout &layout,
                                     bool isComputed,
                                     std::vector<float> &multiplied,
                                     class Draw &draw);
  void computeRow(int64_t batch, int64_t row);
  std::string explainTotals(const std::vector<float> &totals) const;

  const ContractionCase some;
  int64_t pitch; ///< of results
  /// [batch][row or column][depth]
  std::vector<float> left, right;
  std::vector<float> biases;
  /// [batch][row][column]: in f64, its error bound without rounding to the
  /// result's format, and by sums in f32 one after the other.
  std::vector<double> exact, bound;
  std::vector<float> straight;
};

} // namespace mpc::test

#endif // MPC_TEST_DEVICE_CONTRACTIONREFERENCE_H
