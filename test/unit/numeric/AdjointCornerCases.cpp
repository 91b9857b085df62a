//===- AdjointCornerCases.cpp - of gradients ------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CornerCases.h"

#include <cmath>
#include <fmt/format.h>

namespace {

/// The gradient of sum(%r) by each of the arguments, all of which are rows.
void add(std::vector<Corner> &corners, const char *op, const char *form,
         const std::vector<Numbers> &arguments,
         const std::vector<Numbers> &gradients, int ulps = 0) {
  Corner corner{op, {}, "", {}, ulps, true, {int64_t(arguments[0].size())}};
  std::string names;
  for (const Numbers &argument : arguments) {
    names +=
        (names.empty() ? "%" : ", %") + cornerArgument(corner.arguments.size());
    corner.arguments.push_back(row("f32", argument));
  }
  for (const Numbers &gradient : gradients)
    corner.results.push_back(row("f32", gradient));
  std::string text = form;
  size_t operands = text.find('$');
  text.replace(operands, 1, names);
  corner.body =
      fmt::format("  %r = mpc.{} : {}", text, tensorType(corner.output));
  corners.push_back(corner);
}

/// The same, where more has to be said.
void addText(std::vector<Corner> &corners, const char *op,
             const std::vector<CornerTensor> &arguments,
             const std::string &body, const Shape &output,
             const std::vector<CornerTensor> &gradients, int ulps = 0) {
  corners.push_back(
      {op, arguments, "  " + body, gradients, ulps, true, output});
}

/// At a kink one side, or neither, is right, and which is part of the meaning.
void addKinks(std::vector<Corner> &corners) {
  add(corners, "relu", "relu $", {{0, -0.0L, kInf, -kInf}}, {{0, 0, 1, 0}});
  add(corners, "abs", "abs $", {{0, -0.0L, -1, kInf}}, {{0, 0, -1, 1}});
  add(corners, "relu6", "relu6 $", {{0, 6, 3, kInf, -kInf}}, {{0, 0, 1, 0, 0}});
  add(corners, "elu", "elu $ alpha 0.75", {{0, -0.0L, 1}}, {{0.75L, 0.75L, 1}});
  add(corners, "leaky_relu", "leaky_relu $ slope 0.25", {{0, -0.0L, 1, -kInf}},
      {{0.25L, 0.25L, 1, 0.25L}});
  add(corners, "hard_swish", "hard_swish $", {{-3, 3, -4, 4}},
      {{-0.5L, 1.5L, 0, 1}});
  for (const char *op : {"floor", "ceil", "round", "sign"})
    add(corners, op, fmt::format("{} $", op).c_str(), {{kInf, 0.5L, 0, 1}},
        {{0, 0, 0, 0}});
  add(corners, "max", "max $", {{1, 1, 0}, {1, 0, -0.0L}},
      {{0.5L, 1, 0.5L}, {0.5L, 0, 0.5L}});
  add(corners, "min", "min $", {{1, 1, 0}, {1, 0, -0.0L}},
      {{0.5L, 0, 0.5L}, {0.5L, 1, 0.5L}});
  add(corners, "clamp", "clamp $", {{0, 0, 2, -1}, {0, 1, 1, 5}, {1, 1, 3, 2}},
      {{0, 0, 1, 0}, {1, 1, 0, 0}, {0, 0, 0, 1}});
  add(corners, "huber", "huber $ delta 1.0", {{1, -1, 0, kInf}, {0, 0, 0, 0}},
      {{1, -1, 0, 1}, {-1, 1, -0.0L, -1}});
}

/// Where a factor of the chain overflows, but the derivative does not.
void addEnds(std::vector<Corner> &corners) {
  const Numbers far = {1e4L, -1e4L};
  add(corners, "softplus", "softplus $", {far}, {{1, 0}});
  add(corners, "logistic", "logistic $", {far}, {{0, 0}});
  add(corners, "tanh", "tanh $", {{kInf, -kInf}}, {{0, 0}});
  add(corners, "gelu", "gelu erf, $", {far}, {{1, 0}});
  add(corners, "gelu", "gelu tanh, $", {far}, {{1, 0}});
  add(corners, "silu", "silu $", {far}, {{1, -0.0L}});
  add(corners, "exp", "exp $", {{-kInf, 0}}, {{0, 1}});
  add(corners, "sqrt", "sqrt $", {{0, 4}}, {{kInf, 0.25L}});
  add(corners, "log", "log $", {{0, 2}}, {{kInf, 0.5L}});
  add(corners, "binary_cross_entropy", "binary_cross_entropy $",
      {{1e4L, -1e4L, 1e4L}, {1, 1, 0}}, {{0, -1, 1}, {-1e4L, 1e4L, -1e4L}});
  add(corners, "pow", "pow $", {{0, -2, 2, 0}, {2, 3, 1, 0}},
      {{0, 12, 1, 0}, {0, 0, 2 * std::log(2.0L), 0}}, 8);
  add(corners, "dropout", "dropout $ rate 1.0", {{kNan, 1}}, {{0, 0}});
  add(corners, "dropout", "dropout $ rate 0.0", {{kNan, 1}}, {{1, 1}});
  addText(
      corners, "select",
      {row("i1", {1, 0}), row("f32", {kNan, kNan}), row("f32", {kInf, kInf})},
      "%r = mpc.select %x, %y, %z : tensor<2xf32>", {2},
      {row("f32", {1, 0}), row("f32", {0, 1})});
}

/// Equals share, but in windows and rows that are sorted, where the first is
/// taken.
void addTies(std::vector<Corner> &corners) {
  auto reduce = [&](const char *kind, const Numbers &x,
                    const Numbers &gradient) {
    addText(corners, "reduce", {{{2, 3}, "f32", x}},
            fmt::format("%r = mpc.reduce {}, %x dims [1] : tensor<2x3xf32> -> "
                        "tensor<2xf32>",
                        kind),
            {2}, {{{2, 3}, "f32", gradient}});
  };
  reduce("max", {2, 2, 1, 0, -0.0L, -1}, {0.5L, 0.5L, 0, 0.5L, 0.5L, 0});
  reduce("min", {2, 1, 1, kInf, -kInf, -kInf}, {0, 0.5L, 0.5L, 0, 0.5L, 0.5L});
  reduce("prod", {0, 2, 3, 0, 0, 3}, {6, 0, 0, 0, 0, 0});
  reduce("prod", {2, 4, 8, -0.0L, 2, 2}, {32, 16, 8, 4, 0, 0});
  auto pool = [&](const Numbers &x, const Numbers &gradient) {
    addText(corners, "max_pool2d", {{{1, 2, 2, 1}, "f32", x}},
            "%r = mpc.max_pool2d %x size [2, 2] : tensor<1x2x2x1xf32> -> "
            "tensor<1x1x1x1xf32>",
            {1, 1, 1, 1}, {{{1, 2, 2, 1}, "f32", gradient}});
  };
  pool({5, 5, 5, 5}, {1, 0, 0, 0});
  pool({-kInf, -kInf, -kInf, -kInf}, {1, 0, 0, 0});
  pool({1, kNan, kNan, 2}, {0, 1, 0, 0});
  pool({-1, -0.0L, 0, -2}, {0, 1, 0, 0});
  addText(corners, "sort", {row("f32", {3, 1, 1}), row("f32", {1, 2, 4})},
          "%q, %p = mpc.sort %x dim 0 : tensor<3xf32>\n"
          "  %r = mpc.mul %q, %y : tensor<3xf32>",
          {3}, {row("f32", {4, 1, 2}), row("f32", {1, 1, 3})});
  addText(corners, "top_k", {row("f32", {1, 3, 3})},
          "%r, %p = mpc.top_k %x k 1 : tensor<3xf32>", {1},
          {row("f32", {0, 1, 0})});
}

/// What was read outside is not.
void addOutside(std::vector<Corner> &corners) {
  CornerTensor x = row("f32", {1, 2, 3}), start{{}, "i32", {9}};
  addText(corners, "gather", {x, row("i32", {-1, 0x1p31L - 1, 1, 1})},
          "%r = mpc.gather %x, %y dim 0 : (tensor<3xf32>, tensor<4xi32>) -> "
          "tensor<4xf32>",
          {4}, {row("f32", {1, 2, 1})});
  addText(corners, "dynamic_slice", {x, start},
          "%r = mpc.dynamic_slice %x, %y : (tensor<3xf32>, tensor<i32>) -> "
          "tensor<2xf32>",
          {2}, {row("f32", {0, 1, 1})});
  addText(corners, "dynamic_update_slice", {x, row("f32", {4, 5}), start},
          "%r = mpc.dynamic_update_slice %x, %y, %z : (tensor<3xf32>, "
          "tensor<2xf32>, tensor<i32>) -> tensor<3xf32>",
          {3}, {row("f32", {1, 0, 0}), row("f32", {1, 1})});
  addText(corners, "scatter_add",
          {x, row("i32", {-1, 1, 3}), row("f32", {4, 5, 6})},
          "%r = mpc.scatter_add %x, %y, %z : tensor<3xf32>, tensor<3xi32>, "
          "tensor<3xf32>",
          {3}, {row("f32", {1, 1, 1}), row("f32", {0, 1, 0})});
  auto entropy = [&](const char *attributes, const Numbers &logits,
                     const Numbers &labels, const Numbers &gradient) {
    Shape shape{int64_t(labels.size()), 2};
    addText(
        corners, "cross_entropy", {{shape, "f32", logits}, row("i32", labels)},
        fmt::format("%r = mpc.cross_entropy %x, %y{0} : (tensor<{1}x2xf32>, "
                    "tensor<{1}xi32>) -> tensor<{1}xf32>",
                    attributes, labels.size()),
        {shape[0]}, {{shape, "f32", gradient}});
  };
  entropy("", {0, 0, 0, 0, 1e4L, 0}, {0, 2, 1}, {-0.5L, 0.5L, 0, 0, 1, -1});
  entropy(" ignore 1", {kNan, kInf, 0, 0}, {1, 0}, {0, 0, -0.5L, 0.5L});
}

} // namespace

void addAdjointCorners(std::vector<Corner> &corners) {
  addKinks(corners);
  addEnds(corners);
  addTies(corners);
  addOutside(corners);
}
