//===- RandomNormCases.cpp - how normalization is drawn -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Drawing.h"

#include <fmt/format.h>

namespace {

// Epsilon is large, so that elements of a small variance have a slope, too.
constexpr const char *kEpsilon = " epsilon 0.1";

void drawRowNorm(Drawing &d, const char *op, bool hasOffset) {
  Drawn x = d.any(1);
  Shape dims = d.someDims(x.shape.size()), sizes;
  for (int64_t dim : dims)
    sizes.push_back(x.shape[dim]);
  std::vector<Drawn> operands{x};
  std::string named = x.name;
  auto add = [&](const char *role) {
    operands.push_back(d.like(sizes));
    named += fmt::format(" {} {}", role, operands.back().name);
  };
  if (d.flip())
    add("scale");
  if (hasOffset && d.flip())
    add("offset");
  d.keep(d.emit(fmt::format("mpc.{} {} dims {}{} : {}", op, named, listOf(dims),
                            kEpsilon, signatureOf(operands, x.shape)),
                x.shape, 1));
}

void drawGroupNorm(Drawing &d) {
  Drawn x = d.any(2);
  int64_t channels = x.shape.back(), groups = d.flip() ? 1 : channels;
  if (channels % 2 == 0 && d.flip())
    groups = channels / 2;
  std::vector<Drawn> operands{x, d.like({channels}), d.like({channels})};
  d.keep(d.emit(
      fmt::format("mpc.group_norm {} scale {} offset {} groups {}{} : {}",
                  x.name, operands[1].name, operands[2].name, groups, kEpsilon,
                  signatureOf(operands, x.shape)),
      x.shape, 1));
}

void drawBatchNorm(Drawing &d) {
  Drawn x = d.any(2);
  Shape channels{x.shape.back()};
  std::string type = tensorType(channels);
  Drawn scale = d.like(channels), offset = d.like(channels);
  Drawn mean = d.constant(channels, 0.3), variance = d.constant(channels, 1.5);
  d.keep(d.emitFirst(
      fmt::format("mpc.batch_norm {0}, {1}, {2}, {3}, {4}{5} : ({6}, {7}, {7}, "
                  "{7}, {7}) -> ({6}, {7}, {7})",
                  x.name, scale.name, offset.name, mean.name, variance.name,
                  kEpsilon, tensorType(x.shape), type),
      x.shape, 1, 3));
}

void drawInference(Drawing &d) {
  Drawn x = d.any(2);
  Shape channels{x.shape.back()};
  std::vector<Drawn> operands{x, d.like(channels), d.like(channels),
                              d.like(channels),
                              d.inside(Domain::positive, d.like(channels))};
  d.keep(
      d.functional("batch_norm_inference", operands, kEpsilon, x.shape, 1.5));
}

/// Its mean and deviation are those of its operand.
void drawApplication(Drawing &d) {
  Drawn x = d.any(2);
  int64_t last = int64_t(x.shape.size()) - 1;
  Shape channels{x.shape.back()}, dims;
  for (int64_t dim = 0; dim < last; ++dim)
    dims.push_back(dim);
  Drawn mean = d.reduce("mean", x, dims);
  Drawn centred =
      d.elementwise("sub", {x, d.broadcast(mean, {last}, x.shape)}, 1);
  Drawn variance =
      d.reduce("mean", d.elementwise("mul", {centred, centred}, 1), dims);
  Drawn inverse = d.elementwise(
      "rsqrt", {d.elementwise("add", {variance, d.constant(channels, 0.1)}, 1)},
      1);
  d.keep(d.functional("batch_norm_apply",
                      {x, d.like(channels), d.like(channels), mean, inverse},
                      "", x.shape, 1));
}

} // namespace

void addRandomNorms(std::vector<RandomRow> &rows) {
  rows.push_back(
      {"layer_norm", [](Drawing &d) { drawRowNorm(d, "layer_norm", true); }});
  rows.push_back(
      {"rms_norm", [](Drawing &d) { drawRowNorm(d, "rms_norm", false); }});
  rows.insert(rows.end(), {{"group_norm", drawGroupNorm},
                           {"batch_norm", drawBatchNorm},
                           {"batch_norm_inference", drawInference},
                           {"batch_norm_apply", drawApplication}});
}
