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

#include <algorithm>

namespace mpc {

/// All arguments of one name.
struct Parameter {
  mlir::StringAttr name;
  mlir::RankedTensorType type;
  mlir::Location loc; ///< of the first argument
  InitAttr init = {}; ///< null until an argument gives one
  int64_t row = 0;    ///< of its arena
  bool decays = false;
  bool isFrozen = false; ///< lies in the arena that no update writes
  double rateFactor = 1, decayFactor = 1;
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

  /// Rows of both arenas.
  int64_t getRows() const { return trainedRows + frozenRows; }
  int64_t getPadding() const { return getRows() * kRowElements - elements; }
  /// The arena of what is trained, like which all others are.
  mlir::RankedTensorType getArenaType() const { return getType(trainedRows); }
  mlir::RankedTensorType getFrozenType() const { return getType(frozenRows); }
  bool anyFrozen() const { return frozenRows != 0; }
  /// The module's `mpc.parameters`.
  mlir::ArrayAttr getAttr(mlir::MLIRContext *context) const;

  /// One number per row of the arena, where its parameter has it; else 0.
  template <typename Action>
  llvm::SmallVector<double> perRow(Action number) const {
    llvm::SmallVector<double> numbers(trainedRows);
    for (auto &[name, parameter] : parameters)
      if (!parameter.isFrozen)
        std::fill_n(numbers.begin() + parameter.row, countRows(parameter),
                    number(parameter));
    return numbers;
  }

  /// For each row of the arena, which of its parameters it belongs to.
  llvm::SmallVector<int64_t> numberSegments() const {
    llvm::SmallVector<int64_t> numbers(trainedRows);
    int64_t count = 0;
    for (auto &[name, parameter] : parameters)
      if (!parameter.isFrozen)
        std::fill_n(numbers.begin() + parameter.row, countRows(parameter),
                    count++);
    return numbers;
  }

private:
  mlir::LogicalResult add(mlir::func::FuncOp func, bool isTrained);
  mlir::LogicalResult addArgument(mlir::func::FuncOp func,
                                  mlir::BlockArgument argument, bool isTrained);
  mlir::LogicalResult merge(Parameter &known, const Parameter &other);
  mlir::LogicalResult layOut();
  mlir::RankedTensorType getType(int64_t rows) const;
  static int64_t countRows(const Parameter &parameter);
  void mask(mlir::ModuleOp module, llvm::StringRef glob);

  llvm::MapVector<mlir::StringAttr, Parameter> parameters;
  int64_t trainedRows = 0, frozenRows = 0, elements = 0;
};

} // namespace mpc

#endif // MPC_PASSES_ATTACHOPTIMIZER_PARAMETERS_H
