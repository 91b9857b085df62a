//===- ScalarOps.h - arith and math as LLVM instructions --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_HOST_SCALAROPS_H
#define MPC_LIB_CODEGEN_HOST_SCALAROPS_H

#include "CodeBuilder.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Operation.h"

namespace mpc::host {

/// The LLVM type of an element in a register: that of its bits for bf16, of
/// which LLVM knows too little for all CPUs.
llvm::Type *getElementType(llvm::LLVMContext &context, mlir::Type type);

/// A constant table of `elements`.
llvm::Value *buildTable(llvm::Module &module, mlir::DenseElementsAttr elements);

/// Bytes of an element in memory; predicates take one.
int64_t getStoredBytes(mlir::Type type);

/// The type of an element in memory.
llvm::Type *getStoredType(llvm::LLVMContext &context, mlir::Type type);

llvm::Constant *buildConstant(llvm::LLVMContext &context,
                              mlir::Attribute value);

/// `element`, or a vector of as many as `like` has.
llvm::Type *shapeLike(llvm::Type *element, llvm::Value *like);

/// `x`, a scalar or a vector, in another float format: exact where that is
/// wider, rounded once to nearest even where it is narrower.
llvm::Value *convertFloat(CodeBuilder &b, llvm::Value *x, mlir::Type from,
                          mlir::Type to);

/// Translates an op of arith or math over scalars, or over vectors of equally
/// many lanes. `services` is the table of functions for f64. Fails without a
/// diagnostic if the host cannot do `op`.
mlir::FailureOr<Values>
translateScalarOp(CodeBuilder &b, mlir::Operation *op,
                  llvm::ArrayRef<llvm::Value *> operands,
                  llvm::Value *services);

/// Calls entry `name` of HostServices, lane by lane; null if there is none.
llvm::Value *callService(CodeBuilder &b, llvm::StringRef name,
                         llvm::ArrayRef<llvm::Value *> operands,
                         llvm::Value *services);

/// A rough number of instructions, more for what takes long.
int64_t estimateCost(mlir::Operation *op);

} // namespace mpc::host

#endif // MPC_LIB_CODEGEN_HOST_SCALAROPS_H
