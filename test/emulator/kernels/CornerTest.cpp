//===- CornerTest.cpp - corners of ops on the device ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The same table on the host: test/unit/numeric/CornerTest.cpp.
//
//===----------------------------------------------------------------------===//

#include "CornerCases.h"
#include "Twins.h"

#include <gtest/gtest.h>

namespace kernels {

namespace {

/// GPUs have no f64.
bool namesF64(const Corner &corner) {
  for (const auto *tensors : {&corner.arguments, &corner.results})
    for (const CornerTensor &tensor : *tensors)
      if (tensor.element == "f64")
        return true;
  return false;
}

std::vector<Corner> rows(bool areAdjoints) {
  std::vector<Corner> chosen;
  for (const Corner &corner : allCorners())
    if (corner.isAdjoint == areAdjoints && !namesF64(corner))
      chosen.push_back(corner);
  return chosen;
}

std::unique_ptr<mpcrt::Session> compileCorners(const std::string &text) {
  mpc::CompileOptions options;
  options.format = "f32";
  options.optimizer = "sgd";
  options.target = getTargets();
  auto engine = compileModel(text, options);
  return engine ? openSession(engine, "cuda") : nullptr;
}

void expectTensor(const Corner &corner, size_t result,
                  std::span<const std::byte> got) {
  EXPECT_EQ(describeDifference(corner.results[result], corner.ulps, got), "")
      << corner.body << ", result " << result;
}

void checkRows(std::span<const Corner> corners) {
  auto gpu = compileCorners(printCorners(corners, true));
  for (size_t i = 0; gpu && i < corners.size(); ++i) {
    Tensors inputs;
    for (size_t a = 0; a < corners[i].arguments.size(); ++a)
      inputs[cornerArgument(a)] = encodeCorner(corners[i].arguments[a]);
    Tensors results = run(*gpu, "corner" + std::to_string(i), inputs);
    for (size_t r = 0; r < corners[i].results.size(); ++r)
      expectTensor(corners[i], r, results[std::string(1, "rs"[r])]);
  }
}

} // namespace

TEST(Corner, is_on_the_device_as_documented) {
  constexpr size_t kMostOfOneEngine = 64;
  std::vector<Corner> corners = rows(false);
  std::erase_if(corners, [](auto &c) { return !isSampled(c.body, 4); });
  for (size_t first = 0; first < corners.size(); first += kMostOfOneEngine)
    checkRows(std::span(corners).subspan(
        first, std::min(corners.size() - first, kMostOfOneEngine)));
}

TEST(Corner, has_documented_gradients_on_the_device) {
  std::vector<Corner> corners = rows(true);
  auto gpu = compileCorners(printAdjointCorners(corners));
  if (!gpu)
    return;
  Tensors inputs;
  for (const CornerOperand &operand : listOperands(corners)) {
    Bytes bytes = encodeCorner(*operand.tensor);
    if (operand.isParameter)
      EXPECT_TRUE(gpu->set(operand.name, bytes.data(), bytes.size()).ok());
    else
      inputs[operand.name] = bytes;
  }
  run(*gpu, "train", inputs);
  for (size_t i = 0; i < corners.size(); ++i) {
    size_t next = 0;
    for (size_t a = 0; a < corners[i].arguments.size(); ++a) {
      if (corners[i].arguments[a].element != "f32")
        continue;
      auto view = gpu->view("gradients/" + cornerParameter(i, a));
      ASSERT_TRUE(view) << view.error().message();
      expectTensor(corners[i], next++, view->bytes);
    }
  }
}

} // namespace kernels
