//===- RandomCases.cpp - models of random ops -----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Drawing.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

int64_t countElements(const Shape &shape) {
  int64_t count = 1;
  for (int64_t size : shape)
    count *= size;
  return count;
}

std::string listOf(const Shape &dims) {
  return fmt::format("[{}]", fmt::join(dims, ", "));
}

std::string signatureOf(const std::vector<Drawn> &operands,
                        const Shape &result) {
  std::vector<std::string> types;
  for (const Drawn &operand : operands)
    types.push_back(
        tensorType(operand.shape, operand.name[1] == 'k' ? "i32" : "f32"));
  return fmt::format("({}) -> {}", fmt::join(types, ", "), tensorType(result));
}

Shape without(const Shape &shape, const Shape &dims) {
  Shape kept;
  for (int64_t d = 0; d < int64_t(shape.size()); ++d)
    if (std::find(dims.begin(), dims.end(), d) == dims.end())
      kept.push_back(shape[d]);
  return kept;
}

//===----------------------------------------------------------------------===//
// Chance
//===----------------------------------------------------------------------===//

// SplitMix64 (Steele et al. 2014): the same on every machine.
int64_t Drawing::below(int64_t count) {
  uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return int64_t((z ^ z >> 31) % uint64_t(count));
}

Shape Drawing::someDims(int64_t rank, int64_t least) {
  Shape dims;
  for (int64_t d = 0; d < rank; ++d)
    if (flip() || rank - d <= least - int64_t(dims.size()))
      dims.push_back(d);
  return dims;
}

Shape Drawing::permutation(int64_t rank) {
  Shape order;
  for (int64_t d = 0; d < rank; ++d)
    order.insert(order.begin() + below(d + 1), d);
  return order;
}

/// A product of `rank` numbers that is `count`.
Shape Drawing::factors(int64_t count, int64_t rank) {
  Shape shape(rank, 1);
  for (int64_t prime = 2; count > 1; ++prime)
    for (; count % prime == 0; count /= prime)
      shape[below(rank)] *= prime;
  return shape;
}

//===----------------------------------------------------------------------===//
// Operands
//===----------------------------------------------------------------------===//

Drawn Drawing::take(size_t index) {
  unused.erase(values[index].name);
  return values[index];
}

Drawn Drawing::any(int64_t least, int64_t most, int64_t elements) {
  for (size_t back = 0; back < values.size(); ++back) {
    size_t index = flip() ? values.size() - 1 - back : below(values.size());
    int64_t rank = values[index].shape.size();
    if (rank >= least && rank <= most &&
        countElements(values[index].shape) <= elements)
      return take(index);
  }
  int64_t rank =
      between(std::max<int64_t>(least, 1), std::min<int64_t>(most, 3));
  rank = std::max(rank, least);
  Shape shape;
  for (int64_t d = 0; d < rank; ++d)
    shape.push_back(rank > 3 ? between(1, 3) : oneOf<int64_t>({1, 2, 3, 4, 5}));
  while (countElements(shape) > elements)
    *std::max_element(shape.begin(), shape.end()) -= 1;
  return parameter(shape);
}

Drawn Drawing::like(const Shape &shape) {
  if (below(4))
    for (size_t i = values.size(); i-- > 0;)
      if (values[i].shape == shape && flip())
        return take(i);
  return parameter(shape);
}

Drawn Drawing::parameter(const Shape &shape) {
  size_t number = graph.parameters.size();
  arguments +=
      fmt::format("{0}%p{1}: {2} {{mpc.param = \"p{1}\"}}",
                  arguments.empty() ? "" : ", ", number, tensorType(shape));
  std::vector<double> elements;
  for (int64_t i = 0; i < countElements(shape); ++i)
    elements.push_back(3 * this->number() - 1.5);
  graph.parameters.push_back(elements);
  return {fmt::format("%p{}", number), shape, 1};
}

Drawn Drawing::constant(const Shape &shape, double value) {
  return emit(
      fmt::format("mpc.constant dense<{:.6e}> : {}", value, tensorType(shape)),
      shape, std::abs(value));
}

Drawn Drawing::reshaped(int64_t rank) {
  Drawn value = any();
  if (int64_t(value.shape.size()) == rank)
    return value;
  Shape shape = factors(countElements(value.shape), rank);
  return unary("reshape", value, "", shape, value.size);
}

Drawn Drawing::indices(const Shape &shape, int64_t least, int64_t most) {
  std::string name = fmt::format("k{}", graph.inputs.size());
  arguments += fmt::format("{0}%{1}: {2} {{mpc.input = \"{1}\"}}",
                           arguments.empty() ? "" : ", ", name,
                           tensorType(shape, "i32"));
  auto &elements = graph.inputs[name];
  for (int64_t i = 0; i < countElements(shape); ++i)
    elements.push_back(double(between(least, most)));
  return {"%" + name, shape};
}

Drawn Drawing::inside(Domain domain, const Drawn &value) {
  auto scaled = [&](const Drawn &operand) {
    return elementwise("mul", {operand, constant(value.shape, 0.9)}, 0.6);
  };
  if (domain == Domain::any)
    return value;
  if (domain == Domain::unit)
    return scaled(elementwise("tanh", {value}, 0.6));
  auto above = [&](const Drawn &operand) {
    return elementwise("add", {operand, constant(value.shape, 0.3)}, 1);
  };
  switch (below(4)) {
  case 0:
    return above(elementwise("softplus", {value}, 1));
  case 1:
    return elementwise("exp", {scaled(elementwise("tanh", {value}, 0.6))}, 1);
  case 2:
    return above(elementwise("mul", {value, value}, 1));
  default:
    return above(elementwise("logistic", {value}, 0.5));
  }
}

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

Drawn Drawing::emit(const std::string &expression, const Shape &shape,
                    double size) {
  std::string name = fmt::format("%v{}", count++);
  lines += fmt::format("  {} = {}\n", name, expression);
  return {name, shape, size};
}

Drawn Drawing::emitFirst(const std::string &expression, const Shape &shape,
                         double size, int results) {
  std::string name = fmt::format("%v{}", count++);
  lines += fmt::format("  {}:{} = {}\n", name, results, expression);
  return {name + "#0", shape, size};
}

static std::string namesOf(const std::vector<Drawn> &operands) {
  std::vector<std::string> names;
  for (const Drawn &operand : operands)
    names.push_back(operand.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

Drawn Drawing::elementwise(const std::string &form,
                           const std::vector<Drawn> &operands, double size,
                           const std::string &attributes) {
  const Shape &shape = operands[0].shape;
  return emit(fmt::format("mpc.{} {}{} : {}", form, namesOf(operands),
                          attributes, tensorType(shape)),
              shape, size);
}

Drawn Drawing::functional(const std::string &form,
                          const std::vector<Drawn> &operands,
                          const std::string &attributes, const Shape &shape,
                          double size) {
  return emit(fmt::format("mpc.{} {}{} : {}", form, namesOf(operands),
                          attributes, signatureOf(operands, shape)),
              shape, size);
}

Drawn Drawing::unary(const std::string &form, const Drawn &operand,
                     const std::string &attributes, const Shape &shape,
                     double size) {
  return emit(fmt::format("mpc.{} {}{} : {} -> {}", form, operand.name,
                          attributes, tensorType(operand.shape),
                          tensorType(shape)),
              shape, size);
}

Drawn Drawing::reduce(const std::string &kind, const Drawn &operand,
                      const Shape &dims) {
  Shape shape = without(operand.shape, dims);
  double terms =
      double(countElements(operand.shape)) / double(countElements(shape));
  double size = kind == "sum"    ? operand.size * std::sqrt(terms)
                : kind == "mean" ? operand.size / std::sqrt(terms)
                                 : operand.size;
  return unary("reduce " + kind + ",", operand, " dims " + listOf(dims), shape,
               size);
}

Drawn Drawing::broadcast(const Drawn &operand, const Shape &dims,
                         const Shape &shape) {
  return unary("broadcast", operand, " dims " + listOf(dims), shape,
               operand.size);
}

//===----------------------------------------------------------------------===//
// Graphs
//===----------------------------------------------------------------------===//

void Drawing::keep(Drawn value) {
  // Otherwise some values would drown in others, and their gradients in noise.
  if (value.size > 2 || value.size < 0.4)
    value =
        elementwise("mul", {value, constant(value.shape, 1 / value.size)}, 1);
  unused.insert(value.name);
  values.push_back(value);
}

RandomGraph Drawing::finish() {
  std::string loss;
  for (const std::string &name : unused) {
    auto value = std::find_if(values.begin(), values.end(),
                              [&](const Drawn &v) { return v.name == name; });
    Shape all;
    for (size_t d = 0; d < value->shape.size(); ++d)
      all.push_back(int64_t(d));
    std::string weights = fmt::format("w{}", graph.inputs.size());
    arguments += fmt::format(", %{0}: {1} {{mpc.input = \"{0}\"}}", weights,
                             tensorType(value->shape));
    auto &elements = graph.inputs[weights];
    for (int64_t i = 0; i < countElements(value->shape); ++i)
      elements.push_back((flip() ? 1 : -1) * (0.5 + number()));
    Drawn sum = reduce(
        "sum", elementwise("mul", {*value, {"%" + weights, value->shape}}, 1),
        all);
    loss = loss.empty()
               ? sum.name
               : elementwise("add", {{loss, {}}, {sum.name, {}}}, 1).name;
  }
  graph.text =
      fmt::format("func.func @train({}) -> (tensor<f32> {{mpc.result = "
                  "\"loss\"}}) {{\n{}  return {} : tensor<f32>\n}}\n",
                  arguments, lines, loss);
  return graph;
}

static const std::vector<RandomRow> &allRows() {
  static const std::vector<RandomRow> rows = [] {
    std::vector<RandomRow> all;
    addRandomElementwise(all);
    addRandomMovement(all);
    addRandomSums(all);
    addRandomImages(all);
    addRandomNorms(all);
    return all;
  }();
  return rows;
}

RandomGraph drawGraph(uint64_t seed, int64_t most) {
  const std::vector<RandomRow> &rows = allRows();
  Drawing drawing(seed);
  int64_t count = std::min(drawing.between(5, 15), most);
  std::vector<std::string> ops;
  for (int64_t i = 0; i < count; ++i) {
    const RandomRow &row =
        rows[i == 0 ? seed % rows.size() : drawing.below(rows.size())];
    row.draw(drawing);
    ops.push_back(row.op);
  }
  RandomGraph graph = drawing.finish();
  graph.ops = ops;
  return graph;
}

std::vector<std::string> randomOps() {
  std::vector<std::string> ops;
  for (const RandomRow &row : allRows())
    ops.push_back(row.op);
  return ops;
}
