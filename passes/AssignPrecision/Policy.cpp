//===- Policy.cpp - what all policies share -------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Policy.h"

#include "mpc/Passes.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;

namespace mpc {

//===----------------------------------------------------------------------===//
// Decisions
//===----------------------------------------------------------------------===//

/// All operands in f32: every op but a contraction widens what it reads.
Decision Policy::decideStore(const OpFacts &facts, Format store, StringRef rule,
                             std::string reason) {
  return {store, SmallVector<Format>(facts.operands.size(), Format::f32), rule,
          std::move(reason)};
}

Decision Policy::keep(const OpFacts &facts, StringRef rule,
                      std::string reason) {
  return decideStore(facts, Format::f32, rule, std::move(reason));
}

Decision Policy::lower(const OpFacts &facts, StringRef rule,
                       std::string reason) const {
  return decideStore(facts, low, rule, std::move(reason));
}

Decision Policy::decideContraction(const OpFacts &facts) const {
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

std::string Policy::findConstantOutOfRange(const OpFacts &facts) const {
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

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

constexpr StringRef kPolicyNames[] = {"amp", "O0", "O1", "O2", "O3"};

std::unique_ptr<Policy> createPolicy(StringRef name, Format low) {
  if (name == "amp" || name == "O0" || name == "O1")
    return createAmp(name, low);
  if (name == "O2" || name == "O3")
    return createLowModel(name, low, /*keepsSums=*/name == "O2");
  return nullptr;
}

bool lowersParameters(StringRef policy) { return policy == "O3"; }

std::string findPolicyError(StringRef name, StringRef format) {
  if (!llvm::is_contained(kPolicyNames, name))
    return llvm::formatv("unknown policy '{0}', expects {1}", name,
                         llvm::join(ArrayRef(kPolicyNames), ", "));
  if (name == "O0" && format != "f32")
    return llvm::formatv("policy O0 keeps all in f32, but the format is {0}: "
                         "leave out one of them",
                         format);
  if (lowersParameters(name) && format != "f16" && format != "bf16")
    return llvm::formatv("policy {0} keeps parameters in 16 bits, but the "
                         "format is {1}, expects f16 or bf16",
                         name, format);
  return "";
}

StringRef getDefaultFormat(StringRef policy) {
  return policy == "O0" ? "f32" : "f16";
}

//===----------------------------------------------------------------------===//
// Formats
//===----------------------------------------------------------------------===//

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
