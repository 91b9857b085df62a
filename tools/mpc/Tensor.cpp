//===- Tensor.cpp - arrays in host memory ---------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tensor.h"

#include "Failure.h"

#include <bit>
#include <charconv>
#include <cstring>

namespace mpc::tool {

namespace {

/// bf16 as stored: the upper half of an f32.
struct BFloat16 {
  uint16_t bits;
  operator double() const {
    return std::bit_cast<float>(static_cast<uint32_t>(bits) << 16);
  }
};

/// Calls `body` with a value of the C++ type that stores `dtype`.
template <typename Body>
auto withType(DType dtype, Body body) {
  switch (dtype) {
  case DType::i1:
  case DType::ui8:
    return body(uint8_t());
  case DType::i32:
    return body(int32_t());
  case DType::i64:
    return body(int64_t());
  case DType::f16:
    return body(_Float16());
  case DType::bf16:
    return body(BFloat16());
  case DType::f32:
    return body(float());
  case DType::f64:
    return body(double());
  }
  __builtin_unreachable();
}

template <typename From, typename To>
void convertRun(const std::byte *source, std::byte *result, int64_t count) {
  for (int64_t i = 0; i < count; ++i) {
    From value;
    std::memcpy(&value, source + i * sizeof(From), sizeof(From));
    To converted;
    if constexpr (std::is_same_v<From, BFloat16>)
      converted = static_cast<To>(static_cast<double>(value));
    else
      converted = static_cast<To>(value);
    std::memcpy(result + i * sizeof(To), &converted, sizeof(To));
  }
}

bool isFloat(DType dtype) { return dtype >= DType::f16; }

template <typename T>
void parseInto(std::string_view text, std::byte *result,
               const std::string &what, DType dtype) {
  T value;
  auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    fail(Exit::usage, "{}: '{}' is not a value of type {}", what, text,
         dtypeName(dtype));
  std::memcpy(result, &value, sizeof(T));
}

} // namespace

bool widens(DType from, DType to) {
  if (from == to)
    return true;
  switch (from) {
  case DType::ui8:
    return to == DType::i32 || to == DType::i64;
  case DType::i32:
    return to == DType::i64;
  case DType::f16:
  case DType::bf16:
    return to == DType::f32 || to == DType::f64;
  case DType::f32:
    return to == DType::f64;
  default:
    return false;
  }
}

bool converts(DType from, DType to) {
  bool rounds = isFloat(from) && (to == DType::f32 || to == DType::f64);
  return widens(from, to) || rounds;
}

void convertElements(DType from, const std::byte *source, DType to,
                     std::byte *result, int64_t count) {
  if (from == to) {
    if (count != 0)
      std::memcpy(result, source, count * dtypeBytes(from));
    return;
  }
  withType(from, [&](auto source_) {
    using From = decltype(source_);
    if (to == DType::i32)
      convertRun<From, int32_t>(source, result, count);
    else if (to == DType::i64)
      convertRun<From, int64_t>(source, result, count);
    else if (to == DType::f32)
      convertRun<From, float>(source, result, count);
    else
      convertRun<From, double>(source, result, count);
  });
}

Tensor allocateTensor(DType dtype, const Shape &shape) {
  auto bytes = countBytes(dtype, shape);
  if (!bytes)
    fail(Exit::badInput, "{} is larger than memory",
         describeType(dtype, shape));
  auto storage =
      std::make_shared_for_overwrite<std::byte[]>(static_cast<size_t>(*bytes));
  std::span<const std::byte> view(storage.get(), static_cast<size_t>(*bytes));
  return {dtype, shape, view, storage};
}

Tensor convertTensor(const Tensor &tensor, DType to) {
  if (tensor.dtype == to)
    return tensor;
  Tensor result = allocateTensor(to, tensor.shape);
  convertElements(tensor.dtype, tensor.bytes.data(), to, mutableBytes(result),
                  *countElements(tensor.shape));
  return result;
}

Tensor parseScalar(std::string_view text, DType dtype,
                   const std::string &what) {
  Tensor result = allocateTensor(dtype, {});
  std::byte *place = mutableBytes(result);
  if (dtype == DType::i1) {
    if (text != "0" && text != "1" && text != "false" && text != "true")
      fail(Exit::usage, "{}: '{}' is not false, true, 0 or 1", what, text);
    *place = std::byte(text == "1" || text == "true");
  } else if (dtype == DType::ui8) {
    parseInto<uint8_t>(text, place, what, dtype);
  } else if (dtype == DType::i32) {
    parseInto<int32_t>(text, place, what, dtype);
  } else if (dtype == DType::i64) {
    parseInto<int64_t>(text, place, what, dtype);
  } else if (dtype == DType::f32) {
    parseInto<float>(text, place, what, dtype);
  } else if (dtype == DType::f64) {
    parseInto<double>(text, place, what, dtype);
  } else {
    fail(Exit::usage, "{}: a value of type {} must come from a file", what,
         dtypeName(dtype));
  }
  return result;
}

double elementAsDouble(const Tensor &tensor, int64_t index) {
  return withType(tensor.dtype, [&](auto value) {
    std::memcpy(&value, tensor.bytes.data() + index * sizeof(value),
                sizeof(value));
    return static_cast<double>(value);
  });
}

} // namespace mpc::tool
