//===- Strided.cpp - arrays whose elements lie apart ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Strided.h"

#include <cstring>

namespace mpcrt {

bool StridedArray::isDense() const {
  int64_t expected = 1;
  bool isDense = true;
  for (size_t i = strides.size(); i-- > 0;) {
    // Where there is no element, or only one, no stride is ever used.
    if (shape[i] == 0)
      return true;
    isDense &= shape[i] == 1 || strides[i] == expected;
    expected *= shape[i];
  }
  return isDense;
}

uint64_t StridedArray::bytes() const {
  uint64_t bytes = elementBytes;
  for (int64_t size : shape)
    bytes *= static_cast<uint64_t>(size);
  return bytes;
}

namespace {

/// Calls copy(begin, offset, bytes) for each run of elements that lie one after
/// the other; `offset` counts the bytes in C order.
template <typename Copy>
void copyRuns(const StridedArray &array, uint64_t &offset, const Copy &copy) {
  if (array.isDense()) {
    uint64_t bytes = array.bytes();
    if (bytes)
      copy(array.data, offset, bytes);
    offset += bytes;
    return;
  }
  StridedArray part = {array.data, array.shape.subspan(1),
                       array.strides.subspan(1), array.elementBytes};
  int64_t step = array.strides[0] * static_cast<int64_t>(array.elementBytes);
  for (int64_t i = 0; i < array.shape[0]; ++i, part.data += step)
    copyRuns(part, offset, copy);
}

} // namespace

void StridedArray::pack(std::byte *to) const {
  uint64_t offset = 0;
  copyRuns(*this, offset, [&](std::byte *at, uint64_t offset, uint64_t bytes) {
    std::memcpy(to + offset, at, bytes);
  });
}

void StridedArray::unpack(const std::byte *from) const {
  uint64_t offset = 0;
  copyRuns(*this, offset, [&](std::byte *at, uint64_t offset, uint64_t bytes) {
    std::memcpy(at, from + offset, bytes);
  });
}

} // namespace mpcrt
