//===- Reader.h - from text to a verified model ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_FRONTEND_READER_H
#define MPC_FRONTEND_READER_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

#include "llvm/Support/SourceMgr.h"

namespace mpc {

/// Parses and verifies the main buffer of `sources`, after a scan that refuses
/// what MLIR's own parser crashes on. Null after a located diagnostic.
mlir::OwningOpRef<mlir::ModuleOp>
readModel(const std::shared_ptr<llvm::SourceMgr> &sources,
          mlir::MLIRContext *context);

/// Checks that `module` is a model: roles of every argument and result of its
/// entry functions, and that functions agree on shared names.
mlir::LogicalResult checkModel(mlir::ModuleOp module);

/// True if a model may use `name`, which goes into files and onto terminals.
bool isPrintable(llvm::StringRef name);

} // namespace mpc

#endif // MPC_FRONTEND_READER_H
