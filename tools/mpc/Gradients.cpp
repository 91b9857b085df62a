//===- Gradients.cpp - the gradients of a session, unscaled ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Gradients.h"

#include "Text.h"

#include <cmath>

namespace mpc::tool {

namespace {

namespace fb = mpcrt::fb;

std::string nameOfGradients(const fb::Meta &meta) {
  for (const fb::State *state : *meta.states())
    if (state->kind() == fb::StateKind::gradient)
      return state->tensor()->name()->str();
  fail(Exit::badInput, "the engine keeps no gradients");
}

template <typename T>
void multiply(const std::byte *from, double scale, std::byte *to,
              size_t count) {
  T inverse = T(1) / static_cast<T>(scale);
  for (size_t i = 0; i < count; ++i) {
    T value;
    std::memcpy(&value, from + i * sizeof(T), sizeof(T));
    value *= inverse;
    std::memcpy(to + i * sizeof(T), &value, sizeof(T));
  }
}

int64_t countElements(const Tensor &tensor) {
  return static_cast<int64_t>(tensor.bytes.size() / dtypeBytes(tensor.dtype));
}

int64_t countNonfinite(const Tensor &tensor) {
  int64_t bad = 0;
  for (int64_t i = 0; i < countElements(tensor); ++i)
    bad += !std::isfinite(elementAsDouble(tensor, i));
  return bad;
}

std::string describeCount(const Tensor &tensor, int64_t bad) {
  return fmt::format("{} of {} elements", groupDigits(bad),
                     groupDigits(countElements(tensor)));
}

} // namespace

double getLossScale(const mpcrt::Session &session) {
  return getScalar(session, "loss_scale").value_or(1);
}

Tensor readGradient(const mpcrt::Session &session, const std::string &parameter,
                    double scale) {
  mpcrt::TensorView view =
      take(session.view(nameOfGradients(session.meta()) + "/" + parameter));
  Tensor result = allocateTensor(view.dtype, view.shape);
  size_t count = view.bytes.size() / dtypeBytes(view.dtype);
  auto unscale = view.dtype == DType::f64 ? multiply<double> : multiply<float>;
  unscale(view.bytes.data(), scale, mutableBytes(result), count);
  return result;
}

std::string findBadGradient(const mpcrt::Session &session, double scale) {
  for (const fb::Parameter *parameter : *session.meta().parameters()) {
    if (parameter->frozen())
      continue;
    std::string name = parameter->tensor()->name()->str();
    Tensor gradient = readGradient(session, name, scale);
    if (int64_t bad = countNonfinite(gradient))
      return fmt::format("'{}', {}", name, describeCount(gradient, bad));
  }
  return "";
}

std::string describeNonfinite(const mpcrt::Session &session, double scale) {
  std::string bad = findBadGradient(session, scale);
  if (!bad.empty())
    return "first gradient that is not finite: " + bad;
  for (const fb::State *state : *session.meta().states()) {
    if (state->kind() != fb::StateKind::shadow)
      continue;
    mpcrt::TensorView view =
        take(session.view(state->tensor()->name()->string_view()));
    Tensor tensor{view.dtype, view.shape, view.bytes, nullptr};
    if (view.dtype != DType::f32 && view.dtype != DType::f64)
      continue;
    if (int64_t bad = countNonfinite(tensor))
      return fmt::format("all gradients are finite, but not '{}': {}",
                         view.name, describeCount(tensor, bad));
  }
  return "all gradients are finite by now";
}

} // namespace mpc::tool
