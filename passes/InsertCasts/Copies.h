//===- Copies.h - low-precision copies of the parameters ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_INSERTCASTS_COPIES_H
#define MPC_PASSES_INSERTCASTS_COPIES_H

#include "mpc/IR/States.h"

#include "mlir/IR/BuiltinOps.h"

#include "llvm/ADT/MapVector.h"

namespace mpc {

/// The copy of the parameter arena of one module in one format.
class ParameterCopies {
public:
  explicit ParameterCopies(mlir::ModuleOp module) : module(module) {}

  /// The argument of `arena`'s function that is its copy in `format`, or null
  /// if `arena` is no parameter arena: what is trained or what is frozen.
  mlir::Value get(mlir::Value arena, Format format);

  /// Lets @update write the copies that were asked for, and adds @refresh.
  mlir::LogicalResult finish();

private:
  struct Copy {
    llvm::StringRef original;
    Format format;
    mlir::RankedTensorType arena;
    mlir::StringAttr state;
  };
  const Copy &addCopy(llvm::StringRef original, Format format,
                      mlir::RankedTensorType arena);
  mlir::LogicalResult extendUpdate(const Copy &copy);
  void buildRefresh();

  mlir::ModuleOp module;
  llvm::MapVector<mlir::StringAttr, Copy> copies; ///< by state
  llvm::MapVector<std::pair<mlir::Operation *, mlir::Attribute>, mlir::Value>
      arguments;
};

} // namespace mpc

#endif // MPC_PASSES_INSERTCASTS_COPIES_H
