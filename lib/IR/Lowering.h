//===- Lowering.h - how ops of this room say what they compute ------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_IR_LOWERING_H
#define MPC_LIB_IR_LOWERING_H

#include "mpc/IR/Mpc.h"

#include "mlir/Dialect/Utils/StructuredOpsUtils.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mpc {

using ScalarBuilder = llvm::function_ref<mlir::Value(
    mlir::ImplicitLocOpBuilder &, mlir::ValueRange)>;
using ScalarsBuilder = llvm::function_ref<llvm::SmallVector<mlir::Value>(
    mlir::ImplicitLocOpBuilder &, mlir::ValueRange)>;

//===----------------------------------------------------------------------===//
// Loops
//===----------------------------------------------------------------------===//

/// The element type, or type of `tensor`, in lowered form: unsigned elements
/// become signless.
mlir::Type loweredElement(mlir::Type element);
mlir::RankedTensorType loweredType(mlir::Type tensor);

/// f32 for the 16-bit formats, which are for storage only; else `element`.
mlir::Type computeElement(mlir::Type element);

/// `tensor` with other elements.
mlir::RankedTensorType withElement(mlir::Type tensor, mlir::Type element);

/// A linalg.generic. `maps` are of the inputs, then of the outputs; the loops
/// in `reduced` are reductions, the others parallel.
llvm::SmallVector<mlir::Value>
createLoops(mlir::ImplicitLocOpBuilder &b, mlir::ValueRange inputs,
            mlir::ValueRange outputs, llvm::ArrayRef<mlir::AffineMap> maps,
            llvm::ArrayRef<int64_t> reduced, ScalarsBuilder body);

/// Parallel loops over `type`'s shape; `maps` are of the inputs only.
mlir::Value createParallelLoops(mlir::ImplicitLocOpBuilder &b,
                                mlir::RankedTensorType type,
                                mlir::ValueRange inputs,
                                llvm::ArrayRef<mlir::AffineMap> maps,
                                ScalarBuilder body);

/// A tensor of `type` with all elements equal to `value`.
mlir::Value createFilled(mlir::ImplicitLocOpBuilder &b,
                         mlir::RankedTensorType type, mlir::TypedAttr value);

/// Parallel loops that convert the floats of `tensor` to `element`; `tensor`
/// itself where nothing changes.
mlir::Value createConverted(mlir::ImplicitLocOpBuilder &b, mlir::Value tensor,
                            mlir::Type element);

/// One parallel linalg.generic over `operands` with the given scalar body.
llvm::SmallVector<mlir::Value> lowerElementwise(mlir::Operation *op,
                                                mlir::OpBuilder &builder,
                                                mlir::ValueRange operands,
                                                ScalarBuilder body);

/// The scalar body of elementwise `op` from stored elements to stored elements:
/// 16-bit floats are widened, computed in f32, and rounded once.
mlir::Value applyScalarBody(mlir::Operation *op, mlir::ImplicitLocOpBuilder &b,
                            mlir::ValueRange x, ScalarBuilder body);

//===----------------------------------------------------------------------===//
// Scalar bodies
//===----------------------------------------------------------------------===//
// Operands are scalars or vectors in lowered form; `type` is the element type
// of the mpc op, which knows the sign.

/// A scalar constant, or a vector of it, of the type of `like`.
mlir::Value floatLike(mlir::ImplicitLocOpBuilder &b, mlir::Value like,
                      double value);
mlir::Value intLike(mlir::ImplicitLocOpBuilder &b, mlir::Value like,
                    int64_t value);

/// Zero of the type of `x`.
mlir::Value zeroLike(mlir::ImplicitLocOpBuilder &b, mlir::Value x);
/// An integer of the type of `x` with all bits set.
mlir::Value onesLike(mlir::ImplicitLocOpBuilder &b, mlir::Value x);

mlir::Value buildMax(mlir::ImplicitLocOpBuilder &b, mlir::Value x,
                     mlir::Value y, mlir::Type type);
mlir::Value buildMin(mlir::ImplicitLocOpBuilder &b, mlir::Value x,
                     mlir::Value y, mlir::Type type);
mlir::Value buildComparison(mlir::ImplicitLocOpBuilder &b,
                            Comparison comparison, mlir::Value x, mlir::Value y,
                            mlir::Type type);
mlir::Value buildSign(mlir::ImplicitLocOpBuilder &b, mlir::Value x,
                      mlir::Type type);
/// Integers divide by 1 instead of what they cannot be divided by.
mlir::Value buildQuotient(mlir::ImplicitLocOpBuilder &b, mlir::Value x,
                          mlir::Value y, mlir::Type type);
mlir::Value buildRemainder(mlir::ImplicitLocOpBuilder &b, mlir::Value x,
                           mlir::Value y, mlir::Type type);
mlir::Value buildIsFinite(mlir::ImplicitLocOpBuilder &b, mlir::Value x);
mlir::Value buildLogisticScalar(mlir::ImplicitLocOpBuilder &b, mlir::Value x);
mlir::Value buildConversion(mlir::ImplicitLocOpBuilder &b, mlir::Value x,
                            mlir::Type from, mlir::Type to);
/// `x` rounded to nearest even, or widened, as it is stored in `format`.
mlir::Value buildCast(mlir::ImplicitLocOpBuilder &b, mlir::Value x,
                      Format format);

/// Element `index` (i64) of a random tensor of `type`; see RandomOp. All keys
/// are i64.
struct RandomKey {
  mlir::Value seed, iteration, microBatch;
  int64_t stream = 0;
};
mlir::Value buildRandom(mlir::ImplicitLocOpBuilder &b,
                        Distribution distribution, const RandomKey &key,
                        mlir::Value index, mlir::Type type);

} // namespace mpc

#endif // MPC_LIB_IR_LOWERING_H
