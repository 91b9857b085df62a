//===- ActivationCornerCases.cpp - of activations and losses --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CornerCases.h"

#include <cmath>

/// Formulas of the documentation, at their ends.
void addActivationCorners(std::vector<Corner> &corners) {
  for (const FloatType &type : floatTypes()) {
    Number m = type.largest, d = type.least();
    auto add = [&](const char *op, const char *form,
                   const std::vector<CornerPoint> &points, int ulps = 0) {
      corners.push_back(pointwise(op, form, type.name, points, ulps));
    };
    add("relu", "relu",
        {{-0.0L, 0},
         {d, d},
         {-d, 0},
         {kInf, kInf},
         {-kInf, 0},
         {-m, 0},
         {kNan, kNan}});
    add("relu6", "relu6",
        {{-0.0L, 0}, {d, d}, {kInf, 6}, {-kInf, 0}, {m, 6}, {kNan, kNan}});
    add("leaky_relu", "leaky_relu",
        {{kInf, kInf}, {-kInf, -kInf}, {-0.0L, -0.0L}, {d, d}, {kNan, kNan}});
    // -inf times 0 is nan, as in the formulas.
    for (auto [op, form] : {std::pair("gelu", "gelu erf,"),
                            {"gelu", "gelu tanh,"},
                            {"silu", "silu"}})
      add(op, form,
          {{kInf, kInf},
           {-kInf, kNan},
           {m, m},
           {-0.0L, -0.0L},
           {0, 0},
           {kNan, kNan}});
    add("hard_swish", "hard_swish",
        {{kInf, kInf},
         {-kInf, kNan},
         {-m, -0.0L},
         {-3, -0.0L},
         {3, 3},
         {0, 0},
         {-0.0L, -0.0L},
         {kNan, kNan}});
    add("elu", "elu",
        {{kInf, kInf},
         {-kInf, -1},
         {-0.0L, -0.0L},
         {d, d},
         {-d, -d},
         {-m, -1},
         {m, m},
         {kNan, kNan}});
    add("softplus", "softplus",
        {{kInf, kInf}, {-kInf, 0}, {m, m}, {-m, 0}, {kNan, kNan}});
    add("softplus", "softplus", {{0, std::log(2.0L)}, {d, std::log(2.0L)}}, 2);
    add("huber", "huber",
        {{m, -m, kInf},
         {kInf, 1, kInf},
         {kInf, kInf, kNan},
         {-0.0L, 0, 0},
         {1, 0, 0.5L},
         {0, 2, 1.5L},
         {kNan, 0, kNan}});
    add("binary_cross_entropy", "binary_cross_entropy",
        {{m, 1, 0},
         {-m, 1, m},
         {m, 0, m},
         {-m, 0, 0},
         {kNan, 1, kNan},
         {0, kNan, kNan}});
    // Everything is dropped, nan too, or nothing.
    add("dropout", "dropout",
        {{kNan, kNan}, {-0.0L, -0.0L}, {kInf, kInf}, {d, d}});
    corners.back().body =
        "%r = mpc.dropout %x rate 0.0 : " + tensorType({4}, type.name);
    corners.push_back(corners.back());
    corners.back().body =
        "%r = mpc.dropout %x rate 1.0 : " + tensorType({4}, type.name);
    corners.back().results = {row(type.name, {0, 0, 0, 0})};
  }
}
