//===- array.hpp - arrays of the program ----------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_ARRAY_HPP
#define MPCRT_ARRAY_HPP

#include "mpcrt/mpcrt.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

namespace mpc {

namespace detail {

/// True if a `T` may stand for an element of that type. Two bytes of any kind
/// are an f16 or a bf16; chars and std::bytes are the bytes of anything.
template <typename T>
constexpr bool mayBe(mpcrt_dtype dtype) {
  static_assert(std::is_trivially_copyable_v<T>, "expects numbers");
  if constexpr (std::is_same_v<T, char> || std::is_same_v<T, std::byte>)
    return true;
  else if constexpr (sizeof(T) == 1)
    return dtype == MPCRT_UI8 || dtype == MPCRT_I1;
  else if constexpr (sizeof(T) == 2)
    return dtype == MPCRT_F16 || dtype == MPCRT_BF16;
  else if constexpr (std::is_floating_point_v<T>)
    return dtype == (sizeof(T) == 4 ? MPCRT_F32 : MPCRT_F64);
  else
    return dtype == (sizeof(T) == 4 ? MPCRT_I32 : MPCRT_I64);
}

inline const char *nameOf(mpcrt_dtype dtype) {
  constexpr const char *names[] = {"i1",  "ui8",  "i32", "i64",
                                   "f16", "bf16", "f32", "f64"};
  return names[dtype];
}

} // namespace detail

/// An array of the program, wherever it is and however its elements lie there:
/// mpcrt_array with a shape of its own. The elements belong to the program.
class Array {
public:
  /// In C order, in memory of the host. What is only read is not written to.
  Array(const void *data, mpcrt_dtype dtype, std::vector<int64_t> shape)
      : data(const_cast<void *>(data)), dtype(dtype), shape(std::move(shape)) {}

  /// In elements, one per dimension.
  Array &setStrides(std::vector<int64_t> theirs) {
    strides = std::move(theirs);
    return *this;
  }

  /// The data are in the memory of the GPU of that number.
  Array &setGpu(int number) {
    memory = MPCRT_CUDA_MEMORY;
    device = static_cast<uint32_t>(number);
    return *this;
  }

  /// For calls of the C interface; valid as long as this is and does not
  /// change.
  mpcrt_array get() const {
    bool isStrided = !strides.empty() && strides.size() == shape.size();
    return {data,
            shape.data(),
            isStrided ? strides.data() : nullptr,
            static_cast<uint32_t>(shape.size()),
            static_cast<uint32_t>(dtype),
            static_cast<uint32_t>(memory),
            device};
  }

private:
  void *data;
  mpcrt_dtype dtype;
  std::vector<int64_t> shape, strides;
  mpcrt_memory memory = MPCRT_HOST_MEMORY;
  uint32_t device = 0;
};

} // namespace mpc

#endif // MPCRT_ARRAY_HPP
