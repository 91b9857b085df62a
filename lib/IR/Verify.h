//===- Verify.h - how constraints are checked and reported ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Shape inference and verification of an op are one function, run with a Check:
// inference knows no op yet and may have no location.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_IR_VERIFY_H
#define MPC_LIB_IR_VERIFY_H

#include "mpc/IR/Mpc.h"

namespace mpc {

class Check {
public:
  Check(std::optional<mlir::Location> loc, llvm::StringRef op)
      : loc(loc), op(op) {}
  explicit Check(mlir::Operation *op)
      : loc(op->getLoc()), op(op->getName().getStringRef()) {}

  /// Reports a violated constraint. Where `blamed` is an argument with a role,
  /// a note points to it, calling it `name`.
  mlir::LogicalResult fail(const llvm::Twine &message, mlir::Value blamed = {},
                           llvm::StringRef name = {}) const;

  /// Fails unless `dims` is strictly ascending and inside `rank`.
  mlir::LogicalResult ascending(llvm::StringRef what,
                                llvm::ArrayRef<int64_t> dims, int64_t rank,
                                llvm::StringRef of) const;

  /// Fails unless 0 <= dim < rank.
  mlir::LogicalResult inside(llvm::StringRef what, int64_t dim, int64_t rank,
                             llvm::StringRef of) const;

  /// Fails unless both are the same type.
  mlir::LogicalResult sameType(llvm::StringRef what, mlir::Type actual,
                               mlir::Type expected) const;
  mlir::LogicalResult sameElement(llvm::StringRef lhs, mlir::Value x,
                                  llvm::StringRef rhs, mlir::Value y) const;

private:
  std::optional<mlir::Location> loc;
  llvm::StringRef op;
};

/// The text of a type, for messages.
std::string toText(mlir::Type type);

} // namespace mpc

#endif // MPC_LIB_IR_VERIFY_H
