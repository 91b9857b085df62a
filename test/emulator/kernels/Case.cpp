//===- Case.cpp - a function that two devices run -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Case.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace kernels {

std::string tensorType(const Shape &shape, const std::string &element) {
  std::string text = "tensor<";
  for (int64_t size : shape)
    text += std::to_string(size) + "x";
  return text + element + ">";
}

std::string list(const Shape &dims) {
  return fmt::format("[{}]", fmt::join(dims, ", "));
}

std::string shapeName(const Shape &shape) {
  return shape.empty() ? "scalar" : fmt::format("{}", fmt::join(shape, "x"));
}

int64_t countElements(const Shape &shape) {
  int64_t count = 1;
  for (int64_t size : shape)
    count *= size;
  return count;
}

std::string broadcast(const std::string &result, const std::string &operand,
                      const Shape &from, const Shape &dims, const Shape &to,
                      const std::string &element) {
  return fmt::format("{} = mpc.broadcast {} dims {} : {} -> {}\n", result,
                     operand, list(dims), tensorType(from, element),
                     tensorType(to, element));
}

Shape without(const Shape &shape, const Shape &dims) {
  Shape result;
  for (int64_t dim = 0; dim < int64_t(shape.size()); ++dim)
    if (std::find(dims.begin(), dims.end(), dim) == dims.end())
      result.push_back(shape[dim]);
  return result;
}

std::string reduce(const std::string &result, const std::string &kind,
                   const std::string &operand, const Shape &from,
                   const Shape &dims, const std::string &element) {
  return fmt::format("{} = mpc.reduce {}, {} dims {} : {} -> {}\n", result,
                     kind, operand, list(dims), tensorType(from, element),
                     tensorType(without(from, dims),
                                kind == "argmax" ? "i32" : element));
}

} // namespace kernels
