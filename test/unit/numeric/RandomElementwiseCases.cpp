//===- RandomElementwiseCases.cpp - how ops of single elements are drawn --===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Drawing.h"

#include <fmt/format.h>

namespace {

/// `form` of operands inside `domains`.
struct Elementwise {
  const char *op, *form;
  std::vector<Domain> domains;
  double size = 1;
  const char *attributes = "";
};

constexpr Domain any = Domain::any, positive = Domain::positive,
                 unit = Domain::unit;

const Elementwise kRows[] = {
    {"neg", "neg", {any}},
    {"abs", "abs", {any}},
    {"exp", "exp", {unit}},
    {"expm1", "expm1", {unit}},
    {"log", "log", {positive}},
    {"log1p", "log1p", {unit}},
    {"sqrt", "sqrt", {positive}},
    {"rsqrt", "rsqrt", {positive}},
    {"tanh", "tanh", {any}},
    {"logistic", "logistic", {any}},
    {"erf", "erf", {any}},
    {"sin", "sin", {any}},
    {"cos", "cos", {any}},
    {"relu", "relu", {any}},
    {"gelu", "gelu erf,", {any}},
    {"gelu", "gelu tanh,", {any}},
    {"silu", "silu", {any}},
    {"softplus", "softplus", {any}},
    {"elu", "elu", {any}, 1, " alpha 0.7"},
    {"leaky_relu", "leaky_relu", {any}, 1, " slope 0.2"},
    {"relu6", "relu6", {any}},
    {"hard_swish", "hard_swish", {any}},
    {"add", "add", {any, any}, 1.4},
    {"sub", "sub", {any, any}, 1.4},
    {"mul", "mul", {any, any}},
    {"div", "div", {any, positive}, 2},
    {"max", "max", {any, any}},
    {"min", "min", {any, any}},
    {"pow", "pow", {positive, unit}},
    {"squared_error", "squared_error", {any, any}, 2},
    {"huber", "huber", {any, any}, 1, " delta 0.8"},
    {"binary_cross_entropy", "binary_cross_entropy", {any, any}},
    {"clamp", "clamp", {any, any, any}},
    {"dropout", "dropout", {any}, 1, " rate 0.3"}};

/// Steps have slope 0: their operand is added, so that it has one.
void drawStep(Drawing &d, const char *op) {
  Drawn x = d.any();
  d.keep(d.elementwise("add", {x, d.elementwise(op, {x}, 1)}, 1.5));
}

Drawn compare(Drawing &d, const Drawn &x) {
  Drawn y = d.like(x.shape);
  return d.emit(fmt::format("mpc.compare {}, {}, {} : {}",
                            d.oneOf({"lt", "le", "gt", "ge", "ne"}), x.name,
                            y.name, tensorType(x.shape)),
                x.shape, 1);
}

void drawSelect(Drawing &d) {
  Drawn x = d.any(), holds = compare(d, x);
  std::string type = tensorType(x.shape, "i1");
  if (d.flip())
    holds =
        d.emit(fmt::format("mpc.{} {}, {} : {}", d.oneOf({"and", "or", "xor"}),
                           holds.name, compare(d, x).name, type),
               x.shape, 1);
  if (d.flip())
    holds =
        d.emit(fmt::format("mpc.not {} : {}", holds.name, type), x.shape, 1);
  d.keep(d.elementwise("select", {holds, x, d.like(x.shape)}, 1));
}

void drawConvert(Drawing &d) {
  Drawn x = d.any();
  std::string narrow = tensorType(x.shape), wide = tensorType(x.shape, "f64");
  Drawn y =
      d.emit(fmt::format("mpc.convert {} : {} to {}", x.name, narrow, wide),
             x.shape, 1);
  d.keep(d.emit(fmt::format("mpc.convert {} : {} to {}", y.name, wide, narrow),
                x.shape, 1));
}

} // namespace

void addRandomElementwise(std::vector<RandomRow> &rows) {
  for (const Elementwise &row : kRows)
    rows.push_back(
        {row.op, [&row](Drawing &d) {
           std::vector<Drawn> operands{d.any()};
           while (operands.size() < row.domains.size())
             operands.push_back(d.like(operands[0].shape));
           for (size_t i = 0; i < operands.size(); ++i)
             operands[i] = d.inside(row.domains[i], operands[i]);
           d.keep(d.elementwise(row.form, operands, row.size, row.attributes));
         }});
  for (const char *op : {"floor", "ceil", "round", "sign"})
    rows.push_back({op, [op](Drawing &d) { drawStep(d, op); }});
  rows.push_back({"select", drawSelect});
  rows.push_back({"convert", drawConvert});
}
