//===- Lowering.h - how ops of this room say what they compute ------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_IR_LOWERING_H
#define MPC_LIB_IR_LOWERING_H

#include "mpc/IR/Mpc.h"

#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mpc {

using ScalarBuilder = llvm::function_ref<mlir::Value(
    mlir::ImplicitLocOpBuilder &, mlir::ValueRange)>;

/// The type of `tensor` in lowered form: unsigned elements become signless.
mlir::RankedTensorType loweredType(mlir::Type tensor);

/// One parallel linalg.generic over `operands` with the given scalar body.
llvm::SmallVector<mlir::Value> lowerElementwise(mlir::Operation *op,
                                                mlir::OpBuilder &builder,
                                                mlir::ValueRange operands,
                                                ScalarBuilder body);

// Scalar bodies that several rows share. Operands are scalars or vectors in
// lowered form; `type` is the element type of the mpc op, which knows the sign.
mlir::Value zeroLike(mlir::ImplicitLocOpBuilder &b, mlir::Value x);
mlir::Value onesLike(mlir::ImplicitLocOpBuilder &b, mlir::Value x);
mlir::Value buildMax(mlir::ImplicitLocOpBuilder &b, mlir::Value x,
                     mlir::Value y, mlir::Type type);
mlir::Value buildMin(mlir::ImplicitLocOpBuilder &b, mlir::Value x,
                     mlir::Value y, mlir::Type type);
mlir::Value buildComparison(mlir::ImplicitLocOpBuilder &b,
                            Comparison comparison, mlir::Value x,
                            mlir::Value y, mlir::Type type);
mlir::Value buildIsFinite(mlir::ImplicitLocOpBuilder &b, mlir::Value x);
mlir::Value buildLogisticScalar(mlir::ImplicitLocOpBuilder &b, mlir::Value x);
mlir::Value buildConversion(mlir::ImplicitLocOpBuilder &b, mlir::Value x,
                            mlir::Type from, mlir::Type to);

} // namespace mpc

#endif // MPC_LIB_IR_LOWERING_H
