//===- AdjointTest.cpp - adjoints against central differences -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The loss is evaluated in f64 by compiled forward code; its central
// differences judge the adjoints that the compiler built, in f64 (rtol 1e-6)
// and in f32 (rtol 1e-3), relative to the largest element of the gradient.
//
//===----------------------------------------------------------------------===//

#include "Cases.h"
#include "Evaluator.h"

#include <gtest/gtest.h>

#include <cmath>

// GoogleTest would print the bytes.
static void PrintTo(const Case &c, std::ostream *stream) { *stream << c.name; }

namespace {

using Values = std::vector<double>;

/// A fixed sequence in [0, 1) without close neighbours.
double spread(int64_t i) {
  double x = 0.137 + 0.6180339887498949 * double(i + 1);
  return x - std::floor(x);
}

double sample(Domain domain, int64_t i, int64_t count) {
  double u = spread(i);
  switch (domain) {
  case Domain::any:
    return 4 * u - 2;
  case Domain::positive:
    return 0.3 + 2.7 * u;
  case Domain::unit:
    return (i % 2 ? 1 : -1) * (0.05 + 0.85 * u);
  case Domain::noKink:
    return (i % 2 ? 1 : -1) * (0.1 + 1.9 * u);
  case Domain::distinct:
    // A shuffled ladder: i times a step coprime to the count, 0.01 apart.
    return 0.01 * double((i * 7919) % std::max<int64_t>(count, 1)) - 0.3;
  }
  return 0;
}

int64_t elements(const Shape &shape) {
  int64_t n = 1;
  for (int64_t dim : shape)
    n *= dim;
  return n;
}

std::vector<Values> makeParameters(const Case &c) {
  int64_t total = 0, next = 0;
  for (const Shape &shape : c.parameters)
    total += elements(shape);
  if (total % 7919 == 0)
    ++total;
  std::vector<Values> parameters;
  for (const Shape &shape : c.parameters) {
    Values values;
    for (int64_t i = 0; i < elements(shape); ++i)
      values.push_back(sample(c.domain, next++, total));
    parameters.push_back(values);
  }
  return parameters;
}

Values makeWeights(const Case &c) {
  Values weights;
  for (int64_t i = 0; i < elements(c.result); ++i)
    weights.push_back((i % 2 ? -1 : 1) * (0.5 + spread(3 * i)));
  return weights;
}

Values makeLabels(const Case &c) {
  Values labels;
  for (int64_t i = 0; i < elements(c.labels); ++i)
    labels.push_back(double(i % c.classes));
  return labels;
}

/// Numerical gradient of the loss, one element at a time.
std::vector<Values> centralDifferences(Evaluator &evaluator,
                                       std::vector<Values> parameters) {
  const double h = 1e-5;
  std::vector<Values> gradient = parameters;
  for (size_t p = 0; p < parameters.size(); ++p)
    for (size_t i = 0; i < parameters[p].size(); ++i) {
      double x = parameters[p][i];
      parameters[p][i] = x + h;
      double above = evaluator.loss(parameters);
      parameters[p][i] = x - h;
      double below = evaluator.loss(parameters);
      parameters[p][i] = x;
      gradient[p][i] = (above - below) / ((x + h) - (x - h));
    }
  return gradient;
}

void expectClose(const Values &got, const Values &want, double rtol,
                 const std::string &what) {
  ASSERT_EQ(got.size(), want.size());
  double scale = 0;
  for (double value : want)
    scale = std::max(scale, std::abs(value));
  // Below 1, central differences of a loss of order 1 are exact to 1e-10 only.
  scale = std::max(scale, 1e-3);
  for (size_t i = 0; i < want.size(); ++i)
    ASSERT_NEAR(got[i], want[i], rtol * scale) << what << ", element " << i;
}

class Adjoint : public testing::TestWithParam<Case> {};

TEST_P(Adjoint, AgreesWithCentralDifferences) {
  const Case &c = GetParam();
  auto parameters = makeParameters(c);
  mpc::CompileOptions oracle, compiled;
  oracle.format = "f64";
  compiled.format = "f32";
  Evaluator f64(modelText(c), oracle), f32(modelText(c), compiled);
  ASSERT_EQ(f64.error(), "") << modelText(c);
  ASSERT_EQ(f32.error(), "") << modelText(c);
  for (Evaluator *evaluator : {&f64, &f32}) {
    evaluator->setInput("c", makeWeights(c));
    if (c.classes)
      evaluator->setInput("k", makeLabels(c));
  }
  auto want = centralDifferences(f64, parameters);
  auto got64 = f64.gradient(parameters);
  auto got32 = f32.gradient(parameters);
  ASSERT_EQ(f64.error() + f32.error(), "");
  for (size_t p = 0; p < want.size(); ++p) {
    expectClose(got64[p], want[p], 1e-6, "f64, parameter " + std::to_string(p));
    expectClose(got32[p], want[p], 1e-3, "f32, parameter " + std::to_string(p));
  }
}

INSTANTIATE_TEST_SUITE_P(Ops, Adjoint, testing::ValuesIn(allCases()),
                         [](const auto &info) {
                           std::string name = info.param.name;
                           for (char &ch : name)
                             if (!std::isalnum(static_cast<unsigned char>(ch)))
                               ch = '_';
                           return name;
                         });

} // namespace
