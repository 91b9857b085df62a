//===- ObjectCode.h - from LLVM IR to one flat image ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_HOST_OBJECTCODE_H
#define MPC_LIB_CODEGEN_HOST_OBJECTCODE_H

#include "mpc/CodeGen/Host.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/Error.h"

namespace mpc::host {

/// Makes a module that is compiled for `target`.
std::unique_ptr<llvm::Module> createModule(llvm::LLVMContext &context,
                                           const HostTarget &target);

/// Optimizes `module` in place and returns it as an object file.
llvm::SmallVector<char, 0> compileModule(llvm::Module &module,
                                         const HostTarget &target);

/// Optimizes `module` and writes it as `<path>.ll` and `<path>.s`.
mlir::LogicalResult dumpModule(llvm::Module &module, const HostTarget &target,
                               llvm::StringRef path);

/// Machine code that runs wherever it is put.
struct Image {
  std::vector<char> bytes;
  llvm::StringMap<int64_t> offsets; ///< of the functions
};

/// Links an object file; refuses external symbols and absolute addresses.
llvm::Expected<Image> linkImage(llvm::ArrayRef<char> object);

} // namespace mpc::host

#endif // MPC_LIB_CODEGEN_HOST_OBJECTCODE_H
