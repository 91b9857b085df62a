//===- types.cuh - the types of device code -------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#pragma once

namespace mpc {

using int8 = signed char;
using uint8 = unsigned char;
using int16 = short;
using uint16 = unsigned short;
using int32 = int;
using uint32 = unsigned;
using int64 = long long;
using uint64 = unsigned long long;

/// Storage formats: values are widened to float before anything else is done.
struct f16 {
  uint16 bits;
};
struct bf16 {
  uint16 bits;
};

/// A float that is rounded to 10 bits of mantissa: what tensor cores multiply.
struct tf32 {
  uint32 bits;
};

/// The largest power of two up to 16 that divides `bytes`.
constexpr int alignmentOf(int bytes) {
  int alignment = 1;
  while (alignment < 16 && bytes % (2 * alignment) == 0)
    alignment *= 2;
  return alignment;
}

/// Elements that move together: one request of up to 16 bytes, or several.
template <class T, int N> struct alignas(alignmentOf(int(sizeof(T)) * N)) Vector {
  T at[N];
  constexpr T &operator[](int i) { return at[i]; }
  constexpr const T &operator[](int i) const { return at[i]; }
};

} // namespace mpc
