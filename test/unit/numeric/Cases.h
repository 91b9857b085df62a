//===- Cases.h - every differentiable op over shapes ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_NUMERIC_CASES_H
#define MPC_TEST_NUMERIC_CASES_H

#include <cstdint>
#include <string>
#include <vector>

using Shape = std::vector<int64_t>;

/// Where an op is smooth enough to be differentiated numerically.
enum class Domain {
  any,      ///< [-2, 2]
  positive, ///< [0.3, 3]
  unit,     ///< [-0.9, 0.9]
  noKink,   ///< [-2, 2] but at least 0.1 away from 0
  distinct  ///< all elements at least 0.01 apart, across operands too
};

/// loss = sum(result * weights), where `body` computes %r from the float
/// parameters %p0, %p1, … and, if used, the i32 input %k (element i is
/// i mod `classes`).
struct Case {
  std::string name;
  std::string body;
  std::vector<Shape> parameters;
  Shape result;
  Domain domain = Domain::any;
  Shape labels = {};
  int64_t classes = 0; ///< 0: no input %k
};

/// "tensor<2x3xf32>"
std::string tensorType(const Shape &shape, const char *element = "f32");

/// The module of a case.
std::string modelText(const Case &c);

/// Those of normalization, dropout and cross-entropy.
void addNormCases(std::vector<Case> &cases);

/// All cases, grouped by op.
std::vector<Case> allCases();

/// Ops that are algorithms: sorts, running sums, rows that are added.
void addAlgorithmCases(std::vector<Case> &cases);

/// Ops that read elements at other places: slices, windows, images.
void addImageCases(std::vector<Case> &cases);

#endif // MPC_TEST_NUMERIC_CASES_H
