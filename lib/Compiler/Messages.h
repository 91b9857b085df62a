//===- Messages.h - what the compiler says, taken apart -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_COMPILER_MESSAGES_H
#define MPC_LIB_COMPILER_MESSAGES_H

#include "mpc/Compiler.h"

#include "mlir/IR/Diagnostics.h"

#include "llvm/Support/raw_ostream.h"

namespace mpc {

/// A message about no place.
CompileMessage makeMessage(CompileMessage::Kind kind, std::string text);

/// What a diagnostic and its notes say.
CompileMessage makeMessage(mlir::Diagnostic &diagnostic);

/// Prints a message and its notes as "model.cpp:41: error: …".
void print(llvm::raw_ostream &out, const CompileMessage &message);

} // namespace mpc

#endif // MPC_LIB_COMPILER_MESSAGES_H
