//===- ScalarText.h - arith and math as C++ ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_CUDA_SCALARTEXT_H
#define MPC_LIB_CODEGEN_CUDA_SCALARTEXT_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Operation.h"

#include <string>

namespace mpc::cuda {

using Expressions = llvm::SmallVector<std::string, 2>;

/// The C++ type of an element: integers are unsigned whatever they mean, as
/// they wrap around; those that need a sign are cast where it matters. Empty
/// for what CUDA kernels cannot hold.
llvm::StringRef getTypeName(mlir::Type type);

/// Bytes of an element in memory; predicates take one.
int64_t getElementBytes(mlir::Type type);

/// A number or predicate, floats by their bits.
std::string printConstant(mlir::Attribute value);

/// The results of an op of arith or math over scalars. Fails without a
/// diagnostic if CUDA kernels cannot do `op`.
mlir::FailureOr<Expressions>
printScalarOp(mlir::Operation *op, llvm::ArrayRef<std::string> operands);

} // namespace mpc::cuda

#endif // MPC_LIB_CODEGEN_CUDA_SCALARTEXT_H
