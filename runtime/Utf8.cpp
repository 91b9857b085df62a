//===- Utf8.cpp - names that are safe to print ----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Utf8.h"

#include <cstddef>
#include <cstdint>

namespace mpcrt {

namespace {

/// Bytes of a sequence that starts with `lead`; 0 if none does.
size_t sequenceLength(unsigned char lead) {
  if (lead < 0x80)
    return 1;
  if (lead >= 0xc2 && lead < 0xe0)
    return 2;
  if ((lead & 0xf0) == 0xe0)
    return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

/// Shortest form, no surrogate, no control character, within Unicode.
bool isPrintable(uint32_t point, size_t length) {
  constexpr uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  bool control = point < 0x20 || (point >= 0x7f && point < 0xa0);
  bool surrogate = point >= 0xd800 && point < 0xe000;
  return point >= smallest[length] && point <= 0x10ffff && !control &&
         !surrogate;
}

} // namespace

bool isPrintableUtf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    auto lead = static_cast<unsigned char>(text[at]);
    size_t length = sequenceLength(lead);
    if (length == 0 || length > text.size() - at)
      return false;
    uint32_t point = length == 1 ? lead : lead & (0x7f >> length);
    for (size_t i = 1; i < length; ++i) {
      auto next = static_cast<unsigned char>(text[at + i]);
      if ((next & 0xc0) != 0x80)
        return false;
      point = point << 6 | (next & 0x3f);
    }
    if (!isPrintable(point, length))
      return false;
    at += length;
  }
  return true;
}

} // namespace mpcrt
