//===- Algorithms.h - named algorithms on the host ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What they compute stands at their ops, and the order of parameters at
// mpc.algorithm, in include/mpc/IR/Ops/Algorithm.td.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_ALGORITHMS_ALGORITHMS_H
#define MPCRT_ALGORITHMS_ALGORITHMS_H

#include "mpcrt/HostKernel.h"
#include "mpcrt/engine_generated.h"

#include <bit>
#include <cstdint>
#include <type_traits>

namespace mpcrt {

void sortRows(const int64_t *parameters, void *const *buffers, void *scratch,
              int64_t task);
void sumRunning(const int64_t *parameters, void *const *buffers, void *scratch,
                int64_t task);
void addSortedRows(const int64_t *parameters, void *const *buffers,
                   void *scratch, int64_t task);
void putAlong(const int64_t *parameters, void *const *buffers, void *scratch,
              int64_t task);

/// A float of 16 bits.
struct Half {
  uint16_t bits;
};
struct Brain {
  uint16_t bits;
};

/// What an element is computed in.
inline float widen(Half x) { return float(std::bit_cast<_Float16>(x.bits)); }
inline float widen(Brain x) {
  return std::bit_cast<float>(uint32_t(x.bits) << 16);
}
template <class T>
T widen(T x) {
  return x;
}

template <class T>
using Wide = decltype(widen(T()));

/// Rounded to nearest even; nan stays nan.
template <class T>
T narrow(Wide<T> x) {
  if constexpr (std::is_same_v<T, Half>) {
    return {std::bit_cast<uint16_t>(_Float16(x))};
  } else if constexpr (std::is_same_v<T, Brain>) {
    uint32_t bits = std::bit_cast<uint32_t>(x);
    if (x != x)
      return {uint16_t(bits >> 16 | 0x40)};
    return {uint16_t((bits + 0x7fff + (bits >> 16 & 1)) >> 16)};
  } else {
    return x;
  }
}

/// Integers wrap.
template <class T>
T add(T x, T y) {
  if constexpr (std::is_integral_v<T>)
    return T(std::make_unsigned_t<T>(x) + std::make_unsigned_t<T>(y));
  else
    return x + y;
}

/// Calls `body` with a value of the type of elements of `dtype`.
template <class Body>
void dispatch(int64_t dtype, const Body &body) {
  switch (fb::DType(dtype)) {
  case fb::DType::i1:
  case fb::DType::ui8:
    return body(uint8_t());
  case fb::DType::i32:
    return body(int32_t());
  case fb::DType::i64:
    return body(int64_t());
  case fb::DType::f16:
    return body(Half());
  case fb::DType::bf16:
    return body(Brain());
  case fb::DType::f32:
    return body(float());
  case fb::DType::f64:
    return body(double());
  }
}

/// Rows along a dimension in the middle: outer x size x inner.
struct Rows {
  int64_t outer, size, inner;

  int64_t count() const { return outer * inner; }
  /// Where a row starts, if it has `length` elements.
  int64_t start(int64_t row, int64_t length) const {
    return row / inner * length * inner + row % inner;
  }
};

} // namespace mpcrt

#endif // MPCRT_ALGORITHMS_ALGORITHMS_H
