//===- Case.h - a function that two devices run ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_EMULATOR_KERNELS_CASE_H
#define MPC_TEST_EMULATOR_KERNELS_CASE_H

#include "mpc/Compiler.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace kernels {

using Shape = std::vector<int64_t>;

/// "tensor<2x3xf32>"
std::string tensorType(const Shape &shape, const std::string &element);
/// "[0, 1]"
std::string list(const Shape &dims);
/// "2x3", "scalar"
std::string shapeName(const Shape &shape);
int64_t countElements(const Shape &shape);
/// "%r = mpc.broadcast %x dims [1] : … -> …"
std::string broadcast(const std::string &result, const std::string &operand,
                      const Shape &from, const Shape &dims, const Shape &to,
                      const std::string &element);
/// "%r = mpc.reduce sum, %x dims [1] : … -> …"
std::string reduce(const std::string &result, const std::string &kind,
                   const std::string &operand, const Shape &from,
                   const Shape &dims, const std::string &element);
/// `shape` without the dimensions `dims`.
Shape without(const Shape &shape, const Shape &dims);

enum class Values {
  corners,  ///< every kind of number there is, and any bits
  moderate, ///< [-2, 2]; small integers
  classes   ///< 0 … limit, which is nobody's class
};

struct Argument {
  std::string name;
  Shape shape;
  std::string element;
  Values values = Values::moderate;
  int64_t limit = 0;
};

struct Output {
  std::string value;
  Shape shape;
  std::string element;
};

/// What results must have in common.
enum class Gate {
  bits,  ///< all bits, though all nans are one
  error, ///< the distance from what f64 gives
};

struct Case {
  std::string name;
  std::vector<Argument> arguments;
  std::string body;
  std::vector<Output> outputs;
  Gate gate = Gate::bits;
  /// How many terms an element is the sum of.
  double terms = 1;
  /// Computes %magnitude<i>, the sum of the terms' absolute values for output
  /// i; empty if the largest result is a measure of all.
  std::string magnitudes = "";
};

/// Runs all cases on the host and on the emulated GPU, and compares.
void check(const std::vector<Case> &cases, mpc::CompileOptions options = {});

/// What models are compiled for: the host, and a GPU's chip.
std::string getTargets();

/// Were all cases asked for, and not only a sample?
bool triesAll();

/// Is this one of those that are tried by default?
bool isSampled(const std::string &name, unsigned oneOf);
/// Leaves those that are.
std::vector<Case> sample(const std::vector<Case> &cases, unsigned oneOf);

/// Elements for `argument`, the same for every run.
std::vector<std::byte> makeElements(const Argument &argument);

/// Elements as numbers.
std::vector<double> decode(const std::vector<std::byte> &bytes,
                           const std::string &element);
/// Numbers as elements.
std::vector<std::byte> encode(const std::vector<double> &values,
                              const std::string &element);
size_t elementBytes(const std::string &element);
bool isFloat(const std::string &element);

/// Half the distance of 1 to the next number.
double unitRoundoff(const std::string &element);

} // namespace kernels

#endif // MPC_TEST_EMULATOR_KERNELS_CASE_H
