//===- CornerCases.h - what ops give where nothing is usual ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_NUMERIC_CORNERCASES_H
#define MPC_TEST_NUMERIC_CORNERCASES_H

#include "Cases.h"

#include <cstddef>
#include <map>
#include <span>

/// 64 bits of fraction: every element of every type is one of these.
using Number = long double;
using Numbers = std::vector<Number>;

constexpr Number kInf = __builtin_infl(), kNan = __builtin_nanl("");

/// Elements that an op is given, or must give. Those that a type doesn't have
/// are rounded to nearest even.
struct CornerTensor {
  Shape shape;
  std::string element;
  Numbers values;
};

/// What an op gives where nothing is as usual. Expected values come from the
/// documentation, worked out by hand, or from the C library; never from mpc.
struct Corner {
  std::string op;                      ///< whose row this is
  std::vector<CornerTensor> arguments; ///< %x, %y, %z, %u, %v
  std::string body;                    ///< computes %r, then %s
  std::vector<CornerTensor> results;
  int ulps =
      0; ///< how far results may be off; 0: all bits, though all nans are one
  /// Results are the gradients of sum(%r) by the floats among the arguments,
  /// and this is the shape of %r.
  bool isAdjoint = false;
  Shape output = {};
};

/// All rows of the table.
std::vector<Corner> allCorners();

/// Ops without a row, and why they need none.
std::map<std::string, std::string> opsWithoutCorners();

/// A float type; ints are all of their bits.
struct FloatType {
  const char *name;
  int digits, leastExponent;
  Number largest;

  Number least() const { return __builtin_ldexpl(1, leastExponent); }
  Number leastNormal() const {
    return __builtin_ldexpl(1, leastExponent + digits - 1);
  }
};
/// f32, f16, bf16 and f64, which the host alone has.
std::span<const FloatType> floatTypes();

/// A row of elements.
CornerTensor row(const std::string &element, const Numbers &values);

/// Operands of an op of single elements, then what it gives.
using CornerPoint = Numbers;
/// `form` of elements of one type, point by point.
Corner pointwise(const std::string &op, const std::string &form,
                 const std::string &element,
                 const std::vector<CornerPoint> &points, int ulps = 0);

/// Elements as bytes.
std::vector<std::byte> encodeCorner(const CornerTensor &tensor);

/// How `got` is not what is wanted; "" if it is.
std::string describeDifference(const CornerTensor &want, int ulps,
                               std::span<const std::byte> got);

std::string cornerArgument(size_t number); ///< x, y, …
/// One public function, corner<i>, per row that is no adjoint, in order.
/// Without inputs their arguments are constants.
std::string printCorners(std::span<const Corner> corners, bool areInputs);
/// The parameter that is argument `argument` of adjoint row `number`.
std::string cornerParameter(size_t number, size_t argument);
/// An argument of an adjoint row: a parameter of the model, or an input.
struct CornerOperand {
  std::string name;
  const CornerTensor *tensor;
  bool isParameter;
};
/// All arguments of `corners`, which are adjoints, in order.
std::vector<CornerOperand> listOperands(std::span<const Corner> corners);
/// One model of all rows, which are adjoints.
std::string printAdjointCorners(std::span<const Corner> corners);

void addElementwiseCorners(std::vector<Corner> &corners);
void addActivationCorners(std::vector<Corner> &corners);
void addIntegerCorners(std::vector<Corner> &corners);
void addConversionCorners(std::vector<Corner> &corners);
void addReductionCorners(std::vector<Corner> &corners);
void addIndexCorners(std::vector<Corner> &corners);
void addNormCorners(std::vector<Corner> &corners);
void addAdjointCorners(std::vector<Corner> &corners);

#endif // MPC_TEST_NUMERIC_CORNERCASES_H
