//===- Parameters.h - the parameters of a module and their rows -----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_ATTACHOPTIMIZER_PARAMETERS_H
#define MPC_PASSES_ATTACHOPTIMIZER_PARAMETERS_H

#include "mpc/IR/Mpc.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

#include "llvm/ADT/MapVector.h"

namespace mpc {

/// All arguments of one name.
struct Parameter {
  mlir::StringAttr name;
  mlir::RankedTensorType type;
  mlir::Location loc; ///< of the first argument
  InitAttr init = {}; ///< null until an argument gives one
  int64_t row = 0;
  bool decays = false;
};

/// The parameters of a module in the order of their rows.
class ParameterTable {
public:
  /// Collects them, those of `trained` first, and gives them their rows.
  /// `noDecay` are globs; a parameter that `trained` lacks never decays.
  static mlir::FailureOr<ParameterTable>
  collect(mlir::ModuleOp module, mlir::func::FuncOp trained,
          llvm::ArrayRef<std::string> noDecay);

  const Parameter &get(mlir::StringAttr name) const {
    return parameters.find(name)->second;
  }
  size_t size() const { return parameters.size(); }
  auto begin() const { return parameters.begin(); }
  auto end() const { return parameters.end(); }

  int64_t getRows() const { return rows; }
  int64_t getPadding() const { return rows * kRowElements - elements; }
  mlir::RankedTensorType getArenaType() const;
  /// The module's `mpc.parameters`.
  mlir::ArrayAttr getAttr(mlir::MLIRContext *context) const;
  bool allDecay() const;

private:
  mlir::LogicalResult add(mlir::func::FuncOp func, bool isTrained);
  mlir::LogicalResult addArgument(mlir::func::FuncOp func,
                                  mlir::BlockArgument argument, bool isTrained);
  mlir::LogicalResult merge(Parameter &known, const Parameter &other);
  mlir::LogicalResult layOut();
  void mask(mlir::ModuleOp module, llvm::StringRef glob);

  llvm::MapVector<mlir::StringAttr, Parameter> parameters;
  int64_t rows = 0, elements = 0;
};

} // namespace mpc

#endif // MPC_PASSES_ATTACHOPTIMIZER_PARAMETERS_H
