//===- Tensor.cpp - element types and shapes ------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpcrt/Tensor.h"

#include "Error.h"

#include <cstring>

namespace mpcrt {

bool isKnown(DType dtype) { return dtype <= DType::MAX; }

uint64_t dtypeBytes(DType dtype) {
  switch (dtype) {
  case DType::i1:
  case DType::ui8:
    return 1;
  case DType::f16:
  case DType::bf16:
    return 2;
  case DType::i32:
  case DType::f32:
    return 4;
  case DType::i64:
  case DType::f64:
    return 8;
  }
  return 0;
}

namespace {

/// Numbers of which all bits of the exponent are set.
template <typename Bits>
uint64_t countFullExponents(std::span<const std::byte> bytes, Bits exponent) {
  uint64_t count = 0;
  for (size_t at = 0; at + sizeof(Bits) <= bytes.size(); at += sizeof(Bits)) {
    Bits bits;
    std::memcpy(&bits, bytes.data() + at, sizeof(Bits));
    count += (bits & exponent) == exponent;
  }
  return count;
}

} // namespace

uint64_t countNonfinite(DType dtype, std::span<const std::byte> bytes) {
  switch (dtype) {
  case DType::f16:
    return countFullExponents<uint16_t>(bytes, 0x7c00);
  case DType::bf16:
    return countFullExponents<uint16_t>(bytes, 0x7f80);
  case DType::f32:
    return countFullExponents<uint32_t>(bytes, 0x7f800000);
  case DType::f64:
    return countFullExponents<uint64_t>(bytes, 0x7ff0000000000000);
  default:
    return 0;
  }
}

const char *dtypeName(DType dtype) { return fb::EnumNameDType(dtype); }

std::optional<uint64_t> countElements(std::span<const int64_t> shape) {
  bool empty = false;
  for (int64_t dim : shape) {
    if (dim < 0)
      return std::nullopt;
    empty |= dim == 0;
  }
  if (empty)
    return 0;
  uint64_t count = 1;
  for (int64_t dim : shape)
    if (__builtin_mul_overflow(count, static_cast<uint64_t>(dim), &count) ||
        count > kMaxBytes)
      return std::nullopt;
  return count;
}

std::optional<uint64_t> countBytes(DType dtype,
                                   std::span<const int64_t> shape) {
  std::optional<uint64_t> count = countElements(shape);
  if (!count || *count * dtypeBytes(dtype) > kMaxBytes)
    return std::nullopt;
  return *count * dtypeBytes(dtype);
}

std::string describeType(DType dtype, std::span<const int64_t> shape) {
  return fmt::format("{}[{}]", dtypeName(dtype),
                     fmt::join(shape.begin(), shape.end(), ","));
}

} // namespace mpcrt
