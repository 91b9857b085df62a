//===- Facts.h - what a policy is told
//--------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_ASSIGNPRECISION_FACTS_H
#define MPC_PASSES_ASSIGNPRECISION_FACTS_H

#include "Policy.h"

#include "mpc/Analysis/KernelGrouping.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include "llvm/ADT/DenseMap.h"

namespace mpc {

/// Collects the facts of a function's ops, asked in program order.
class FactCollector {
public:
  /// `gradientStates` are the states that hold gradients of parameters.
  FactCollector(mlir::func::FuncOp func,
                const llvm::DenseSet<mlir::Attribute> &gradientStates);

  OpFacts collect(mlir::Operation *op) const;

  /// Notes how the op's result is stored.
  void note(mlir::Operation *op, Format store);

private:
  /// What becomes of a value.
  struct Fate {
    bool isReturned = false, leadsToGradients = false;
    mlir::Operation *contraction = nullptr;
  };

  void findFates();
  void findFate(mlir::Value value);
  void addUse(mlir::OpOperand &use, Fate &fate, bool &gradientsOnly) const;
  Origin getOrigin(mlir::Value value) const;
  Origin findOrigin(mlir::Value value) const;
  OperandFacts collectOperand(mlir::Operation *op, unsigned operand) const;
  void describeConstant(mlir::Value value, OperandFacts &facts) const;
  bool isGradientResult(unsigned result) const;

  mutable mlir::func::FuncOp func; ///< a handle, whose accessors are not const
  const llvm::DenseSet<mlir::Attribute> &gradientStates;
  llvm::DenseMap<mlir::Value, Fate> fates;
  llvm::DenseMap<mlir::Value, Origin> origins;
  llvm::DenseMap<mlir::Value, Format> stores;
};

/// True for tensors whose precision is decided: those of f32.
bool isDecided(mlir::Type type);

} // namespace mpc

#endif // MPC_PASSES_ASSIGNPRECISION_FACTS_H
