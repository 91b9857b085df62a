//===- ContractionTest.cpp - products and what is fused with them ---------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// With the tiles that mpc chooses; test/device has the others.
//
//===----------------------------------------------------------------------===//

#include "Case.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace kernels {

namespace {

struct Product {
  int64_t rows, columns, depth;
  int64_t batches = 0; ///< 0: no such dimension
};

const Product kProducts[] = {{1, 1, 1},         {3, 31, 33},    {31, 1, 997},
                             {1, 33, 31},       {33, 997, 3},   {64, 128, 256},
                             {64, 10, 128},     {16, 16, 4096}, {100, 3, 1000},
                             {37, 24, 16, 3},   {31, 33, 1, 2}, {1, 16, 64, 5},
                             {128, 136, 72, 2}, {5, 1, 7, 4}};

/// What is made of the operands before, and of the product after.
enum class Around { nothing, before, after, totals, all };

/// A product of x and y, in one of the four forms.
class ProductCase {
public:
  ProductCase(Product product, bool isLhsAlongDepth, bool isRhsAlongDepth,
              const std::string &element)
      : product(product), element(element) {
    auto order = [&](bool isAlongDepth, int64_t free) {
      Shape shape = {free, product.depth};
      if (!isAlongDepth)
        std::swap(shape[0], shape[1]);
      return addBatch(shape);
    };
    lhs = order(isLhsAlongDepth, product.rows);
    rhs = order(isRhsAlongDepth, product.columns);
    result = addBatch({product.rows, product.columns});
    int64_t first = product.batches > 0;
    if (first)
      dims = "batch [0] x [0] ";
    dims += fmt::format("contract [{}] x [{}]", first + isLhsAlongDepth,
                        first + isRhsAlongDepth);
    name = fmt::format(
        "{}_{}_{}{}", element,
        shapeName(addBatch({product.rows, product.columns, product.depth})),
        isLhsAlongDepth ? "d" : "f", isRhsAlongDepth ? "d" : "f");
  }

  Case make(Around around) const {
    const char *const kNames[] = {"", "_before", "_after", "_totals", "_all"};
    Case c = {"product_" + name + kNames[int(around)],
              {{"x", lhs, element}, {"y", rhs, element}}};
    c.gate = Gate::error;
    c.terms = double(product.depth + 8);
    bool hasBefore = around == Around::before || around == Around::all,
         hasAfter = around == Around::after || around == Around::all,
         hasTotals = around == Around::totals || around == Around::all;
    if (hasBefore)
      c.body += fmt::format("%u = mpc.relu %x : {}\n%v = mpc.neg %y : {}\n",
                            tensorType(lhs, element), tensorType(rhs, element));
    c.body += dot("%p", hasBefore ? "%u" : "%x", hasBefore ? "%v" : "%y");
    c.magnitudes =
        fmt::format("%ax = mpc.abs %x : {}\n%ay = mpc.abs %y : {}\n",
                    tensorType(lhs, element), tensorType(rhs, element)) +
        dot("%ap", "%ax", "%ay");
    addAfter(c, hasAfter);
    if (hasTotals)
      addTotals(c);
    return c;
  }

private:
  Shape addBatch(Shape shape) const {
    if (product.batches)
      shape.insert(shape.begin(), product.batches);
    return shape;
  }

  std::string dot(const char *to, const char *x, const char *y) const {
    return fmt::format("{} = mpc.dot_general {}, {} {} : ({}, {}) -> {}\n", to,
                       x, y, dims, tensorType(lhs, element),
                       tensorType(rhs, element), tensorType(result, "f32"));
  }

  /// %r and %magnitude0.
  void addAfter(Case &c, bool hasAfter) const {
    std::string type = tensorType(result, "f32");
    c.outputs.push_back({hasAfter ? "%r" : "%p", result, "f32"});
    if (!hasAfter) {
      c.magnitudes += fmt::format("%magnitude0 = mpc.abs %ap : {}\n", type);
      return;
    }
    c.arguments.push_back({"b", {product.columns}, "f32"});
    c.arguments.push_back({"s", result, "f32"});
    int64_t last = int64_t(result.size()) - 1;
    c.body += broadcast("%c", "%b", {product.columns}, {last}, result, "f32") +
              fmt::format("%z = mpc.add %p, %c : {0}\n%h = mpc.relu %z : {0}\n"
                          "%r = mpc.add %h, %s : {0}\n",
                          type);
    c.magnitudes +=
        fmt::format("%ac = mpc.abs %c : {0}\n%as = mpc.abs %s : {0}\n"
                    "%az = mpc.add %ap, %ac : {0}\n"
                    "%magnitude0 = mpc.add %az, %as : {0}\n",
                    type);
  }

  /// The sums and maxima of columns, and the sum of all.
  void addTotals(Case &c) const {
    std::string value = c.outputs[0].value;
    Shape rows = {0}, all = {0, 1};
    if (product.batches) {
      rows = {0, 1};
      all = {0, 1, 2};
    }
    const char *const kKinds[] = {"sum", "max", "sum"};
    for (int i = 0; i < 3; ++i) {
      const Shape &reduced = i == 2 ? all : rows;
      std::string number = std::to_string(i + 1);
      c.body += reduce("%t" + number, kKinds[i], value, result, reduced, "f32");
      c.magnitudes += reduce("%magnitude" + number, "sum", "%magnitude0",
                             result, reduced, "f32");
      c.outputs.push_back({"%t" + number, without(result, reduced), "f32"});
    }
    c.terms += double(product.rows * product.columns *
                      std::max<int64_t>(product.batches, 1));
  }

  Product product;
  std::string element, dims, name;
  Shape lhs, rhs, result;
};

} // namespace

TEST(Contraction, multiplies_in_all_forms_with_what_is_fused) {
  std::vector<Case> cases;
  for (const char *element : {"f16", "bf16", "f32"})
    for (const Product &product : kProducts)
      for (int form = 0; form < 4; ++form) {
        ProductCase some(product, form & 1, form & 2, element);
        for (Around around : {Around::nothing, Around::before, Around::after,
                              Around::totals, Around::all})
          cases.push_back(some.make(around));
      }
  check(sample(cases, 20));
  mpc::CompileOptions options;
  options.fusion = false;
  check(sample(cases, 100), options);
}

} // namespace kernels
