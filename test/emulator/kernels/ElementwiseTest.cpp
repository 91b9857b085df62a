//===- ElementwiseTest.cpp - ops on each element --------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Case.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace kernels {

namespace {

const std::vector<Shape> kShapes = {
    {},     {1},     {3},        {31},         {33},          {997},    {4096},
    {0},    {3, 31}, {33, 1},    {31, 33},     {2, 3, 31},    {8, 4, 0},
    {1, 5, 1, 33},   {2, 1, 3, 1, 31},         {16, 64},      {997, 3}};

struct Op {
  const char *name, *form;
  bool isPredicate = false;
};

/// {0} is the type; %c is a predicate.
const Op kFloatOps[] = {{"neg", "neg %x"},
                        {"abs", "abs %x"},
                        {"floor", "floor %x"},
                        {"ceil", "ceil %x"},
                        {"round", "round %x"},
                        {"sign", "sign %x"},
                        {"exp", "exp %x"},
                        {"expm1", "expm1 %x"},
                        {"log", "log %x"},
                        {"log1p", "log1p %x"},
                        {"sqrt", "sqrt %x"},
                        {"rsqrt", "rsqrt %x"},
                        {"tanh", "tanh %x"},
                        {"logistic", "logistic %x"},
                        {"erf", "erf %x"},
                        {"sin", "sin %x"},
                        {"cos", "cos %x"},
                        {"relu", "relu %x"},
                        {"gelu_erf", "gelu erf, %x"},
                        {"gelu_tanh", "gelu tanh, %x"},
                        {"silu", "silu %x"},
                        {"softplus", "softplus %x"},
                        {"elu", "elu %x alpha 0.7"},
                        {"leaky_relu", "leaky_relu %x slope 0.2"},
                        {"relu6", "relu6 %x"},
                        {"hard_swish", "hard_swish %x"},
                        {"stop_gradient", "stop_gradient %x"},
                        {"add", "add %x, %y"},
                        {"sub", "sub %x, %y"},
                        {"mul", "mul %x, %y"},
                        {"square", "mul %x, %x"},
                        {"div", "div %x, %y"},
                        {"max", "max %x, %y"},
                        {"min", "min %x, %y"},
                        {"pow", "pow %x, %y"},
                        {"squared_error", "squared_error %x, %y"},
                        {"huber", "huber %x, %y delta 0.8"},
                        {"binary_cross_entropy", "binary_cross_entropy %x, %y"},
                        {"clamp", "clamp %y, %x, %z"},
                        {"select", "select %c, %x, %y"},
                        {"is_finite", "is_finite %x", true},
                        {"eq", "compare eq, %x, %y", true},
                        {"ne", "compare ne, %x, %y", true},
                        {"lt", "compare lt, %x, %y", true},
                        {"le", "compare le, %x, %y", true},
                        {"gt", "compare gt, %x, %y", true},
                        {"ge", "compare ge, %x, %y", true}};

const Op kIntegerOps[] = {{"neg", "neg %x"},
                          {"abs", "abs %x"},
                          {"add", "add %x, %y"},
                          {"sub", "sub %x, %y"},
                          {"mul", "mul %x, %y"},
                          {"div", "div %x, %y"},
                          {"rem", "rem %x, %y"},
                          {"sign", "sign %x"},
                          {"xor", "xor %x, %y"},
                          {"max", "max %x, %y"},
                          {"min", "min %x, %y"},
                          {"clamp", "clamp %y, %x, %z"},
                          {"select", "select %c, %x, %y"},
                          {"and", "and %x, %y"},
                          {"or", "or %x, %y"},
                          {"not", "not %x"},
                          {"eq", "compare eq, %x, %y", true},
                          {"ne", "compare ne, %x, %y", true},
                          {"lt", "compare lt, %x, %y", true},
                          {"le", "compare le, %x, %y", true},
                          {"gt", "compare gt, %x, %y", true},
                          {"ge", "compare ge, %x, %y", true}};

const Op kPredicateOps[] = {{"and", "and %x, %y"},
                            {"or", "or %x, %y"},
                            {"xor", "xor %x, %y"},
                            {"not", "not %x"},
                            {"select", "select %c, %x, %y"},
                            {"stop_gradient", "stop_gradient %x"},
                            {"eq", "compare eq, %x, %y", true},
                            {"ne", "compare ne, %x, %y", true}};

std::vector<Argument> makeArguments(const Shape &shape,
                                    const std::string &element) {
  std::vector<Argument> arguments;
  for (const char *name : {"x", "y", "z"})
    arguments.push_back({name, shape, element, Values::corners});
  arguments.push_back({"c", shape, "i1", Values::corners});
  return arguments;
}

void addOp(Case &c, const Op &op, const Shape &shape,
           const std::string &element) {
  std::string value = fmt::format("%{}", op.name);
  c.body += fmt::format("{} = mpc.{} : {}\n", value, op.form,
                        tensorType(shape, element));
  c.outputs.push_back({value, shape, op.isPredicate ? "i1" : element});
}

/// All ops of a shape in one function, so that many share a kernel.
Case together(std::span<const Op> ops, const Shape &shape,
              const std::string &element) {
  Case c{"all_" + element + "_" + shapeName(shape),
         makeArguments(shape, element), "", {}};
  for (const Op &op : ops)
    addOp(c, op, shape, element);
  return c;
}

std::vector<Case> alone(std::span<const Op> ops, const std::string &element) {
  std::vector<Case> cases;
  for (const Op &op : ops)
    for (const Shape &shape : kShapes) {
      Case c{fmt::format("{}_{}_{}", op.name, element, shapeName(shape)),
             makeArguments(shape, element), "", {}};
      addOp(c, op, shape, element);
      cases.push_back(c);
    }
  return cases;
}

void checkAll(std::span<const Op> ops, const std::string &element,
              unsigned oneOf) {
  std::vector<Case> cases;
  for (const Shape &shape : kShapes)
    cases.push_back(together(ops, shape, element));
  check(cases);
  check(sample(alone(ops, element), oneOf));
}

} // namespace

TEST(Elementwise, computes_floats_as_the_host_does) {
  for (const char *element : {"f32", "bf16", "f16"})
    checkAll(kFloatOps, element, 30);
}

TEST(Elementwise, computes_integers_as_the_host_does) {
  for (const char *element : {"i32", "i64", "ui8"})
    checkAll(kIntegerOps, element, 60);
}

TEST(Elementwise, computes_predicates_as_the_host_does) {
  checkAll(kPredicateOps, "i1", 30);
}

TEST(Elementwise, converts_between_all_types) {
  const char *elements[] = {"i1", "ui8", "i32", "i64", "f16", "bf16", "f32"};
  std::vector<Case> cases;
  for (const char *from : elements)
    for (const Shape &shape : kShapes) {
      Case c{fmt::format("convert_{}_{}", from, shapeName(shape)),
             {{"x", shape, from, Values::corners}}, "", {}};
      for (const char *to : elements) {
        c.body += fmt::format("%{} = mpc.convert %x : {} to {}\n", to,
                              tensorType(shape, from), tensorType(shape, to));
        c.outputs.push_back({fmt::format("%{}", to), shape, to});
      }
      cases.push_back(c);
    }
  check(sample(cases, 3));
}

} // namespace kernels
