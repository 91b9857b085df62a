//===- Names.h - what people call an op -----------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_NAMES_H
#define MPC_IR_NAMES_H

#include "mpc/IR/Mpc.h"

#include <string>

namespace mpc {

/// On ops that stand in a composite's place: its mnemonic.
constexpr llvm::StringLiteral kOriginAttr = "mpc.origin";

/// Marks `op` as a part of `composite`.
void setOrigin(mlir::Operation *op, llvm::StringRef composite);

/// The name that a person gave to an op, or "". An inlined op is known by its
/// own name, not by that of the call.
llvm::StringRef findName(mlir::Location loc);

/// The innermost place in a file, or null.
mlir::FileLineColRange findFile(mlir::Location loc);

/// Its line, or 0.
unsigned findLine(mlir::Location loc);

/// The op's name, or its mnemonic, or that of the composite of which it is a
/// part, and line: "fc1", "add:12".
std::string describeOp(mlir::Operation *op);

/// The same, as "adjoint of fc1" where the op is part of an adjoint.
std::string makeLabel(mlir::Operation *op);

} // namespace mpc

#endif // MPC_IR_NAMES_H
