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

#include "llvm/Support/FormatVariadic.h"

using namespace mlir;

namespace mpc {

namespace {

class Amp : public Policy {
public:
  using Policy::Policy;

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

  Decision follow(const OpFacts &facts) const;
};

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

} // namespace

std::unique_ptr<Policy> createAmp(StringRef name, Format low) {
  return std::make_unique<Amp>(name, low);
}

} // namespace mpc
