//===- LowModel.cpp - Apex's O2 and O3 as policies ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Apex casts the whole model, its parameters and inputs too, and so no op can
// make its readers f32. O2 leaves batch norms in f32; as a rule that no policy
// need know ops for: what sums is f32. O3 leaves nothing. What remains is what
// low formats cannot hold, and what leaves the model.
//
//===----------------------------------------------------------------------===//

#include "Policy.h"

using namespace mlir;

namespace mpc {

namespace {

class LowModel : public Policy {
public:
  LowModel(StringRef name, Format low, bool keepsSums)
      : Policy(name, low), keepsSums(keepsSums) {}

  Decision decide(const OpFacts &facts) const override {
    if (facts.precisionClass == PrecisionClass::Contraction)
      return decideContraction(facts);
    if (!facts.precisionClass)
      return keep(facts, "unknown", "no policy knows this op");
    if (facts.isReturned)
      return keep(facts, "returned", "the caller receives f32");
    if (facts.leadsToGradients)
      return keep(facts, "gradient", "the gradient of a parameter is f32");
    if (low == Format::tf32)
      return keep(facts, "model", "tf32 is for operands of contractions");
    if (keepsSums && facts.precisionClass == PrecisionClass::Keep32 &&
        !facts.isPointwise)
      return decideSum(facts);
    if (facts.isNumber || readsNumbersOnly(facts))
      return keep(facts, "scalar", "single numbers are f32");
    if (std::string reason = findConstantOutOfRange(facts); !reason.empty())
      return keep(facts, "constant", reason);
    return lower(facts, "model", "the whole model is low");
  }

private:
  /// Sums, norms, losses, and what their adjoints compute.
  Decision decideSum(const OpFacts &facts) const {
    if (facts.isAdjoint && !facts.contractionReader.empty())
      return lower(facts, "read-by-contraction",
                   "\"" + facts.contractionReader + "\" rounds it anyway");
    return keep(facts, "norm", "sums, norms and losses are f32");
  }

  /// The loss scale is beyond f16's numbers.
  static bool readsNumbersOnly(const OpFacts &facts) {
    auto isNumber = [](const OperandFacts &operand) {
      return operand.origin == Origin::Scalar ||
             operand.origin == Origin::Constant;
    };
    return !facts.operands.empty() && llvm::all_of(facts.operands, isNumber);
  }

  const bool keepsSums;
};

} // namespace

std::unique_ptr<Policy> createLowModel(StringRef name, Format low,
                                       bool keepsSums) {
  return std::make_unique<LowModel>(name, low, keepsSums);
}

} // namespace mpc
