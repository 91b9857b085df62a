//===- Amp.cpp - PyTorch autocast's lists as a policy ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Autocast's lists are the precision classes of ops: its low-precision list is
// `contraction`, its f32 list `keep32`; what is on no list keeps the format
// that arrives, `follow` and `exact`. Autocast knows no adjoints: there,
// gradients have the format of the value that they are of. docs/numerics.md
// lists where this policy departs from it, and why.
//
//===----------------------------------------------------------------------===//

#include "Policy.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;

namespace mpc {

namespace {

class Amp : public Policy {
public:
  using Policy::Policy;

  StringRef getName() const override { return "amp"; }

  Decision decide(const OpFacts &facts) const override {
    Decision decision = decideByClass(facts);
    if (facts.precisionClass == PrecisionClass::Contraction)
      return decision;
    if (facts.isReturned && decision.store != Format::f32)
      return keep(facts, "returned", "the caller receives f32");
    if (decision.store == Format::f32 && facts.isAdjoint && !facts.isReturned &&
        decision.rule != "constant" && !facts.contractionReader.empty() &&
        low != Format::tf32)
      return lower(facts, "read-by-contraction",
                   "\"" + facts.contractionReader + "\" rounds it anyway");
    return decision;
  }

private:
  /// All operands in f32: every op but a contraction widens what it reads.
  static Decision decideStore(const OpFacts &facts, Format store,
                              StringRef rule, std::string reason) {
    return {store, SmallVector<Format>(facts.operands.size(), Format::f32),
            rule, std::move(reason)};
  }
  static Decision keep(const OpFacts &facts, StringRef rule,
                       std::string reason) {
    return decideStore(facts, Format::f32, rule, std::move(reason));
  }
  Decision lower(const OpFacts &facts, StringRef rule,
                 std::string reason) const {
    return decideStore(facts, low, rule, std::move(reason));
  }

  Decision decideByClass(const OpFacts &facts) const {
    if (!facts.precisionClass)
      return keep(facts, "unknown", "no policy knows this op");
    switch (*facts.precisionClass) {
    case PrecisionClass::Contraction:
      return decideContraction(facts);
    case PrecisionClass::Keep32:
      return keep(facts, "keep32", "its results are unreliable below f32");
    case PrecisionClass::Follow:
    case PrecisionClass::Exact:
      return follow(facts);
    }
    llvm_unreachable("unknown precision class");
  }

  Decision decideContraction(const OpFacts &facts) const;
  Decision follow(const OpFacts &facts) const;
  std::string findConstantOutOfRange(const OpFacts &facts) const;
};

Decision Amp::decideContraction(const OpFacts &facts) const {
  Decision decision =
      lower(facts, "contraction", "tensor cores, accumulates in f32");
  for (auto [operand, format] : llvm::zip(facts.operands, decision.operands))
    format = operand.isAccumulator ? Format::f32 : low;
  if (facts.leadsToGradients) {
    decision.store = Format::f32;
    decision.reason += "; the gradient of a parameter is never rounded";
  } else if (facts.isReturned) {
    decision.store = Format::f32;
    decision.reason += "; the caller receives f32";
  } else if (low == Format::tf32) {
    decision.store = Format::f32; // Only tensor cores know tf32.
  }
  return decision;
}

/// Short, whatever the magnitude; formatv knows no such style.
static llvm::format_object<double> write(double number) {
  return llvm::format("%g", number);
}

/// What a constant does to the range: a mask of -1e9 would become infinite, an
/// epsilon of 1e-8 zero.
std::string Amp::findConstantOutOfRange(const OpFacts &facts) const {
  for (const OperandFacts &operand : facts.operands) {
    if (operand.origin != Origin::Constant)
      continue;
    if (operand.largest > getLargest(low))
      return llvm::formatv("the constant {0} exceeds {1}, {2}'s largest",
                           write(operand.largest), write(getLargest(low)),
                           stringifyFormat(low));
    if (operand.least > 0 && operand.least < getLeastNormal(low))
      return llvm::formatv("the constant {0} is below {1}, {2}'s least normal",
                           write(operand.least), write(getLeastNormal(low)),
                           stringifyFormat(low));
  }
  return "";
}

Decision Amp::follow(const OpFacts &facts) const {
  if (facts.leadsToGradients)
    return keep(facts, "gradient", "the gradient of a parameter is f32");
  if (low == Format::tf32)
    return keep(facts, "follow", "tf32 is for operands of contractions");
  const OperandFacts *lowVoter = nullptr, *wideVoter = nullptr;
  for (const OperandFacts &operand : facts.operands) {
    bool votes =
        operand.origin == Origin::Op || operand.origin == Origin::Input;
    if (!votes || operand.isAccumulator)
      continue;
    (operand.store == Format::f32 ? wideVoter : lowVoter) = &operand;
  }
  if (!lowVoter)
    return keep(facts, "follow",
                wideVoter ? "\"" + wideVoter->label + "\" is f32"
                          : std::string("nothing that it reads is low"));
  // Adjoints are as precise as the adjoint that they are made of.
  if (wideVoter && !(facts.isAdjoint && lowVoter->isAdjoint))
    return keep(facts, "promote", "\"" + wideVoter->label + "\" is f32");
  if (std::string reason = findConstantOutOfRange(facts); !reason.empty())
    return keep(facts, "constant", reason);
  return lower(facts, "follow",
               llvm::formatv("\"{0}\" is {1}", lowVoter->label,
                             stringifyFormat(lowVoter->store)));
}

constexpr llvm::StringRef kPolicyNames[] = {"amp"};

} // namespace

std::unique_ptr<Policy> createPolicy(StringRef name, Format low) {
  if (name == "amp")
    return std::make_unique<Amp>(low);
  return nullptr;
}

ArrayRef<StringRef> getPolicyNames() { return kPolicyNames; }

static const llvm::fltSemantics &getSemantics(Format format) {
  switch (format) {
  case Format::f32:
    return APFloat::IEEEsingle();
  case Format::tf32:
    return APFloat::FloatTF32();
  case Format::bf16:
    return APFloat::BFloat();
  case Format::f16:
    return APFloat::IEEEhalf();
  }
  llvm_unreachable("unknown format");
}

double getLargest(Format format) {
  return APFloat::getLargest(getSemantics(format)).convertToDouble();
}

double getLeastNormal(Format format) {
  return APFloat::getSmallestNormalized(getSemantics(format)).convertToDouble();
}

} // namespace mpc
