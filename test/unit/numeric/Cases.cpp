//===- Cases.cpp - every differentiable op over shapes --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Cases.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace {

const std::vector<Shape> kShapes = {{},   {1},       {7},       {16},
                                    {17}, {3, 5},    {2, 3, 4}, {1, 1, 33},
                                    {0},  {4, 0, 3}, {64, 3},   {31, 1}};

std::string shapeName(const Shape &shape) {
  return shape.empty() ? "scalar" : fmt::format("{}", fmt::join(shape, "x"));
}

std::string list(const Shape &dims) {
  return fmt::format("[{}]", fmt::join(dims, ", "));
}

/// `op` on operands of the result's type, for each shape.
void addElementwise(std::vector<Case> &cases, const char *name,
                    const char *expression, int operands, Domain domain) {
  for (const Shape &shape : kShapes)
    cases.push_back({fmt::format("{}_{}", name, shapeName(shape)),
                     fmt::format("%r = {} : {}", expression, tensorType(shape)),
                     std::vector<Shape>(operands, shape), shape, domain});
}

void addAllElementwise(std::vector<Case> &cases) {
  struct Row {
    const char *name, *expression;
    int operands;
    Domain domain;
  };
  const Row rows[] = {
      {"neg", "mpc.neg %p0", 1, Domain::any},
      {"abs", "mpc.abs %p0", 1, Domain::noKink},
      {"floor", "mpc.floor %p0", 1, Domain::unit},
      {"ceil", "mpc.ceil %p0", 1, Domain::unit},
      {"round", "mpc.round %p0", 1, Domain::unit},
      {"sign", "mpc.sign %p0", 1, Domain::positive},
      {"exp", "mpc.exp %p0", 1, Domain::any},
      {"expm1", "mpc.expm1 %p0", 1, Domain::any},
      {"log", "mpc.log %p0", 1, Domain::positive},
      {"log1p", "mpc.log1p %p0", 1, Domain::unit},
      {"sqrt", "mpc.sqrt %p0", 1, Domain::positive},
      {"rsqrt", "mpc.rsqrt %p0", 1, Domain::positive},
      {"tanh", "mpc.tanh %p0", 1, Domain::any},
      {"logistic", "mpc.logistic %p0", 1, Domain::any},
      {"erf", "mpc.erf %p0", 1, Domain::any},
      {"sin", "mpc.sin %p0", 1, Domain::any},
      {"cos", "mpc.cos %p0", 1, Domain::any},
      {"relu", "mpc.relu %p0", 1, Domain::noKink},
      {"gelu_erf", "mpc.gelu erf, %p0", 1, Domain::any},
      {"gelu_tanh", "mpc.gelu tanh, %p0", 1, Domain::any},
      {"silu", "mpc.silu %p0", 1, Domain::any},
      {"softplus", "mpc.softplus %p0", 1, Domain::any},
      {"elu", "mpc.elu %p0 alpha 0.7", 1, Domain::noKink},
      {"leaky_relu", "mpc.leaky_relu %p0 slope 0.2", 1, Domain::noKink},
      {"relu6", "mpc.relu6 %p0", 1, Domain::noKink},
      {"hard_swish", "mpc.hard_swish %p0", 1, Domain::any},
      {"add", "mpc.add %p0, %p1", 2, Domain::any},
      {"add_same", "mpc.add %p0, %p0", 1, Domain::any},
      {"sub", "mpc.sub %p0, %p1", 2, Domain::any},
      {"mul", "mpc.mul %p0, %p1", 2, Domain::any},
      {"mul_same", "mpc.mul %p0, %p0", 1, Domain::any},
      {"div", "mpc.div %p0, %p1", 2, Domain::positive},
      {"max", "mpc.max %p0, %p1", 2, Domain::distinct},
      {"min", "mpc.min %p0, %p1", 2, Domain::distinct},
      {"squared_error", "mpc.squared_error %p0, %p1", 2, Domain::any},
      {"huber", "mpc.huber %p0, %p1 delta 0.8", 2, Domain::any},
      {"binary_cross_entropy", "mpc.binary_cross_entropy %p0, %p1", 2,
       Domain::noKink},
      {"pow", "mpc.pow %p0, %p1", 2, Domain::positive},
      {"clamp", "mpc.clamp %p0, %p1, %p2", 3, Domain::distinct},
  };
  for (const Row &row : rows)
    addElementwise(cases, row.name, row.expression, row.operands, row.domain);
  for (const Shape &shape : kShapes)
    cases.push_back({"select_" + shapeName(shape),
                     fmt::format("%z = mpc.constant dense<0.0> : {0}\n"
                                 "%q = mpc.compare gt, %c, %z : {0}\n"
                                 "%r = mpc.select %q, %p0, %p1 : {0}",
                                 tensorType(shape)),
                     {shape, shape},
                     shape});
  for (const Shape &shape : kShapes)
    cases.push_back({"convert_" + shapeName(shape),
                     fmt::format("%h = mpc.convert %p0 : {0} to {1}\n"
                                 "%r = mpc.convert %h : {1} to {0}",
                                 tensorType(shape), tensorType(shape, "f64")),
                     {shape},
                     shape});
}

void addShapes(std::vector<Case> &cases) {
  struct Row {
    Shape operand, dims, result;
  };
  const Row broadcasts[] = {
      {{}, {}, {5}},
      {{}, {}, {2, 3}},
      {{4}, {0}, {4, 3}},
      {{4}, {1}, {3, 4}},
      {{2, 3}, {0, 2}, {2, 5, 3}},
      {{2, 3}, {1, 2}, {4, 2, 3}},
      {{17}, {1}, {64, 17}},
      {{0}, {1}, {3, 0}},
      {{3}, {0}, {3, 0}},
      {{1}, {1}, {9, 1}},
      {{33}, {1}, {2, 33, 5}},
  };
  for (const Row &row : broadcasts)
    cases.push_back(
        {fmt::format("broadcast_{}_to_{}_{}", shapeName(row.operand),
                     shapeName(row.result), fmt::join(row.dims, "_")),
         fmt::format("%r = mpc.broadcast %p0 dims {} : {} -> {}",
                     list(row.dims), tensorType(row.operand),
                     tensorType(row.result)),
         {row.operand},
         row.result});
  const Row transposes[] = {
      {{3, 4}, {1, 0}, {4, 3}},
      {{1, 7}, {1, 0}, {7, 1}},
      {{2, 3, 4}, {2, 0, 1}, {4, 2, 3}},
      {{2, 3, 4}, {0, 2, 1}, {2, 4, 3}},
      {{2, 3, 4}, {1, 0, 2}, {3, 2, 4}},
      {{17, 33}, {1, 0}, {33, 17}},
      {{64, 10}, {1, 0}, {10, 64}},
      {{0, 3}, {1, 0}, {3, 0}},
      {{5}, {0}, {5}},
      {{2, 1, 3, 4}, {3, 1, 0, 2}, {4, 1, 2, 3}},
      {{1}, {0}, {1}},
      {{2, 2, 5}, {1, 2, 0}, {2, 5, 2}},
  };
  for (const Row &row : transposes)
    cases.push_back({fmt::format("transpose_{}_{}", shapeName(row.operand),
                                 fmt::join(row.dims, "_")),
                     fmt::format("%r = mpc.transpose %p0 perm {} : {} -> {}",
                                 list(row.dims), tensorType(row.operand),
                                 tensorType(row.result)),
                     {row.operand},
                     row.result});
  const Row reshapes[] = {
      {{6}, {}, {2, 3}},      {{2, 3}, {}, {6}},      {{1}, {}, {}},
      {{}, {}, {1, 1}},       {{4, 6}, {}, {2, 12}},  {{2, 3, 4}, {}, {6, 4}},
      {{0, 3}, {}, {3, 0}},   {{64, 3}, {}, {8, 24}}, {{33}, {}, {1, 33, 1}},
      {{16, 2}, {}, {2, 16}},
  };
  for (const Row &row : reshapes)
    cases.push_back(
        {fmt::format("reshape_{}_to_{}", shapeName(row.operand),
                     shapeName(row.result)),
         fmt::format("%r = mpc.reshape %p0 : {} -> {}", tensorType(row.operand),
                     tensorType(row.result)),
         {row.operand},
         row.result});
}

void addReductions(std::vector<Case> &cases) {
  struct Row {
    Shape operand, dims;
  };
  const Row rows[] = {
      {{7}, {0}},          {{3, 5}, {1}},    {{3, 5}, {0}},
      {{3, 5}, {0, 1}},    {{2, 3, 4}, {1}}, {{2, 3, 4}, {0, 2}},
      {{2, 3, 4}, {1, 2}}, {{64, 10}, {1}},  {{64, 10}, {0}},
      {{5, 33}, {1}},      {{33, 5}, {0}},   {{1, 1}, {0}},
      {{4, 0, 3}, {0}},    {{1000}, {0}},    {{2, 3, 4, 5}, {1, 3}},
  };
  for (const char *kind : {"sum", "mean", "max", "min", "prod"})
    for (const Row &row : rows) {
      // The product of a thousand ladder rungs is no number.
      if (std::string_view(kind) == "prod" && row.operand == Shape{1000})
        continue;
      Shape result;
      for (int64_t d = 0; d < int64_t(row.operand.size()); ++d)
        if (std::find(row.dims.begin(), row.dims.end(), d) == row.dims.end())
          result.push_back(row.operand[d]);
      cases.push_back(
          {fmt::format("reduce_{}_{}_over_{}", kind, shapeName(row.operand),
                       fmt::join(row.dims, "_")),
           fmt::format("%r = mpc.reduce {}, %p0 dims {} : {} -> {}", kind,
                       list(row.dims), tensorType(row.operand),
                       tensorType(result)),
           {row.operand},
           result,
           Domain::distinct});
    }
}

void addContractions(std::vector<Case> &cases) {
  struct Row {
    Shape lhs, rhs, lhsBatch, rhsBatch, lhsContract, rhsContract, result;
  };
  const Row rows[] = {
      {{3, 4}, {4, 5}, {}, {}, {1}, {0}, {3, 5}},
      {{4, 3}, {4, 5}, {}, {}, {0}, {0}, {3, 5}},
      {{3, 4}, {5, 4}, {}, {}, {1}, {1}, {3, 5}},
      {{4, 3}, {5, 4}, {}, {}, {0}, {1}, {3, 5}},
      {{4}, {4}, {}, {}, {0}, {0}, {}},
      {{3}, {4}, {}, {}, {}, {}, {3, 4}},
      {{2, 3, 4}, {2, 4, 5}, {0}, {0}, {2}, {1}, {2, 3, 5}},
      {{3, 2, 4}, {4, 2, 5}, {1}, {1}, {2}, {0}, {2, 3, 5}},
      {{2, 3, 4}, {3, 4, 5}, {}, {}, {1, 2}, {0, 1}, {2, 5}},
      {{2, 3, 4}, {5, 4}, {}, {}, {2}, {1}, {2, 3, 5}},
      {{17, 33}, {33, 19}, {}, {}, {1}, {0}, {17, 19}},
      {{1, 1}, {1, 1}, {}, {}, {1}, {0}, {1, 1}},
      {{0, 4}, {4, 5}, {}, {}, {1}, {0}, {0, 5}},
      {{3, 0}, {0, 5}, {}, {}, {1}, {0}, {3, 5}},
      {{2, 2, 3, 4}, {2, 2, 5, 4}, {0, 1}, {0, 1}, {3}, {3}, {2, 2, 3, 5}},
      {{16, 8}, {8, 16}, {}, {}, {1}, {0}, {16, 16}},
  };
  for (const Row &row : rows) {
    std::string batch = row.lhsBatch.empty()
                            ? ""
                            : fmt::format("batch {} x {} ", list(row.lhsBatch),
                                          list(row.rhsBatch));
    cases.push_back(
        {fmt::format("dot_{}_by_{}_over_{}", shapeName(row.lhs),
                     shapeName(row.rhs), fmt::join(row.lhsContract, "_")),
         fmt::format(
             "%r = mpc.dot_general %p0, %p1 {}contract {} x {} : ({}, {}) "
             "-> {}",
             batch, list(row.lhsContract), list(row.rhsContract),
             tensorType(row.lhs), tensorType(row.rhs), tensorType(row.result)),
         {row.lhs, row.rhs},
         row.result});
  }
}

void addRowOps(std::vector<Case> &cases) {
  struct Row {
    Shape shape;
    int64_t dim;
  };
  const Row rows[] = {{{5}, 0},       {{3, 5}, 1},    {{3, 5}, 0},
                      {{2, 3, 4}, 1}, {{2, 3, 4}, 2}, {{64, 10}, 1},
                      {{4, 33}, 1},   {{1, 1}, 1},    {{0, 3}, 1},
                      {{2, 65}, 1},   {{33, 4}, 0},   {{1}, 0}};
  for (const char *op : {"softmax", "log_softmax"})
    for (const Row &row : rows)
      cases.push_back(
          {fmt::format("{}_{}_along_{}", op, shapeName(row.shape), row.dim),
           fmt::format("%r = mpc.{} %p0 dim {} : {}", op, row.dim,
                       tensorType(row.shape)),
           {row.shape},
           row.shape});
  const Shape logits[] = {{5},    {3, 5}, {64, 10}, {2, 3, 4}, {4, 33},
                          {1, 1}, {0, 3}, {7, 17},  {2, 65},   {16, 16}};
  for (const char *smoothing : {"", "smoothing 1.000000e-01 "})
    for (const Shape &shape : logits) {
      Shape result(shape.begin(), shape.end() - 1);
      cases.push_back(
          {fmt::format("cross_entropy{}_{}", *smoothing ? "_smooth" : "",
                       shapeName(shape)),
           fmt::format("%r = mpc.cross_entropy %p0, %k {}: ({}, {}) -> {}",
                       smoothing, tensorType(shape), tensorType(result, "i32"),
                       tensorType(result)),
           {shape},
           result,
           Domain::any,
           result,
           shape.back()});
    }
}

} // namespace

std::string tensorType(const Shape &shape, const char *element) {
  std::string text = "tensor<";
  for (int64_t dim : shape)
    text += std::to_string(dim) + "x";
  return text + element + ">";
}

std::string modelText(const Case &c) {
  std::string arguments =
      fmt::format("%c: {} {{mpc.input = \"c\"}}", tensorType(c.result));
  if (c.classes)
    arguments += fmt::format(", %k: {} {{mpc.input = \"k\"}}",
                             tensorType(c.labels, "i32"));
  for (size_t i = 0; i < c.parameters.size(); ++i)
    arguments += fmt::format(", %p{}: {} {{mpc.param = \"p{}\"}}", i,
                             tensorType(c.parameters[i]), i);
  Shape dims;
  for (size_t d = 0; d < c.result.size(); ++d)
    dims.push_back(d);
  return fmt::format("func.func @train({}) -> (tensor<f32> {{mpc.result = "
                     "\"loss\"}}) {{\n{}\n%w = mpc.mul %r, %c : {}\n"
                     "%loss = mpc.reduce sum, %w dims {} : {} -> tensor<f32>\n"
                     "return %loss : tensor<f32>\n}}\n",
                     arguments, c.body, tensorType(c.result), list(dims),
                     tensorType(c.result));
}

std::vector<Case> allCases() {
  std::vector<Case> cases;
  addAllElementwise(cases);
  addShapes(cases);
  addReductions(cases);
  addContractions(cases);
  addRowOps(cases);
  addAlgorithmCases(cases);
  addImageCases(cases);
  addNormCases(cases);
  return cases;
}
