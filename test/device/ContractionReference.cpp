//===- ContractionReference.cpp - what a contraction should give ----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContractionReference.h"

#include "ContractionCases.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <limits>

using namespace mpc::cuda;

namespace mpc::test {

namespace {

constexpr double kUnitF32 = 0x1p-24;

uint16_t toF16(float x) { return std::bit_cast<uint16_t>(_Float16(x)); }
float fromF16(uint16_t bits) { return float(std::bit_cast<_Float16>(bits)); }

/// To nearest, ties to even; `drop` bits of the mantissa go.
uint32_t roundBits(float x, int drop) {
  uint32_t bits = std::bit_cast<uint32_t>(x);
  bits += (1u << (drop - 1)) - 1 + (bits >> drop & 1);
  return bits >> drop << drop;
}
uint16_t toBf16(float x) {
  return std::isnan(x) ? 0x7fc0 : roundBits(x, 16) >> 16;
}
float fromBf16(uint16_t bits) {
  return std::bit_cast<float>(uint32_t(bits) << 16);
}

/// Writes a float as it is stored, and returns what that stands for.
float write(std::byte *to, Product product, float x) {
  uint16_t bits = product == Product::f16 ? toF16(x) : toBf16(x);
  if (getBytes(product) == 2)
    std::memcpy(to, &bits, 2);
  else
    std::memcpy(to, &x, 4);
  return getBytes(product) == 4    ? x
         : product == Product::f16 ? fromF16(bits)
                                   : fromBf16(bits);
}

float read(const std::byte *from, Product product) {
  uint16_t bits;
  float x;
  std::memcpy(&bits, from, 2);
  if (getBytes(product) == 4)
    std::memcpy(&x, from, 4);
  else
    x = product == Product::f16 ? fromF16(bits) : fromBf16(bits);
  return x;
}

/// Half a unit in the last place of results, relative to them.
double getUnit(Product product) {
  return product == Product::f16    ? 0x1p-11
         : product == Product::bf16 ? 0x1p-8
                                    : kUnitF32;
}

/// How much further off than sums in order results may be on the whole. Tensor
/// cores do not round the sums of an instruction to nearest, but cut them off:
/// errors add up.
double getSpread() { return isMachine ? 10 : 2; }

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kUntouched = -77; // no result is negative

} // namespace

ContractionReference::ContractionReference(const ContractionCase &some,
                                           uint64_t seed)
    : some(some) {
  Draw draw(seed);
  const ContractionSize &size = some.size;
  int64_t width = 16 / getBytes(size.product);
  pitch = (size.columns + width - 1) / width * width;
  lhs = drawOperand(some.getLhs(), size.lhsWidth, left, draw);
  rhs = drawOperand(some.getRhs(), size.rhsWidth, right, draw);
  bias.resize(4 * pitch);
  for (int64_t i = 0; i < pitch; ++i) {
    float x = i < size.columns ? draw.fraction() : kNan;
    biases.push_back(x);
    std::memcpy(&bias[4 * i], &x, 4);
  }
  int64_t count = size.batches * size.rows * size.columns;
  exact.reserve(count);
  bound.reserve(count);
  straight.reserve(count);
  for (int64_t batch = 0; batch < size.batches; ++batch)
    for (int64_t row = 0; row < size.rows; ++row)
      computeRow(batch, row);
}

std::vector<std::byte>
ContractionReference::drawOperand(const OperandLayout &layout, bool isComputed,
                                  std::vector<float> &multiplied, Draw &draw) {
  const ContractionSize &size = some.size;
  Product stored = isComputed ? Product::f32 : size.product;
  int64_t bytes = getBytes(stored);
  int64_t batchElements = layout.lines * layout.pitch;
  std::vector<std::byte> result(size.batches * batchElements * bytes);
  multiplied.resize(size.batches * layout.lines * layout.length);
  for (int64_t batch = 0; batch < size.batches; ++batch)
    for (int64_t line = 0; line < layout.lines; ++line)
      for (int64_t at = 0; at < layout.pitch; ++at) {
        std::byte *to =
            &result[(batch * batchElements + line * layout.pitch + at) * bytes];
        if (at >= layout.length) {
          write(to, stored, kNan);
          continue;
        }
        float x = draw.fraction();
        // What computes tf32 rounds it before.
        float exact = x;
        if (size.product == Product::tf32)
          x = std::bit_cast<float>(roundBits(x, 13));
        bool isRaw = some.roundsDirect() && !isComputed;
        x = isRaw ? (write(to, stored, exact), x) : write(to, stored, x);
        std::byte element[4];
        int64_t free = layout.isAlongDepth ? line : at;
        int64_t depth = layout.isAlongDepth ? at : line;
        int64_t frees = layout.isAlongDepth ? layout.lines : layout.length;
        multiplied[(batch * frees + free) * size.depth + depth] =
            write(element, size.product, x);
      }
  return result;
}

void ContractionReference::computeRow(int64_t batch, int64_t row) {
  const ContractionSize &size = some.size;
  const float *a = left.data() + (batch * size.rows + row) * size.depth;
  for (int64_t column = 0; column < size.columns; ++column) {
    const float *b =
        right.data() + (batch * size.columns + column) * size.depth;
    double sum = 0, magnitude = std::fabs(biases[column]);
    float inOrder = 0;
    for (int64_t k = 0; k < size.depth; ++k) {
      double product = double(a[k]) * b[k];
      sum += product;
      magnitude += std::fabs(product);
      inOrder += a[k] * b[k];
    }
    // Each product is rounded, each addition to it, and that of the bias.
    int64_t roundings = size.depth + some.tile.splits + 2;
    exact.push_back(std::max(sum + biases[column], 0.0));
    bound.push_back(roundings * kUnitF32 * magnitude);
    straight.push_back(std::max(inOrder + biases[column], 0.0f));
  }
}

std::vector<std::byte> ContractionReference::getEmptyResult() const {
  const ContractionSize &size = some.size;
  int64_t bytes = getBytes(size.product);
  std::vector<std::byte> result(size.batches * size.rows * pitch * bytes);
  for (size_t at = 0; at < result.size(); at += bytes)
    write(&result[at], size.product, kUntouched);
  return result;
}

std::string
ContractionReference::explain(const std::vector<std::byte> &values,
                              const std::vector<float> &totals) const {
  const ContractionSize &size = some.size;
  int64_t bytes = getBytes(size.product);
  double unit = getUnit(size.product), squares = 0, straightSquares = 0;
  double scale = 0;
  size_t number = 0;
  for (int64_t line = 0; line < size.batches * size.rows; ++line)
    for (int64_t column = 0; column < pitch; ++column) {
      float value =
          read(&values[(line * pitch + column) * bytes], size.product);
      auto where = [&] {
        return fmt::format("value of batch {}, row {}, column {}: {}",
                           line / size.rows, line % size.rows, column, value);
      };
      if (column >= size.columns) {
        if (value != kUntouched)
          return where() + ", but there is none";
        continue;
      }
      double error = value - exact[number];
      double allowed =
          bound[number] + unit * (exact[number] + bound[number]) + 0x1p-25;
      if (!(std::fabs(error) <= allowed))
        return where() +
               fmt::format(", expected {} within {}", exact[number], allowed);
      std::byte element[4];
      double other = write(element, size.product, straight[number]);
      squares += error * error;
      straightSquares += (other - exact[number]) * (other - exact[number]);
      scale = std::max(scale, exact[number]);
      ++number;
    }
  double rms = std::sqrt(squares / number),
         allowed = getSpread() * std::sqrt(straightSquares / number) +
                   1e-7 * scale;
  if (rms > allowed)
    return fmt::format("root mean square error of values: {}, at most {} is "
                       "allowed",
                       rms, allowed);
  return some.hasTotals ? explainTotals(totals) : "";
}

std::string
ContractionReference::explainTotals(const std::vector<float> &totals) const {
  const ContractionSize &size = some.size;
  int64_t lines = size.batches * size.rows;
  for (int64_t column = 0; column < size.columns; ++column) {
    double sum = 0, most = -1, allowed = 0, mostAllowed = 0;
    for (int64_t line = 0; line < lines; ++line) {
      size_t number = line * size.columns + column;
      sum += exact[number];
      most = std::max(most, exact[number]);
      allowed += bound[number];
      mostAllowed = std::max(mostAllowed, bound[number]);
    }
    allowed += (lines + 1) * kUnitF32 * (sum + allowed);
    double found[] = {totals[2 * column], totals[2 * column + 1]};
    if (!(std::fabs(found[0] - sum) <= allowed))
      return fmt::format("sum of column {}: {}, expected {} within {}", column,
                         found[0], sum, allowed);
    if (!(std::fabs(found[1] - most) <= mostAllowed + kUnitF32 * most))
      return fmt::format("maximum of column {}: {}, expected {} within {}",
                         column, found[1], most, mostAllowed);
  }
  return "";
}

} // namespace mpc::test
