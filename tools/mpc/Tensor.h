//===- Tensor.h - arrays in host memory -----------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_TENSOR_H
#define MPC_TOOLS_TENSOR_H

#include "mpcrt/Tensor.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mpc::tool {

using mpcrt::countBytes;
using mpcrt::countElements;
using mpcrt::describeType;
using mpcrt::DType;
using mpcrt::dtypeBytes;
using mpcrt::dtypeName;
using Shape = std::vector<int64_t>;

/// An array in C order whose elements belong to `owner`.
struct Tensor {
  DType dtype = DType::f32;
  Shape shape;
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> owner;
};

/// Returns true if every value of `from` is a value of `to`.
bool widens(DType from, DType to);

/// Returns true if convertElements can turn `from` into `to`.
bool converts(DType from, DType to);

/// Converts `count` elements: exactly where `to` can hold the value, else
/// rounded to nearest even.
void convertElements(DType from, const std::byte *source, DType to,
                     std::byte *result, int64_t count);

/// An uninitialised array.
Tensor allocateTensor(DType dtype, const Shape &shape);

/// The elements of a tensor from allocateTensor, to be filled by its maker.
inline std::byte *mutableBytes(const Tensor &tensor) {
  return const_cast<std::byte *>(tensor.bytes.data());
}

/// The tensor in another dtype; itself if it has that one already.
Tensor convertTensor(const Tensor &tensor, DType to);

/// One number as a tensor of rank 0; `what` stands for it in messages.
Tensor parseScalar(std::string_view text, DType dtype, const std::string &what);

/// Element `index` as a double.
double elementAsDouble(const Tensor &tensor, int64_t index);

} // namespace mpc::tool

#endif // MPC_TOOLS_TENSOR_H
