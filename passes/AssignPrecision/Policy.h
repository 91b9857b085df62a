//===- Policy.h - facts in, decision with reason out ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_ASSIGNPRECISION_POLICY_H
#define MPC_PASSES_ASSIGNPRECISION_POLICY_H

#include "mpc/IR/Mpc.h"

#include <memory>
#include <optional>
#include <string>

namespace mpc {

/// Where a value comes from, seen through ops that only move elements.
enum class Origin {
  Op,        ///< computed from data
  Input,     ///< a batch of data, or a state of the model
  Parameter, ///< or computed from parameters only
  Constant,
  Scalar ///< of rank 0, or repeated from one
};

/// What a policy may know of one float operand.
struct OperandFacts {
  Format store = Format::f32; ///< as it was decided
  Origin origin = Origin::Op;
  bool isAdjoint = false;
  bool isAccumulator = false;
  std::string label; ///< what people call it
  /// Of a constant: largest magnitude, least one that is not zero.
  double largest = 0, least = 0;
};

/// What a policy may know of an op with a float result. Nothing of it depends
/// on what is decided later.
struct OpFacts {
  std::optional<PrecisionClass> precisionClass; ///< unknown ops have none
  bool isAdjoint = false;
  /// Each element of the result is made of one of each operand. Not told of
  /// what the adjoint of a `keep32` op computes.
  bool isPointwise = false;
  bool isNumber = false;   ///< the result has rank 0
  bool isReturned = false; ///< the caller, or a state, receives the result
  bool leadsToGradients = false; ///< and to nothing else
  std::string
      contractionReader; ///< label of a contraction that reads it, or ""
  llvm::SmallVector<OperandFacts> operands; ///< floats only
};

struct Decision {
  Format store = Format::f32;
  llvm::SmallVector<Format> operands; ///< one per operand of the facts
  llvm::StringRef rule;               ///< "contraction"
  std::string reason;
};

/// Decides for one op after the other, in program order.
class Policy {
public:
  Policy(llvm::StringRef name, Format low) : low(low), name(name) {}
  virtual ~Policy() = default;

  llvm::StringRef getName() const { return name; }
  virtual Decision decide(const OpFacts &facts) const = 0;

protected:
  static Decision keep(const OpFacts &facts, llvm::StringRef rule,
                       std::string reason);
  Decision lower(const OpFacts &facts, llvm::StringRef rule,
                 std::string reason) const;
  Decision decideContraction(const OpFacts &facts) const;
  /// What a constant does to the range: a mask of -1e9 would become infinite,
  /// an epsilon of 1e-8 zero. Empty if none does.
  std::string findConstantOutOfRange(const OpFacts &facts) const;

  const Format low; ///< what the user asked for

private:
  static Decision decideStore(const OpFacts &facts, Format store,
                              llvm::StringRef rule, std::string reason);

  const llvm::StringRef name; ///< a literal
};

/// The policy called `name`, or null.
std::unique_ptr<Policy> createPolicy(llvm::StringRef name, Format low);

/// PyTorch's autocast; Apex's O2 if sums are kept in f32, and O3.
std::unique_ptr<Policy> createAmp(llvm::StringRef name, Format low);
std::unique_ptr<Policy> createLowModel(llvm::StringRef name, Format low,
                                       bool keepsSums);

/// Whether the policy stores the parameters themselves low.
bool lowersParameters(llvm::StringRef policy);

/// Largest finite and least normal number of a format.
double getLargest(Format format);
double getLeastNormal(Format format);

} // namespace mpc

#endif // MPC_PASSES_ASSIGNPRECISION_POLICY_H
