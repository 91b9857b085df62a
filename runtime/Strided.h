//===- Strided.h - arrays whose elements lie apart ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_STRIDED_H
#define MPCRT_RUNTIME_STRIDED_H

#include <cstddef>
#include <cstdint>
#include <span>

namespace mpcrt {

/// An array at `data`; strides are in elements and may be negative.
struct StridedArray {
  std::byte *data;
  std::span<const int64_t> shape;
  std::span<const int64_t> strides; ///< as many, or none: C order
  uint64_t elementBytes;

  /// True if the elements lie one after the other, in C order.
  bool isDense() const;
  uint64_t bytes() const; ///< of all elements

  /// Copies all elements to or from memory that has them in C order.
  void pack(std::byte *to) const;
  void unpack(const std::byte *from) const;
};

} // namespace mpcrt

#endif // MPCRT_RUNTIME_STRIDED_H
