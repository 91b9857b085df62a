//===- CornerTest.cpp - what ops give where nothing is usual --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The same table on the emulated device: test/emulator/kernels/CornerTest.cpp.
//
//===----------------------------------------------------------------------===//

#include "CornerCases.h"

#include "mpc/Compiler.h"
#include "mpcrt/Session.h"

#include <gtest/gtest.h>

namespace {

using Bytes = std::vector<std::byte>;
using Tensors = std::map<std::string, Bytes>;

/// Some rows, compiled for the host.
class Host {
public:
  Host(const std::string &text, bool fusion) {
    mpc::CompileOptions options;
    options.format = "f32";
    options.optimizer = "sgd";
    options.fusion = fusion;
    mpc::CompileResult result = mpc::compileText(text, "corners.mlir", options);
    EXPECT_TRUE(result) << result.diagnostics;
    if (!result)
      return;
    auto engine = mpcrt::Engine::fromMemory(
        std::as_bytes(std::span(result.engine)), "corners.engine");
    mpcrt::SessionOptions sessionOptions;
    sessionOptions.threads = 1;
    auto opened = mpcrt::Session::open(*engine, sessionOptions);
    EXPECT_TRUE(opened);
    if (opened)
      session = std::move(*opened);
  }

  explicit operator bool() const { return session != nullptr; }
  mpcrt::Session &operator*() { return *session; }

  /// The results of a function, by name.
  Tensors run(const std::string &name, const Tensors &inputs) {
    Tensors results;
    const mpcrt::fb::Function *function = session->findFunction(name);
    std::vector<mpcrt::InputBuffer> given;
    for (const mpcrt::fb::Tensor *tensor : *function->inputs()) {
      const Bytes &bytes = inputs.at(tensor->name()->str());
      given.push_back(
          {tensor->name()->string_view(), bytes.data(), bytes.size()});
    }
    std::vector<mpcrt::OutputBuffer> wanted;
    for (const mpcrt::fb::Tensor *tensor : *function->outputs()) {
      Bytes &bytes = results[tensor->name()->str()];
      bytes.resize(*mpcrt::countBytes(
          tensor->dtype(), std::vector<int64_t>(tensor->shape()->begin(),
                                                tensor->shape()->end())));
      wanted.push_back(
          {tensor->name()->string_view(), bytes.data(), bytes.size()});
    }
    mpcrt::Status status = session->run(name, given, wanted);
    EXPECT_TRUE(status.ok()) << status.message();
    return results;
  }

private:
  std::unique_ptr<mpcrt::Session> session;
};

std::vector<Corner> rows(bool areAdjoints) {
  std::vector<Corner> chosen;
  for (const Corner &corner : allCorners())
    if (corner.isAdjoint == areAdjoints)
      chosen.push_back(corner);
  return chosen;
}

void expectRow(const Corner &corner, const Tensors &results) {
  for (size_t i = 0; i < corner.results.size(); ++i) {
    std::string name(1, "rs"[i]);
    EXPECT_EQ(
        describeDifference(corner.results[i], corner.ulps, results.at(name)),
        "")
        << corner.body << ", %" << name;
  }
}

/// Inputs are only named where they are inputs.
void checkRows(bool fusion, bool areInputs) {
  std::vector<Corner> corners = rows(false);
  Host host(printCorners(corners, areInputs), fusion);
  if (!host)
    return;
  for (size_t i = 0; i < corners.size(); ++i) {
    Tensors inputs;
    for (size_t a = 0; a < corners[i].arguments.size(); ++a)
      inputs[cornerArgument(a)] = encodeCorner(corners[i].arguments[a]);
    expectRow(corners[i], host.run("corner" + std::to_string(i), inputs));
  }
}

TEST(Corners, are_as_documented) { checkRows(true, true); }
TEST(Corners, are_as_documented_without_fusion) { checkRows(false, true); }
TEST(Corners, are_folded_as_documented) { checkRows(true, false); }

TEST(Corners, have_documented_gradients) {
  std::vector<Corner> corners = rows(true);
  Host host(printAdjointCorners(corners), true);
  if (!host)
    return;
  Tensors inputs;
  for (const CornerOperand &operand : listOperands(corners)) {
    Bytes bytes = encodeCorner(*operand.tensor);
    if (operand.isParameter)
      EXPECT_TRUE((*host).set(operand.name, bytes.data(), bytes.size()).ok());
    else
      inputs[operand.name] = bytes;
  }
  host.run("train", inputs);
  for (size_t i = 0; i < corners.size(); ++i) {
    size_t next = 0;
    for (size_t a = 0; a < corners[i].arguments.size(); ++a) {
      if (corners[i].arguments[a].element != "f32")
        continue;
      auto view = (*host).view("gradients/" + cornerParameter(i, a));
      ASSERT_TRUE(view) << view.error().message();
      EXPECT_EQ(describeDifference(corners[i].results[next++], corners[i].ulps,
                                   view->bytes),
                "")
          << corners[i].body << ", by %" << cornerArgument(a);
    }
  }
}

} // namespace
