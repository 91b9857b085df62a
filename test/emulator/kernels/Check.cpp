//===- Check.cpp - many cases in one engine -------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Twins.h"

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <regex>

namespace kernels {

/// `text` with f32 for the narrow floats, which the format f64 leaves as they
/// are.
static std::string widen(const std::string &text) {
  return std::regex_replace(text, std::regex("([x<])b?f16>"), "$1f32>");
}

/// The case as a public function; the oracle's has the magnitudes, too.
static std::string printFunction(const Case &c, bool isOracle) {
  std::string arguments, types, values, results;
  auto add = [](std::string &to, const std::string &text) {
    to += (to.empty() ? "" : ", ") + text;
  };
  auto addResult = [&](const std::string &name, const std::string &value,
                       const std::string &type) {
    add(results, type + " {mpc.result = \"" + name + "\"}");
    add(types, type);
    add(values, value);
  };
  for (const Argument &argument : c.arguments)
    add(arguments, fmt::format("%{0}: {1} {{mpc.input = \"{0}\"}}", argument.name,
                               tensorType(argument.shape, argument.element)));
  for (size_t i = 0; i < c.outputs.size(); ++i)
    addResult("r" + std::to_string(i), c.outputs[i].value,
              tensorType(c.outputs[i].shape, c.outputs[i].element));
  bool hasMagnitudes = isOracle && !c.magnitudes.empty();
  if (hasMagnitudes)
    for (size_t i = 0; i < c.outputs.size(); ++i)
      addResult("m" + std::to_string(i), "%magnitude" + std::to_string(i),
                tensorType(c.outputs[i].shape, c.outputs[i].element));
  return fmt::format("func.func @\"{}\"({}) -> ({}) {{\n{}{}return {} : {}\n}}\n",
                     c.name, arguments, results, c.body,
                     hasMagnitudes ? c.magnitudes : "", values, types);
}

/// A model must have something to train.
static const char kTrain[] = R"(func.func @train(
    %w: tensor<f32> {mpc.param = "w"}) -> (tensor<f32> {mpc.result = "loss"}) {
  %loss = mpc.mul %w, %w : tensor<f32>
  return %loss : tensor<f32>
}
)";

namespace {

/// The cases of one engine.
class Batch {
public:
  Batch(std::span<const Case> cases, mpc::CompileOptions options)
      : cases(cases) {
    std::string model = kTrain, oracle;
    for (const Case &c : cases) {
      model += printFunction(c, false);
      if (c.gate == Gate::error)
        oracle += widen(printFunction(c, true));
    }
    options.format = "f32";
    options.optimizer = "sgd";
    options.target = getTargets();
    if (auto engine = compileModel(model, options)) {
      host = openSession(engine, "host");
      gpu = openSession(engine, "cuda");
    }
    options.target = "host";
    options.format = "f64";
    if (!oracle.empty())
      if (auto engine = compileModel(kTrain + oracle, options))
        exact = openSession(engine, "host");
  }

  void check() {
    if (host && gpu)
      for (const Case &c : cases)
        check(c);
  }

private:
  void check(const Case &c) {
    Tensors inputs, wide;
    for (const Argument &argument : c.arguments) {
      const std::string &element = argument.element;
      Bytes bytes = makeElements(argument);
      inputs[argument.name] = bytes;
      wide[argument.name] = isFloat(element)
                                ? encode(decode(bytes, element), "f64")
                                : bytes;
    }
    Tensors theirs = run(*host, c.name, inputs), ours = run(*gpu, c.name, inputs);
    Tensors numbers;
    if (c.gate == Gate::error && exact)
      numbers = run(*exact, c.name, wide);
    for (size_t i = 0; i < c.outputs.size(); ++i) {
      const Output &output = c.outputs[i];
      std::string name = "r" + std::to_string(i);
      compare(c.name + " " + output.value, output.element, c.gate, c.terms,
              {ours[name], theirs[name], numbers[name],
               numbers["m" + std::to_string(i)]});
    }
  }

  std::span<const Case> cases;
  std::unique_ptr<mpcrt::Session> host, gpu, exact;
};

} // namespace

void check(const std::vector<Case> &cases, mpc::CompileOptions options) {
  constexpr size_t kMostOfOneEngine = 48;
  for (size_t first = 0; first < cases.size(); first += kMostOfOneEngine) {
    size_t count = std::min(cases.size() - first, kMostOfOneEngine);
    Batch(std::span(cases).subspan(first, count), options).check();
  }
}

static uint64_t hashOf(const std::string &name) {
  uint64_t hash = 0xcbf29ce484222325ull;
  for (unsigned char c : name)
    hash = (hash ^ c) * 0x100000001b3ull;
  return hash ^ hash >> 29;
}

bool isSampled(const std::string &name, unsigned oneOf) {
  return triesAll() || hashOf(name) % oneOf == 0;
}

std::vector<Case> sample(const std::vector<Case> &cases, unsigned oneOf) {
  std::vector<Case> result;
  for (const Case &c : cases)
    if (isSampled(c.name, oneOf))
      result.push_back(c);
  return result;
}

} // namespace kernels
