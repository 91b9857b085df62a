//===- Elements.cpp - numbers that cases are run on -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Case.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace kernels {

namespace {

/// Numbers that depend on a seed only (xorshift64*).
class Random {
public:
  explicit Random(const std::string &seed) {
    for (unsigned char c : seed)
      state = (state ^ c) * 0x100000001b3ull;
  }
  uint64_t bits() {
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * 0x2545f4914f6cdd1dull;
  }
  uint64_t below(uint64_t limit) { return (bits() >> 11) % limit; }
  double unit() { return double(bits() >> 11) / 9007199254740992.0; }

private:
  uint64_t state = 0xcbf29ce484222325ull;
};

const float kFloatCorners[] = {
    0.0f,        -0.0f,      1.0f,       -1.0f,     INFINITY,   -INFINITY,
    NAN,         -NAN,       1e-45f,     -1e-45f,   1.17e-38f,  1.1754944e-38f,
    3.4e38f,     -3.4e38f,   0.5f,       -0.5f,     1.5f,       2.5f,
    -2.5f,       65504.0f,   65519.99f,  65520.0f,  6e-8f,      2.9e-8f,
    16777217.0f, 88.72f,     88.73f,     -104.0f,   -87.4f,     9.99f,
    3.1415927f,  1e5f,       1e30f,      -1e30f,    2147483648.0f,
    -2147483904.0f,          9.2233720e18f,         255.5f,     256.0f,
    -0.9999999f, 1.0000001f, 0.33333334f, 1e-20f,   -7.25f};

template <class T> std::byte *put(std::byte *to, T value) {
  std::memcpy(to, &value, sizeof(T));
  return to + sizeof(T);
}

uint16_t toBf16(float value) {
  uint32_t bits = std::bit_cast<uint32_t>(value);
  if (std::isnan(value))
    return uint16_t(bits >> 16 | 0x40);
  return uint16_t((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

std::byte *putFloat(std::byte *to, float value, const std::string &element) {
  if (element == "f16")
    return put(to, static_cast<_Float16>(value));
  if (element == "bf16")
    return put(to, toBf16(value));
  return put(to, value);
}

std::byte *putInteger(std::byte *to, int64_t value,
                      const std::string &element) {
  if (element == "i64")
    return put(to, value);
  if (element == "i32")
    return put(to, int32_t(value));
  if (element == "i1")
    return put(to, uint8_t(value & 1));
  return put(to, uint8_t(value));
}

int64_t cornerInteger(Random &random, const std::string &element) {
  bool isWide = element == "i64";
  int64_t least = isWide ? std::numeric_limits<int64_t>::min()
                         : std::numeric_limits<int32_t>::min();
  int64_t most = -(least + 1);
  const int64_t corners[] = {0, 1, -1, least, most, 2, 255, 16777217, least + 1};
  uint64_t which = random.below(12);
  return which < 9 ? corners[which] : int64_t(random.bits());
}

std::byte *putCorner(std::byte *to, Random &random, const std::string &element) {
  if (!isFloat(element))
    return putInteger(to, cornerInteger(random, element), element);
  switch (random.below(4)) {
  case 0: // any bits
    if (element == "f32")
      return put(to, uint32_t(random.bits()));
    return put(to, uint16_t(random.bits()));
  case 1:
    return putFloat(to, float(random.unit() * 8 - 4), element);
  default:
    return putFloat(to, kFloatCorners[random.below(std::size(kFloatCorners))],
                    element);
  }
}

} // namespace

bool isFloat(const std::string &element) {
  return element.find('f') != element.npos;
}

size_t elementBytes(const std::string &element) {
  if (element == "i1" || element == "ui8")
    return 1;
  if (element == "f16" || element == "bf16")
    return 2;
  return element == "i64" || element == "f64" ? 8 : 4;
}

double unitRoundoff(const std::string &element) {
  return element == "bf16" ? 0x1p-8 : element == "f16" ? 0x1p-11 : 0x1p-24;
}

std::vector<std::byte> makeElements(const Argument &argument) {
  Random random(argument.name + tensorType(argument.shape, argument.element));
  size_t count = countElements(argument.shape);
  std::vector<std::byte> bytes(count * elementBytes(argument.element));
  std::byte *to = bytes.data();
  for (size_t i = 0; i < count; ++i) {
    if (argument.values == Values::corners)
      to = putCorner(to, random, argument.element);
    else if (argument.values == Values::classes)
      to = putInteger(to, int64_t(random.below(argument.limit + 1)),
                      argument.element);
    else if (isFloat(argument.element))
      to = putFloat(to, float(random.unit() * 4 - 2), argument.element);
    else
      to = putInteger(to, int64_t(random.below(100)), argument.element);
  }
  return bytes;
}

template <class T, class Number>
static void decodeAs(const std::vector<std::byte> &bytes,
                     std::vector<double> &to, Number number) {
  for (size_t i = 0; i + sizeof(T) <= bytes.size(); i += sizeof(T)) {
    T value;
    std::memcpy(&value, bytes.data() + i, sizeof(T));
    to.push_back(number(value));
  }
}

std::vector<double> decode(const std::vector<std::byte> &bytes,
                           const std::string &element) {
  std::vector<double> values;
  auto same = [](auto value) { return double(value); };
  if (element == "f16")
    decodeAs<_Float16>(bytes, values, same);
  else if (element == "bf16")
    decodeAs<uint16_t>(bytes, values, [](uint16_t bits) {
      return double(std::bit_cast<float>(uint32_t(bits) << 16));
    });
  else if (element == "f32")
    decodeAs<float>(bytes, values, same);
  else if (element == "f64")
    decodeAs<double>(bytes, values, same);
  else if (element == "i32")
    decodeAs<int32_t>(bytes, values, same);
  else if (element == "i64")
    decodeAs<int64_t>(bytes, values, same);
  else
    decodeAs<uint8_t>(bytes, values, same);
  return values;
}

std::vector<std::byte> encode(const std::vector<double> &values,
                              const std::string &element) {
  std::vector<std::byte> bytes(values.size() * elementBytes(element));
  std::byte *to = bytes.data();
  for (double value : values)
    to = element == "f64"   ? put(to, value)
         : isFloat(element) ? putFloat(to, float(value), element)
                            : putInteger(to, int64_t(value), element);
  return bytes;
}

} // namespace kernels
