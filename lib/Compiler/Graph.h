//===- Graph.h - a model that a program builds -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What stands behind the border of mpc/Graph.h: a module that grows op by op.
// Each op infers its own results and is verified when it is added, so that no
// rule about shapes is written here.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_COMPILER_GRAPH_H
#define MPC_LIB_COMPILER_GRAPH_H

#include "mpc/Graph.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "Messages.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/OwningOpRef.h"

#include <map>
#include <optional>
#include <vector>

namespace mpc {

inline llvm::StringRef toRef(mpc_text text) { return {text.data, text.size}; }

class Graph {
public:
  Graph();

  /// Null if there has been an error.
  mlir::OwningOpRef<mlir::ModuleOp> cloneModel() const;
  /// The first error and its notes, as text and taken apart.
  llvm::StringRef getError() const { return error; }
  const CompileMessage &getMessage() const { return message; }
  std::string print() const;

  int64_t addFunction(llvm::StringRef name, mlir::Location loc);
  int64_t declare(int64_t function, llvm::StringRef role, llvm::StringRef name,
                  const mpc_type &type,
                  llvm::ArrayRef<mpc_attribute> attributes, mlir::Location loc);
  int64_t addOp(int64_t function, const mpc_op &op);
  void addResult(int64_t function, llvm::StringRef name, int64_t value,
                 mlir::Location loc);
  void addUpdate(int64_t function, int64_t state, int64_t value,
                 mlir::Location loc);
  void setName(int64_t value, llvm::StringRef name);
  void setFormat(int64_t value, llvm::StringRef format);

  mpc_type getType(int64_t value) const;
  mlir::Location getLocation(const mpc_place &place);

  /// What print() gave last, for those who cannot own it.
  std::string text;

private:
  /// A value of one function, or a parameter or state of any.
  struct Entry {
    mlir::RankedTensorType type;
    int64_t function = -1;
    mlir::Value value;                 ///< of that function
    mlir::StringAttr name;             ///< of a parameter or state
    mlir::NamedAttrList attributes;    ///< of a parameter or state
    std::optional<mlir::Location> loc; ///< of a parameter or state

    bool isShared() const { return function < 0; }
  };
  struct Function {
    mlir::func::FuncOp op;
    unsigned inputs = 0;
    /// Argument of each parameter and state that is used, by number of entry.
    std::map<int64_t, mlir::BlockArgument> shared;
  };

  int64_t add(Entry entry);
  /// True if `function` is one and nothing has failed so far.
  bool isUsable(int64_t function, mlir::Location loc);
  mlir::InFlightDiagnostic emitError(mlir::Location loc);
  mlir::RankedTensorType readType(const mpc_type &type, mlir::Location loc);
  mlir::Attribute readAttribute(const mpc_attribute &attribute,
                                mlir::Location loc);
  bool readAttributes(llvm::ArrayRef<mpc_attribute> given,
                      mlir::NamedAttrList &attributes, mlir::Location loc);
  bool isDeclarable(mlir::Type type, mlir::NamedAttrList attributes,
                    mlir::Location loc);
  mlir::Value getArgument(Function &function, int64_t id);
  mlir::Operation *findOp(int64_t value) const;
  mlir::Value resolve(int64_t function, int64_t id, const llvm::Twine &what,
                      mlir::Location loc);
  bool readOperands(int64_t function, const mpc_op &op,
                    mlir::OperationState &state);
  bool readResults(const mpc_op &op, mlir::OperationState &state);
  bool inferResults(mlir::Operation *op);
  void noteOperands(const mpc_op &op, mlir::ValueRange operands);
  void returnValue(Function &function, mlir::Value value,
                   mlir::NamedAttribute role, mlir::Location loc);

  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  std::vector<Function> functions;
  std::vector<Entry> entries;
  void setError(CompileMessage what);

  CompileMessage message;
  std::string error; ///< the same as text; empty if there is none
};

} // namespace mpc

/// What the border calls by its pointer.
struct mpc_graph : mpc::Graph {};

#endif // MPC_LIB_COMPILER_GRAPH_H
