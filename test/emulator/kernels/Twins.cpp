//===- Twins.cpp - one engine on the host and on the emulated GPU ---------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Twins.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fmt/format.h>

namespace kernels {

std::shared_ptr<const mpcrt::Engine>
compileModel(const std::string &model, const mpc::CompileOptions &options) {
  mpc::CompileResult result = mpc::compileText(model, "case.mlir", options);
  if (!result) {
    ADD_FAILURE() << result.diagnostics;
    return nullptr;
  }
  auto engine = mpcrt::Engine::fromMemory(
      std::as_bytes(std::span(result.engine)), "case.engine");
  if (!engine) {
    ADD_FAILURE() << engine.error().message();
    return nullptr;
  }
  return *engine;
}

std::unique_ptr<mpcrt::Session>
openSession(const std::shared_ptr<const mpcrt::Engine> &engine,
            const std::string &device) {
  mpcrt::SessionOptions options;
  options.threads = 1;
  options.device = device;
  auto session = mpcrt::Session::open(engine, options);
  if (session)
    return std::move(*session);
  ADD_FAILURE() << device << ": " << session.error().message();
  return nullptr;
}

Tensors run(mpcrt::Session &session, const std::string &name,
            const Tensors &inputs) {
  Tensors results;
  const mpcrt::fb::Function *function = session.findFunction(name);
  if (!function) {
    ADD_FAILURE() << "no function " << name;
    return results;
  }
  std::vector<mpcrt::InputBuffer> given;
  for (auto &[input, bytes] : inputs)
    given.push_back({input, bytes.data(), bytes.size()});
  std::vector<mpcrt::OutputBuffer> wanted;
  for (const mpcrt::fb::Tensor *tensor : *function->outputs()) {
    Bytes &bytes = results[tensor->name()->str()];
    bytes.resize(*mpcrt::countBytes(
        tensor->dtype(), std::vector<int64_t>(tensor->shape()->begin(),
                                              tensor->shape()->end())));
    wanted.push_back(
        {tensor->name()->string_view(), bytes.data(), bytes.size()});
  }
  mpcrt::Status status = session.run(name, given, wanted);
  if (!status.ok())
    ADD_FAILURE() << name << ": " << status.message();
  return results;
}

//===----------------------------------------------------------------------===//
// Comparison
//===----------------------------------------------------------------------===//

/// Bits as shown to people.
static std::string describe(const Bytes &bytes, size_t at,
                            const std::string &element) {
  size_t size = elementBytes(element);
  Bytes one(bytes.begin() + at * size, bytes.begin() + (at + 1) * size);
  uint64_t bits = 0;
  std::memcpy(&bits, one.data(), size);
  return fmt::format("{} (0x{:0{}x})", decode(one, element)[0], bits, 2 * size);
}

static void compareBits(const std::string &what, const std::string &element,
                        const Bytes &gpu, const Bytes &host) {
  if (gpu == host)
    return;
  ASSERT_EQ(gpu.size(), host.size()) << what;
  std::vector<double> ours = decode(gpu, element), theirs = decode(host, element);
  size_t size = elementBytes(element), differing = 0, first = 0;
  for (size_t i = 0; i < ours.size(); ++i) {
    bool areNan = std::isnan(ours[i]) && std::isnan(theirs[i]);
    if (areNan || !std::memcmp(&gpu[i * size], &host[i * size], size))
      continue;
    if (differing++ == 0)
      first = i;
  }
  if (differing)
    ADD_FAILURE() << what << ": " << differing << " of " << ours.size()
                  << " elements differ; the first is number " << first
                  << ", which is " << describe(gpu, first, element)
                  << " on the GPU and " << describe(host, first, element)
                  << " on the host";
}

namespace {

/// How far results are from what f64 gives.
struct Distance {
  double squares = 0;
  size_t count = 0;

  void add(double error) {
    squares += error * error;
    ++count;
  }
  double root() const { return count ? std::sqrt(squares / count) : 0; }
};

} // namespace

static void compareErrors(const std::string &what, const std::string &element,
                          double terms, const Answers &answers) {
  std::vector<double> gpu = decode(answers.gpu, element),
                      host = decode(answers.host, element),
                      exact = decode(answers.exact, "f64"),
                      magnitude = decode(answers.magnitude, "f64");
  ASSERT_EQ(gpu.size(), exact.size()) << what;
  double largest = 0, u = unitRoundoff("f32"), out = unitRoundoff(element);
  for (size_t i = 0; i < exact.size(); ++i)
    if (std::isfinite(exact[i]) && std::isfinite(host[i]))
      largest = std::max(largest, std::abs(exact[i]));
  Distance ours, theirs, size;
  for (size_t i = 0; i < exact.size(); ++i) {
    bool isFinite = std::isfinite(host[i]) && std::isfinite(exact[i]);
    bool agrees = isFinite ? std::isfinite(gpu[i])
                           : std::isnan(host[i]) ? std::isnan(gpu[i])
                                                 : gpu[i] == host[i];
    double error = isFinite ? std::abs(gpu[i] - exact[i]) : 0;
    // The bound of reliability notes: terms * u * sum of the terms' absolute
    // values, and the rounding of the result. Without those values, twice what
    // the host is off and a margin.
    double scale = magnitude.empty() ? largest : magnitude[i];
    double bound = out * std::abs(exact[i]) * 1.01 + (terms + 2) * u * scale;
    if (magnitude.empty() && isFinite)
      bound += 2 * std::abs(host[i] - exact[i]) + 8 * u * scale;
    bound += element == "f16" ? 0x1p-25 : 0; // among subnormals
    if (!agrees || error > bound) {
      ADD_FAILURE() << what << ": element " << i << " is "
                    << describe(answers.gpu, i, element) << " on the GPU, "
                    << describe(answers.host, i, element)
                    << " on the host and " << exact[i] << " in f64; at most "
                    << bound << " is allowed";
      return;
    }
    if (!isFinite)
      continue;
    ours.add(error);
    theirs.add(host[i] - exact[i]);
    size.add(exact[i]);
  }
  double few = std::sqrt(1.0 / std::max<size_t>(1, ours.count));
  double margin = (1 + 8 * few) * (u * std::sqrt(terms) + out) * size.root();
  EXPECT_LE(ours.root(), 2 * theirs.root() + margin)
      << what << ": root mean square of the errors on the GPU; it is "
      << theirs.root() << " on the host";
}

void compare(const std::string &what, const std::string &element, Gate gate,
             double terms, const Answers &answers) {
  if (gate == Gate::bits || !isFloat(element))
    compareBits(what, element, answers.gpu, answers.host);
  else
    compareErrors(what, element, terms, answers);
}

} // namespace kernels
