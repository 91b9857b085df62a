//===- Optimizers.cpp - the optimizers mpc knows --------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Optimizers.h"

#include "mpc/Passes.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/GlobPattern.h"

#include <cmath>
#include <limits>

namespace mpc {

namespace {

//===----------------------------------------------------------------------===//
// Formulas
//===----------------------------------------------------------------------===//

UpdateResults buildSgd(const UpdateInputs &in) {
  return {in.params - in.perElement(in.rate) * in.gradients, {}};
}

// Beside parameters and eps of any use these magnitudes do not count: a
// gradient of kTinyGradient moves a parameter by 1e-9 of the learning rate, and
// its square is still a normal number.
constexpr double kTinyGradient = 1e-17;
constexpr double kTinyMoment = 1e-30;

/// torch.optim.SGD with momentum and without dampening. Its buffer starts as
/// the first gradient, which is what a buffer of zeros becomes.
UpdateResults buildMomentum(const UpdateInputs &in) {
  double momentum = in.constants[0];
  Term buffer = dropTiny(momentum * in.arenas[0] + in.gradients, kTinyMoment);
  return {in.params - in.perElement(in.rate) * buffer, {buffer}};
}

/// torch.optim.SGD with nesterov: the step looks ahead to where the buffer will
/// have carried the parameter (Sutskever et al. 2013).
UpdateResults buildNesterov(const UpdateInputs &in) {
  double momentum = in.constants[0];
  Term buffer = dropTiny(momentum * in.arenas[0] + in.gradients, kTinyMoment);
  return {in.params -
              in.perElement(in.rate) * (in.gradients + momentum * buffer),
          {buffer}};
}

/// Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms": the step
/// is the sign of one interpolation, the moment another. Their weight decay is
/// the decoupled one that all optimizers have.
UpdateResults buildLion(const UpdateInputs &in) {
  double beta1 = in.constants[0], beta2 = in.constants[1];
  Term m = in.arenas[0], g = in.gradients;
  Term direction = sign(beta1 * m + (1 - beta1) * g);
  Term moment = dropTiny(beta2 * m + (1 - beta2) * g, kTinyMoment);
  return {in.params - in.perElement(in.rate) * direction, {moment}};
}

/// 1 - beta^n. In f32 beta^n has lost what this needs, while the logarithm of
/// beta is known here in f64.
Term buildBiasCorrection(double beta, Term number) {
  return -1.0 * expm1(std::log(beta) * number);
}

/// The new moments of Adam, not yet corrected.
struct AdamStep {
  Term m, v;
};

AdamStep buildAdamStep(const UpdateInputs &in) {
  double beta1 = in.constants[0], beta2 = in.constants[1];
  Term g = dropTiny(in.gradients, kTinyGradient);
  Term m =
      dropTiny(in.arenas[0] + (1 - beta1) * (g - in.arenas[0]), kTinyMoment);
  Term v = dropTiny(beta2 * in.arenas[1] + (1 - beta2) * (g * g),
                    kTinyGradient * kTinyGradient * (1 - beta2));
  return {m, v};
}

/// Kingma & Ba 2015, as torch.optim.Adam computes it. Corrections are applied
/// as factors at rank 0, so that each element costs one root and one division.
UpdateResults buildAdam(const UpdateInputs &in) {
  double beta1 = in.constants[0], beta2 = in.constants[1],
         eps = in.constants[2];
  auto [m, v] = buildAdamStep(in);
  Term stepSize = in.rate / buildBiasCorrection(beta1, in.number);
  Term rootFactor = 1.0 / sqrt(buildBiasCorrection(beta2, in.number));
  Term denominator = sqrt(v) * rootFactor + eps;
  return {in.params - in.perElement(stepSize) * (m / denominator), {m, v}};
}

/// For each parameter the norm of its segment. Rows are summed first, then, for
/// each parameter, the sums of its rows: no order depends on threads.
Term buildSegmentNorms(const UpdateInputs &in, Term arena) {
  Term rows = (arena * arena).sumOver({1});
  return sqrt(rows.groupedBy(in.segments).sumOver({1}));
}

/// You et al. 2020, "Large Batch Optimization for Deep Learning: Training BERT
/// in 76 minutes": Adam's step, decay added, as long as the parameter times the
/// rate. A norm of 0 says nothing: the step is then taken as it is.
UpdateResults buildLamb(const UpdateInputs &in) {
  AdamStep step = buildAdamStep(in);
  Term rootFactor = 1.0 / sqrt(buildBiasCorrection(in.constants[1], in.number));
  Term corrected =
      (1.0 / buildBiasCorrection(in.constants[0], in.number)) * step.m;
  Term update = corrected / (sqrt(step.v) * rootFactor + in.constants[2]);
  if (std::optional<Term> decay = in.buildDecay())
    update = update + *decay * in.undecayed;
  Term length = buildSegmentNorms(in, in.undecayed);
  Term stepLength = buildSegmentNorms(in, update);
  Term ratio = (length / stepLength)
                   .whereAboveZero(stepLength, 1)
                   .whereAboveZero(length, 1);
  Term trust = ratio.spreadOver(in.segments).like(update, {0});
  return {in.undecayed - in.perElement(in.rate) * (trust * update),
          {step.m, step.v}};
}

//===----------------------------------------------------------------------===//
// Table
//===----------------------------------------------------------------------===//

constexpr OptimizerConstant kMomentumConstants[] = {{"momentum", 0.9, 0, 1}};
// An eps that vanishes in f32 would make nan of elements without gradient.
constexpr OptimizerConstant kAdamConstants[] = {
    {"beta1", 0.9, 0, 0.9999999},
    {"beta2", 0.999, 0, 0.9999999},
    {"eps", 1e-8, 1e-30, 1},
};
// Chen et al.'s defaults.
constexpr OptimizerConstant kLionConstants[] = {
    {"beta1", 0.9, 0, 0.9999999},
    {"beta2", 0.99, 0, 0.9999999},
};
// As in the authors' own experiments.
constexpr OptimizerConstant kLambConstants[] = {
    {"beta1", 0.9, 0, 0.9999999},
    {"beta2", 0.999, 0, 0.9999999},
    {"eps", 1e-6, 1e-30, 1},
};
constexpr llvm::StringRef kMomentumArenas[] = {"momentum"};
constexpr llvm::StringRef kAdamArenas[] = {"first_moment", "second_moment"};

constexpr double kRate = 1e-3;
// Every element of a step of Lion has magnitude lr. Its authors take a rate 3
// to 10 times below AdamW's and a decay as many times above.
constexpr double kLionRate = 1e-4, kLionDecay = 0.1;

constexpr Optimizer kOptimizers[] = {
    {"sgd", {}, {}, kRate, 0, buildSgd},
    {"momentum", kMomentumConstants, kMomentumArenas, kRate, 0, buildMomentum},
    {"nesterov", kMomentumConstants, kMomentumArenas, kRate, 0, buildNesterov},
    {"adam", kAdamConstants, kAdamArenas, kRate, 0, buildAdam},
    {"adamw", kAdamConstants, kAdamArenas, kRate, 0.01, buildAdam},
    {"lamb", kLambConstants, kAdamArenas, kRate, 0.01, buildLamb},
    {"lion", kLionConstants, kMomentumArenas, kLionRate, kLionDecay, buildLion},
};

//===----------------------------------------------------------------------===//
// Grammar
//===----------------------------------------------------------------------===//

constexpr llvm::StringLiteral kNoDecay = "no_decay";

std::string printNumber(double number) {
  std::string text;
  llvm::raw_string_ostream(text) << llvm::format("%.7g", number);
  return text;
}

/// Reads `key=value` into `spec`; returns what is wrong with it.
std::string parseEntry(llvm::StringRef entry, OptimizerSpec &spec,
                       llvm::StringSet<> &given) {
  auto [key, text] = entry.split('=');
  if (!entry.contains('=') || text.empty())
    return llvm::formatv("expects key=value, but got '{0}'", entry);
  if (key == kNoDecay) {
    auto glob = llvm::GlobPattern::create(text);
    if (!glob)
      return llvm::formatv("expects a glob for '{0}', but got '{1}' ({2})", key,
                           text, llvm::toString(glob.takeError()));
    spec.noDecay.push_back(text.str());
    return "";
  }
  const Optimizer &optimizer = *spec.optimizer;
  auto *constant = llvm::find_if(
      optimizer.constants,
      [key = key](const OptimizerConstant &c) { return c.name == key; });
  if (constant == optimizer.constants.end()) {
    std::string known;
    for (const OptimizerConstant &c : optimizer.constants)
      known += c.name.str() + ", ";
    return llvm::formatv(
        "optimizer '{0}' has no constant '{1}', expects {2}{3}", optimizer.name,
        key, known, kNoDecay);
  }
  if (!given.insert(key).second)
    return llvm::formatv("constant '{0}' is given twice", key);
  double value;
  if (text.getAsDouble(value) || !(value >= constant->least) ||
      !(value <= constant->most))
    return llvm::formatv("expects '{0}' to be in {1} .. {2}, but got '{3}'",
                         key, printNumber(constant->least),
                         printNumber(constant->most), text);
  spec.constants[constant - optimizer.constants.begin()] = value;
  return "";
}

} // namespace

OptimizerSpec OptimizerSpec::parse(llvm::StringRef text) {
  OptimizerSpec spec;
  auto [name, entries] = text.split(':');
  for (const Optimizer &optimizer : kOptimizers)
    if (optimizer.name == name)
      spec.optimizer = &optimizer;
  if (!spec.optimizer) {
    auto names =
        llvm::map_range(kOptimizers, [](const Optimizer &o) { return o.name; });
    spec.error = llvm::formatv("unknown optimizer '{0}', expects one of {1}",
                               name, llvm::join(names, ", "));
    return spec;
  }
  for (const OptimizerConstant &constant : spec.optimizer->constants)
    spec.constants.push_back(constant.value);
  llvm::StringSet<> given;
  llvm::SmallVector<llvm::StringRef> parts;
  if (text.contains(':'))
    entries.split(parts, ',');
  for (llvm::StringRef part : parts)
    if (spec.error = parseEntry(part, spec, given); !spec.error.empty())
      return spec;
  return spec;
}

std::string findClipNormError(double norm) {
  // The update compares it in f32.
  if (norm >= 0 && norm <= std::numeric_limits<float>::max())
    return "";
  return llvm::formatv(
      "expects a norm to clip to from 0, which is none, up, but got {0}",
      printNumber(norm));
}

std::string findOptimizerError(llvm::StringRef option) {
  return OptimizerSpec::parse(option).error;
}

} // namespace mpc
