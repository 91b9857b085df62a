//===- AdjointTest.cpp - losses and gradients of every op -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The models are those whose gradients the numeric tests prove on the host.
//
//===----------------------------------------------------------------------===//

#include "Cases.h"
#include "Twins.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace kernels {

namespace {

/// A model of `::Case` on one device.
class Trainer {
public:
  Trainer(const std::shared_ptr<const mpcrt::Engine> &engine,
          const std::string &device, const std::string &element)
      : session(engine ? openSession(engine, device) : nullptr),
        element(element) {}

  explicit operator bool() const { return session != nullptr; }

  /// Loss and gradients, by name.
  Tensors train(const ::Case &c) {
    for (size_t i = 0; i < c.parameters.size(); ++i) {
      Bytes values = makeFloats(parameterName(i), c.parameters[i]);
      EXPECT_TRUE(
          session->set(parameterName(i), values.data(), values.size()).ok());
    }
    Tensors inputs{{"c", makeFloats("c", c.result)}};
    if (c.classes)
      inputs["k"] =
          makeElements({"k", c.labels, "i32", Values::classes, c.classes - 1});
    Tensors results = run(*session, "train", inputs);
    for (size_t i = 0; i < c.parameters.size(); ++i) {
      auto view = session->view("gradients/" + parameterName(i));
      if (view)
        results[parameterName(i)] = {view->bytes.begin(), view->bytes.end()};
      else
        ADD_FAILURE() << view.error().message();
    }
    return results;
  }

private:
  static std::string parameterName(size_t i) { return "p" + std::to_string(i); }

  /// In (0.3, 0.9): inside the domain of every op.
  Bytes makeFloats(const std::string &name, const Shape &shape) {
    Bytes bytes = makeElements({name, shape, "f32"});
    std::vector<double> values = decode(bytes, "f32");
    for (double &value : values)
      value = static_cast<float>(0.6 + 0.14 * value);
    return encode(values, element);
  }

  std::unique_ptr<mpcrt::Session> session;
  std::string element;
};

void checkAdjoint(const ::Case &c, const std::string &format) {
  mpc::CompileOptions options;
  options.format = format;
  options.lossScale = "none";
  options.optimizer = "sgd";
  options.target = getTargets();
  auto engine = compileModel(modelText(c), options);
  Trainer host(engine, "host", "f32"), gpu(engine, "cuda", "f32");
  options.format = "f64";
  options.target = "host";
  Trainer exact(compileModel(modelText(c), options), "host", "f64");
  if (!host || !gpu || !exact)
    return;
  Tensors theirs = host.train(c), ours = gpu.train(c), numbers = exact.train(c);
  double terms = 16;
  for (const Shape &shape : c.parameters)
    terms = std::max<double>(terms, countElements(shape));
  for (auto &[name, bytes] : ours)
    compare(fmt::format("{} {} {}", c.name, format, name), "f32", Gate::error,
            4 * terms, {bytes, theirs[name], numbers[name], {}});
}

/// GPUs have no f64, which some models name.
bool namesF64(const ::Case &c) {
  return modelText(c).find("f64") != std::string::npos;
}

void checkAll(const std::string &format, unsigned oneOf) {
  for (const ::Case &c : allCases())
    if (isSampled(c.name + format, oneOf) && !namesF64(c))
      checkAdjoint(c, format);
}

} // namespace

TEST(Adjoint, follows_the_host_in_f32) { checkAll("f32", 16); }
TEST(Adjoint, follows_the_host_in_f16) { checkAll("f16", 48); }
TEST(Adjoint, follows_the_host_in_bf16) { checkAll("bf16", 48); }

} // namespace kernels
