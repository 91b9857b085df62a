//===- Points.cpp - where functions are tested ----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Points.h"

#include <bit>
#include <cmath>

namespace mpc::test {

float fromBits(uint32_t bits) { return std::bit_cast<float>(bits); }
uint32_t toBits(float x) { return std::bit_cast<uint32_t>(x); }

static const float specials[] = {0.0f,
                                 0x1p-149f,
                                 0x1.fffffcp-127f,
                                 0x1p-126f,
                                 0x1p-30f,
                                 0x1p-25f,
                                 0x1p-24f,
                                 1e-3f,
                                 0.25f,
                                 1.0f / 3.0f,
                                 0.5f,
                                 0.70710677f,
                                 0.75f,
                                 0x1.fffffep-1f,
                                 1.0f,
                                 0x1.000002p0f,
                                 1.5f,
                                 2.0f,
                                 2.5f,
                                 3.0f,
                                 4.0f,
                                 5.0f,
                                 10.0f,
                                 127.0f,
                                 128.0f,
                                 149.0f,
                                 150.0f,
                                 1e4f,
                                 0x1.fffffep22f,
                                 0x1.000002p23f,
                                 0x1.fffffep23f,
                                 0x1p24f,
                                 0x1p25f,
                                 1e20f,
                                 0x1.fffffep127f,
                                 INFINITY,
                                 NAN};

std::vector<Point> cornersOfOne() {
  std::vector<float> centres(std::begin(specials), std::end(specials));
  for (float x :
       {88.722839f, 88.376259f, 87.336548f, 89.0f, 103.97208f, 104.0f,
        103.27893f, 17.328680f, 18.0f, 9.0109134f, 9.5f, 0.55f, 3.9192059f,
        4.0f, 1.3125f, 1e5f, 6588397.0f, 0.34657359f, 0.69314718f})
    centres.push_back(x);
  for (int quarter = 1; quarter < 400; ++quarter)
    centres.push_back(static_cast<float>(quarter * 0.78539816339744831));
  std::vector<Point> points;
  for (float centre : centres)
    for (uint32_t sign : {0u, 0x80000000u})
      for (uint32_t step = 0; step < 9; ++step)
        points.push_back({fromBits((toBits(centre) + step - 4) ^ sign), 0});
  return points;
}

std::vector<Point> cornersOfTwo() {
  std::vector<Point> points;
  for (float x : specials)
    for (float y : specials)
      for (float signX : {1.0f, -1.0f})
        for (float signY : {1.0f, -1.0f})
          points.push_back({signX * x, signY * y});
  return points;
}

float denseAt(uint64_t index) {
  auto magnitude = static_cast<uint32_t>(index >> 1) + toBits(0x1p-8f);
  return fromBits(magnitude | static_cast<uint32_t>(index << 31));
}

/// splitmix64.
static uint64_t hash(uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/// An exponent that takes x to 2^t, with t spread over the range of f32.
static float exponentFor(float x, uint64_t random) {
  double t = -152 + 282 * ((random >> 11) * 0x1p-53);
  double log = std::log2(std::fabs(static_cast<double>(x)));
  return static_cast<float>(t / (log == 0 ? 1 : log));
}

Point pairAt(uint64_t index) {
  uint64_t random = hash(index), more = hash(random);
  auto raw = static_cast<uint32_t>(random);
  float x = fromBits(raw & 0x7fffffff);
  switch (index % 8) {
  case 0: // anything
    return {fromBits(raw), fromBits(static_cast<uint32_t>(more))};
  case 1: // small whole powers
    return {fromBits(raw), static_cast<float>(more % 129) - 64.0f};
  case 2: { // whole powers of negative numbers
    return {-x, std::nearbyint(exponentFor(x, more))};
  }
  case 3:
  case 4: { // large powers of numbers about 1
    float near = 1.0f + std::ldexp(static_cast<float>(raw) * 0x1p-32f - 0.5f,
                                   -static_cast<int>(more % 24));
    return {near, exponentFor(near, hash(more))};
  }
  default:
    return {x, exponentFor(x, more)};
  }
}

} // namespace mpc::test
