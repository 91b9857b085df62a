//===- Tensor.h - element types, shapes and views -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_TENSOR_H
#define MPCRT_TENSOR_H

#include "mpcrt/engine_generated.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mpcrt {

using DType = fb::DType;

/// No object is larger, so that sums of a few extents never overflow.
constexpr uint64_t kMaxBytes = uint64_t(1) << 48;

/// Returns true if `dtype`, read from a file, is one of the enumeration.
bool isKnown(DType dtype);

/// Bytes of one element; an i1 takes a byte, 0 or 1.
uint64_t dtypeBytes(DType dtype);

/// How many of the elements are infinite or nan; 0 for integers.
uint64_t countNonfinite(DType dtype, std::span<const std::byte> bytes);

/// "f32"
const char *dtypeName(DType dtype);

/// Product of the dimensions; nothing if one is negative or the tensor would
/// be larger than kMaxBytes.
std::optional<uint64_t> countElements(std::span<const int64_t> shape);
std::optional<uint64_t> countBytes(DType dtype, std::span<const int64_t> shape);

/// "f32[64,10]"
std::string describeType(DType dtype, std::span<const int64_t> shape);

/// A named array in C order that belongs to someone else. The bytes may lie at
/// any address.
struct TensorView {
  std::string name;
  DType dtype = DType::f32;
  std::vector<int64_t> shape;
  std::span<const std::byte> bytes;
};

} // namespace mpcrt

#endif // MPCRT_TENSOR_H
