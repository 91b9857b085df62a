//===- NormCornerCases.cpp - of normalization -----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CornerCases.h"

#include <cmath>
#include <fmt/format.h>

namespace {

std::string typeOf(const CornerTensor &tensor) {
  return tensorType(tensor.shape, tensor.element.c_str());
}

/// `names` are those of the results.
void add(std::vector<Corner> &corners, const std::string &op,
         const std::string &names, const std::string &rest,
         const std::vector<CornerTensor> &arguments,
         const std::vector<CornerTensor> &types,
         const std::vector<CornerTensor> &results, int ulps = 0) {
  std::string from, to;
  for (const CornerTensor &argument : arguments)
    from += (from.empty() ? "" : ", ") + typeOf(argument);
  for (const CornerTensor &type : types)
    to += (to.empty() ? "" : ", ") + typeOf(type);
  corners.push_back(
      {op, arguments,
       fmt::format("{} = mpc.{} {} : ({}) -> ({})", names, op, rest, from, to),
       results, ulps});
}

/// Rows of 2, whose numbers are powers of 2: their deviations are exact.
void addRowNorms(std::vector<Corner> &corners, const FloatType &type) {
  auto put = [&](const char *op, const char *attributes, Shape shape,
                 const Numbers &operand, const Numbers &result, int ulps = 0) {
    CornerTensor r{shape, type.name, result};
    add(corners, op, "%r", fmt::format("%x {}", attributes),
        {{shape, type.name, operand}}, {r}, {r}, ulps);
  };
  Number one = 1 / std::sqrt(1 + 1e-5L * 0x1p-30L);
  put("layer_norm", "dims [1]", {3, 2}, {kNan, 1, kInf, 1, 4, 4},
      {kNan, kNan, kNan, kNan, 0, 0});
  put("layer_norm", "dims [1]", {1, 2}, {0x1p15L, -0x1p15L}, {one, -one}, 2);
  put("layer_norm", "dims [1]", {2, 1}, {type.largest, -7}, {0, 0});
  put("layer_norm", "dims [1]", {2, 0}, {}, {});
  put("layer_norm", "dims [1] epsilon 0.0", {1, 2}, {4, 4}, {kNan, kNan});
  put("rms_norm", "dims [1]", {3, 2}, {kNan, 1, kInf, 1, 0, 0},
      {kNan, kNan, kNan, 0, 0, 0});
  put("rms_norm", "dims [1]", {1, 2}, {0x1p15L, -0x1p15L}, {one, -one}, 2);
  put("rms_norm", "dims [1] epsilon 0.0", {1, 2}, {0, 0}, {kNan, kNan});
  put("rms_norm", "dims [1]", {2, 0}, {}, {});
  // Groups know nothing of each other.
  put("group_norm", "groups 2", {1, 2, 2}, {kNan, 4, 1, 4}, {kNan, 0, kNan, 0});
  put("group_norm", "groups 1", {2, 2}, {kInf, 1, 4, 4}, {kNan, kNan, 0, 0});
  put("group_norm", "groups 2", {2, 0, 2}, {}, {});
}

/// Scale 2, offset 1, running mean 2 and variance 4 of each of two channels.
void addBatchNorms(std::vector<Corner> &corners, const FloatType &type) {
  const char *kept = type.digits == 53 ? "f64" : "f32";
  auto put = [&](Shape shape, const Numbers &operand, const Numbers &result,
                 const Numbers &mean, const Numbers &variance) {
    CornerTensor x{shape, type.name, operand}, r{shape, type.name, result};
    CornerTensor s = row(kept, mean), t = row(kept, variance);
    std::vector<CornerTensor> arguments{x, row(kept, {2, 2}), row(kept, {1, 1}),
                                        row(kept, {2, 2}), row(kept, {4, 4})};
    std::string rest = "%x, %y, %z, %u, %v momentum 0.5";
    add(corners, "batch_norm", "%r, %m, %n", rest, arguments, {r, s, t}, {r});
    add(corners, "batch_norm", "%q, %r, %s", rest, arguments, {r, s, t},
        {s, t});
  };
  put({2, 2}, {kNan, 4, 1, 4}, {kNan, 1, kNan, 1}, {kNan, 3}, {kNan, 2});
  put({2, 2}, {kInf, 4, 1, 4}, {kNan, 1, kNan, 1}, {kInf, 3}, {kNan, 2});
  // Of one element the variance is 0; of nothing statistics stay.
  put({1, 2}, {4, 8}, {1, 1}, {3, 5}, {2, 2});
  put({0, 2}, {}, {}, {2, 2}, {2, 2});
}

/// Channels of one element: x, scale, offset, mean, variance or its inverse
/// root.
void addChannels(std::vector<Corner> &corners, const FloatType &type) {
  const char *kept = type.digits == 53 ? "f64" : "f32";
  auto put = [&](const char *op, const char *attributes, const Numbers &x,
                 const Numbers &mean, const Numbers &last,
                 const Numbers &result) {
    CornerTensor r{{1, int64_t(x.size())}, type.name, result};
    Numbers ones(x.size(), 1), zeros(x.size(), 0);
    add(corners, op, "%r", fmt::format("%x, %y, %z, %u, %v{}", attributes),
        {{r.shape, type.name, x},
         row(kept, ones),
         row(kept, zeros),
         row(kept, mean),
         row(kept, last)},
        {r}, {r});
  };
  put("batch_norm_inference", " epsilon 0.0", {0, 1, 1, kInf, kNan, 1, 1},
      {0, 0, 0, 0, 0, kNan, 0}, {0, 0, kInf, 1, 1, 1, -1},
      {kNan, kInf, 0, kInf, kNan, kNan, kNan});
  put("batch_norm_apply", "", {1, 1, kInf, kNan, 3}, {1, 0, 0, 0, 1},
      {kInf, kInf, 0.5L, 1, 0.5L}, {kNan, kInf, kInf, kNan, 1});
}

void addShiftedSums(std::vector<Corner> &corners, const FloatType &type) {
  const char *kept = type.digits == 53 ? "f64" : "f32";
  auto put = [&](int order, Shape shape, const Numbers &x, const Numbers &shift,
                 const Numbers &result) {
    CornerTensor r = row(kept, result);
    add(corners, "shifted_sum", "%r", fmt::format("{}, %x, %y dims [1]", order),
        {{shape, type.name, x}, row(kept, shift)}, {r}, {r});
  };
  put(1, {4, 2}, {kInf, 1, kNan, 1, kInf, 0, 1, 1}, {0, 0, kInf, kInf},
      {kInf, kNan, kNan, -kInf});
  put(2, {3, 2}, {-kInf, 1, kInf, 0, 0x1p15L, 0x1p15L}, {0, kInf, 0x1p15L},
      {kInf, kNan, 0});
  put(2, {2, 0}, {}, {kNan, 1}, {0, 0});
}

} // namespace

void addNormCorners(std::vector<Corner> &corners) {
  for (const FloatType &type : floatTypes()) {
    addRowNorms(corners, type);
    addBatchNorms(corners, type);
    addChannels(corners, type);
    addShiftedSums(corners, type);
  }
}
