//===- NormCases.cpp - normalization, dropout and their like --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Cases.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace {

std::string nameOf(const Shape &shape) {
  return shape.empty() ? "scalar" : fmt::format("{}", fmt::join(shape, "x"));
}

std::string list(const Shape &dims) {
  return fmt::format("[{}]", fmt::join(dims, ", "));
}

/// "(tensor<...>, ...) -> tensor<...>"
std::string signature(const std::vector<Shape> &operands, const Shape &result) {
  std::vector<std::string> types;
  for (const Shape &shape : operands)
    types.push_back(tensorType(shape));
  return fmt::format("({}) -> {}", fmt::join(types, ", "), tensorType(result));
}

struct Row {
  Shape shape, dims;
};

// Epsilon is large, so that elements of a small variance have a slope, too.
void addRowNorms(std::vector<Case> &cases) {
  const Row rows[] = {{{5}, {0}},          {{3, 5}, {1}},    {{3, 5}, {0}},
                      {{2, 3, 4}, {2}},    {{2, 3, 4}, {1}}, {{2, 3, 4}, {1, 2}},
                      {{64, 10}, {1}},     {{4, 33}, {1}},   {{1, 1}, {1}},
                      {{0, 3}, {1}},       {{4, 0}, {1}},    {{2, 65}, {1}},
                      {{2, 3, 4, 5}, {1, 3}}};
  struct Form {
    const char *name, *op, *operands;
    int parameters;
  };
  const Form forms[] = {
      {"layer_norm", "layer_norm", "%p0", 0},
      {"layer_norm_scale", "layer_norm", "%p0 scale %p1", 1},
      {"layer_norm_offset", "layer_norm", "%p0 offset %p1", 1},
      {"layer_norm_affine", "layer_norm", "%p0 scale %p1 offset %p2", 2},
      {"rms_norm", "rms_norm", "%p0", 0},
      {"rms_norm_scale", "rms_norm", "%p0 scale %p1", 1}};
  for (const Form &form : forms)
    for (const Row &row : rows) {
      Shape sizes;
      for (int64_t dim : row.dims)
        sizes.push_back(row.shape[dim]);
      std::vector<Shape> operands{row.shape};
      operands.insert(operands.end(), form.parameters, sizes);
      cases.push_back({fmt::format("{}_{}_over_{}", form.name, nameOf(row.shape),
                                   fmt::join(row.dims, "_")),
                       fmt::format("%r = mpc.{} {} dims {} epsilon 0.1 : {}",
                                   form.op, form.operands, list(row.dims),
                                   signature(operands, row.shape)),
                       operands,
                       row.shape});
    }
}

void addGroupNorms(std::vector<Case> &cases) {
  struct Row {
    Shape shape;
    int64_t groups;
  };
  const Row rows[] = {{{3, 8}, 2},        {{2, 3, 8}, 4},  {{2, 2, 3, 8}, 2},
                      {{2, 3, 3, 6}, 3},  {{1, 1, 1, 4}, 1}, {{2, 5, 4}, 4},
                      {{0, 3, 4}, 2},     {{2, 0, 4}, 2},  {{4, 7, 12}, 3},
                      {{2, 4, 4, 16}, 4}, {{3, 5}, 1}};
  for (const char *operands : {"%p0", "%p0 scale %p1 offset %p2"})
    for (const Row &row : rows) {
      bool isAffine = std::string(operands).size() > 3;
      std::vector<Shape> shapes{row.shape};
      if (isAffine)
        shapes.insert(shapes.end(), 2, {row.shape.back()});
      cases.push_back(
          {fmt::format("group_norm{}_{}_by_{}", isAffine ? "_affine" : "",
                       nameOf(row.shape), row.groups),
           fmt::format("%r = mpc.group_norm {} groups {} epsilon 0.1 : {}",
                       operands, row.groups, signature(shapes, row.shape)),
           shapes,
           row.shape});
    }
}

const Shape kBatches[] = {{8, 3},  {3, 5}, {2, 3, 4}, {2, 3, 3, 4},
                          {16, 1}, {1, 3}, {0, 3},    {7, 17},
                          {64, 8}, {33, 5}, {2, 2, 2, 2}};

/// Sums of everything but the last dimension.
Shape leading(const Shape &shape) {
  Shape dims;
  for (size_t d = 0; d + 1 < shape.size(); ++d)
    dims.push_back(static_cast<int64_t>(d));
  return dims;
}

void addBatchNorms(std::vector<Case> &cases) {
  for (const Shape &shape : kBatches) {
    Shape channels{shape.back()};
    std::string type = tensorType(channels);
    std::vector<Shape> operands{shape, channels, channels};
    std::string statistics =
        fmt::format("%m = mpc.constant dense<0.3> : {0}\n"
                    "%v = mpc.constant dense<1.5> : {0}\n",
                    type);
    cases.push_back(
        {"batch_norm_" + nameOf(shape),
         statistics + fmt::format("%r, %n, %u = mpc.batch_norm %p0, %p1, %p2, "
                                  "%m, %v epsilon 0.1 : ({0}, {1}, {1}, {1}, "
                                  "{1}) -> ({0}, {1}, {1})",
                                  tensorType(shape), type),
         operands,
         shape});
    operands.insert(operands.end(), 2, channels);
    cases.push_back(
        {"batch_norm_inference_" + nameOf(shape),
         "%r = mpc.batch_norm_inference %p0, %p1, %p2, %p3, %p4 : " +
             signature(operands, shape),
         operands,
         shape,
         Domain::positive});
  }
}

/// Its mean and deviation are those of its operand.
void addBatchNormApplications(std::vector<Case> &cases) {
  for (const Shape &shape : kBatches) {
    if (shape[0] == 0)
      continue;
    std::string whole = tensorType(shape), type = tensorType({shape.back()});
    std::string body = fmt::format(
        "%m = mpc.reduce mean, %p0 dims {0} : {1} -> {2}\n"
        "%b = mpc.broadcast %m dims [{3}] : {2} -> {1}\n"
        "%d = mpc.sub %p0, %b : {1}\n"
        "%q = mpc.mul %d, %d : {1}\n"
        "%v = mpc.reduce mean, %q dims {0} : {1} -> {2}\n"
        "%e = mpc.constant dense<0.1> : {2}\n"
        "%s = mpc.add %v, %e : {2}\n"
        "%i = mpc.rsqrt %s : {2}\n"
        "%r = mpc.batch_norm_apply %p0, %p1, %p2, %m, %i : ({1}, {2}, {2}, "
        "{2}, {2}) -> {1}",
        list(leading(shape)), whole, type, shape.size() - 1);
    cases.push_back({"batch_norm_apply_" + nameOf(shape), body,
                     {shape, {shape.back()}, {shape.back()}}, shape});
  }
}

void addShiftedSums(std::vector<Case> &cases) {
  const Row rows[] = {{{8, 3}, {0}},       {{3, 5}, {1}},    {{2, 3, 4}, {0, 1}},
                      {{2, 3, 4}, {1}},    {{0, 3}, {0}},    {{3, 0}, {0}},
                      {{64, 8}, {0}},      {{7}, {0}},       {{1, 1}, {0}},
                      {{2, 3, 4, 5}, {0, 2}}};
  for (int order : {1, 2})
    for (bool weighs : {false, true})
      for (const Row &row : rows) {
        Shape kept;
        for (int64_t d = 0; d < int64_t(row.shape.size()); ++d)
          if (std::find(row.dims.begin(), row.dims.end(), d) == row.dims.end())
            kept.push_back(row.shape[d]);
        std::vector<Shape> operands{row.shape, kept};
        if (weighs)
          operands.push_back(row.shape);
        cases.push_back(
            {fmt::format("shifted_sum_{}{}_{}_over_{}", order,
                         weighs ? "_weighted" : "", nameOf(row.shape),
                         fmt::join(row.dims, "_")),
             fmt::format("%r = mpc.shifted_sum {}, %p0, %p1 {}dims {} : {}",
                         order, weighs ? "weights %p2 " : "", list(row.dims),
                         signature(operands, kept)),
             operands,
             kept});
      }
}

void addDropouts(std::vector<Case> &cases) {
  const Shape shapes[] = {{},     {1},    {7},     {16}, {17},  {3, 5}, {2, 3, 4},
                          {0},    {4, 0}, {64, 3}, {31, 1}};
  for (const char *rate : {"0.5", "0.1", "0.0", "1.0"})
    for (const Shape &shape : shapes)
      cases.push_back({fmt::format("dropout_{}_{}", rate, nameOf(shape)),
                       fmt::format("%r = mpc.dropout %p0 rate {} : {}", rate,
                                   tensorType(shape)),
                       {shape},
                       shape});
}

/// Probabilities, which need not sum to 1, and labels that do not count.
void addCrossEntropies(std::vector<Case> &cases) {
  const Shape logits[] = {{5},    {3, 5}, {64, 10}, {2, 3, 4}, {4, 33},
                          {1, 1}, {0, 3}, {7, 17},  {2, 65},   {16, 16}};
  for (const char *smoothing : {"", "smoothing 0.1 "})
    for (const Shape &shape : logits) {
      Shape rows(shape.begin(), shape.end() - 1);
      std::string name =
          fmt::format("{}_{}", *smoothing ? "_smooth" : "", nameOf(shape));
      cases.push_back({"cross_entropy_soft" + name,
                       fmt::format("%r = mpc.cross_entropy %p0, %p1 {}: {}",
                                   smoothing, signature({shape, shape}, rows)),
                       {shape, shape},
                       rows,
                       Domain::positive});
      cases.push_back(
          {"cross_entropy_ignore" + name,
           fmt::format("%r = mpc.cross_entropy %p0, %k {}ignore 0 : ({}, {}) "
                       "-> {}",
                       smoothing, tensorType(shape), tensorType(rows, "i32"),
                       tensorType(rows)),
           {shape},
           rows,
           Domain::any,
           rows,
           shape.back()});
    }
}

} // namespace

void addNormCases(std::vector<Case> &cases) {
  addRowNorms(cases);
  addGroupNorms(cases);
  addBatchNorms(cases);
  addBatchNormApplications(cases);
  addShiftedSums(cases);
  addDropouts(cases);
  addCrossEntropies(cases);
}
