//===- ContractionText.cpp - a contraction with a given tile --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContractionText.h"

#include <fmt/format.h>
#include <numeric>

namespace mpc::test {

using cuda::Product;
using fmt::format;

const char *getName(Product product) {
  constexpr const char *kNames[] = {"f16", "bf16", "tf32", "f32"};
  return kNames[static_cast<int>(product)];
}

int64_t getBytes(Product product) {
  return product == Product::f16 || product == Product::bf16 ? 2 : 4;
}

/// What is stored between kernels.
static const char *getStorage(Product product) {
  constexpr const char *kNames[] = {"f16", "bf16", "float", "float"};
  return kNames[static_cast<int>(product)];
}

static const char *getElement(Product product) {
  return product == Product::f32 ? "float" : getName(product);
}

/// The function that rounds a float, or none.
static const char *getRounding(Product product) {
  constexpr const char *kNames[] = {"toF16", "toBf16", "", ""};
  return kNames[static_cast<int>(product)];
}

OperandLayout::OperandLayout(Product product, bool isComputed,
                             bool isAlongDepth, int64_t free, int64_t depth)
    : isAlongDepth(isAlongDepth), lines(isAlongDepth ? free : depth),
      length(isAlongDepth ? depth : free) {
  int64_t chunk = 16 / getBytes(product);
  pitch = isComputed ? length : (length + chunk - 1) / chunk * chunk;
  // Computed operands are made of floats, four at a time.
  width = isComputed ? std::gcd(length, int64_t(4)) : 0;
}

OperandLayout ContractionCase::getLhs() const {
  return {size.product, size.lhsWidth > 0, isLhsAlongDepth, size.rows,
          size.depth};
}

OperandLayout ContractionCase::getRhs() const {
  return {size.product, size.rhsWidth > 0, isRhsAlongDepth, size.columns,
          size.depth};
}

cuda::ContractionLaunch ContractionCase::getLaunch() const {
  cuda::ContractionSize all = size;
  all.totalBytes = hasTotals ? 8 : 0;
  return {all, tile};
}

std::string ContractionCase::getName() const {
  auto operand = [](bool isComputed, bool isAlongDepth) {
    return format("{}{}", isComputed ? "c" : "", isAlongDepth ? "d" : "f");
  };
  return format("{}_{}x{}x{}b{}_t{}x{}x{}{}_{}_{}_s{}{}",
                test::getName(size.product), size.rows, size.columns,
                size.depth, size.batches, tile.rows, tile.columns, tile.depth,
                tile.byWarpgroups ? "g" : "", operand(size.lhsWidth, isLhsAlongDepth),
                operand(size.rhsWidth, isRhsAlongDepth), tile.splits,
                hasTotals ? "_totals" : "");
}

std::string ContractionCase::printOperand(const char *name, const char *buffer,
                                          bool isComputed,
                                          const OperandLayout &layout) const {
  int64_t batch = layout.lines * layout.pitch;
  const char *element = getElement(size.product);
  if (!isComputed)
    return format("  const auto {} = directOperand<{}, {}, {}{}>([&](int batch) "
                  "{{ return {} + batch * int64({}); }});\n",
                  name, element, layout.isAlongDepth, layout.pitch,
                  roundsDirect() ? ", true" : "", buffer, batch);
  bool isTf32 = size.product == Product::tf32;
  return format(
      R"(  const auto {0} = computedOperand<{1}, {2}, {8}>([&]<int W>(int batch, int free, int depth) {{
    Vector<{1}, W> chunk;
    const auto x = loadVector<W>({3} + batch * int64({4}) + {5} * int64({6}) + {7});
    for (int v = 0; v < W; ++v)
      chunk[v] = {9}(x[v]){10};
    return chunk;
  }});
)",
      name, element, layout.isAlongDepth, buffer, batch,
      layout.isAlongDepth ? "free" : "depth", layout.pitch,
      layout.isAlongDepth ? "depth" : "free", layout.width,
      isTf32 ? "tf32{bitsAs<uint32>" : getRounding(size.product),
      isTf32 ? "}" : "");
}

std::string ContractionCase::getText() const {
  cuda::ContractionLaunch launch = getLaunch();
  const char *storage = getStorage(size.product);
  auto source = [&](bool isComputed) { return isComputed ? "float" : storage; };
  // Vectors are as wide as results' and bias's lines allow.
  int64_t width = 16 / getBytes(size.product);
  std::string text = format(
      R"(#include "mpc/contraction.cuh"

using namespace mpc;

struct Shape {{
  using Element = {};
  static constexpr int kRows = {}, kColumns = {}, kDepth = {}, kBatches = {};
  static constexpr int kTileRows = {}, kTileColumns = {}, kTileDepth = {};
  static constexpr int kWarpRows = {}, kWarpColumns = {};
  static constexpr int kStages = {}, kSplits = {};
  static constexpr bool kReadsAhead = {}, kByWarpgroups = {};
}};

extern "C" __global__ void __launch_bounds__({}, {})
contraction(const {} *in0, const {} *in1, const float *in2, {} *out0, float *out1{}) {{
)",
      getElement(size.product), size.rows, size.columns, size.depth,
      size.batches, tile.rows, tile.columns, tile.depth, tile.warpRows,
      tile.warpColumns, tile.stages, tile.splits, tile.readsAhead, tile.byWarpgroups,
      launch.threads, tile.residents, source(size.lhsWidth),
      source(size.rhsWidth), storage,
      launch.semaphores ? ", uint32 *semaphores, char *workspace" : "");
  text += printOperand("a", "in0", size.lhsWidth, getLhs());
  text += printOperand("b", "in1", size.rhsWidth, getRhs());
  text += format(
      R"(  struct Total {{ float at0, at1; }};
  const auto combine = [](const Total &x, const Total &y) {{ return Total{{x.at0 + y.at0, maximum(x.at1, y.at1)}}; }};
  const auto apply = [&]<int W>(int batch, int row, int column, const Vector<float, W> &sum, auto *totals) {{
    const auto bias = loadVector<W>(in2 + column);
    Vector<{0}, W> result;
    for (int v = 0; v < W; ++v) {{
      const float value = maximum(sum[v] + bias[v], 0.0f);
      result[v] = {1}(value);
      {2}
    }}
    storeVector(out0 + (batch * int64({3}) + row) * {4} + column, result);
  }};
  const auto finish = [&] {{}};
)",
      storage, getRounding(size.product),
      hasTotals ? "totals[v] = combine(Total{value, value}, totals[v]);" : "",
      size.rows, (size.columns + width - 1) / width * width);
  if (hasTotals)
    text += format(
        R"(  const auto storeTotals = [&]<int W>(int column, const Total *totals) {{
    for (int v = 0; v < W; ++v) {{
      store(out1 + 2 * (column + v), totals[v].at0);
      store(out1 + 2 * (column + v) + 1, totals[v].at1);
    }}
  }};
  auto epilogue = totalsEpilogue<{}>(apply, finish, Total{{0, -1}}, combine, storeTotals);
)",
        width);
  else
    text +=
        format("  auto epilogue = lambdaEpilogue<{}>(apply, finish);\n", width);
  // What the launch takes is computed in two places.
  return text + format(R"(  using Device = Contraction<Shape, decltype(a), decltype(b), decltype(epilogue)>;
  static_assert(Device::kThreads == {} && Device::kSharedBytes == {});
  static_assert(Device::kSemaphores == {} && Device::kWorkspaceBytes == {});
  contract<Shape>(a, b, epilogue, {});
}}
)",
                       launch.threads, launch.sharedBytes, launch.semaphores,
                       launch.workspaceBytes,
                       launch.semaphores ? "semaphores, workspace"
                                         : "nullptr, nullptr");
}

} // namespace mpc::test
