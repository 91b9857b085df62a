//===- Reads.h - loops that read elements at computed places --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_IR_READS_H
#define MPC_LIB_IR_READS_H

#include "Lowering.h"

namespace mpc {

/// Builds the indices of the element that is read from those of the loops.
using PlaceBuilder = llvm::function_ref<llvm::SmallVector<mlir::Value>(
    mlir::ImplicitLocOpBuilder &, mlir::ValueRange indices)>;

/// Parallel loops over `type` whose elements are those of `source` at `place`,
/// or `otherwise` where an index of the dimensions `checked` is outside.
mlir::Value createReads(mlir::ImplicitLocOpBuilder &b,
                        mlir::RankedTensorType type, mlir::Value source,
                        PlaceBuilder place,
                        llvm::ArrayRef<int64_t> checked = {},
                        double otherwise = 0);

/// The indices of the first `count` loops.
llvm::SmallVector<mlir::Value> buildIndices(mlir::ImplicitLocOpBuilder &b,
                                            int64_t count);

/// A scalar of a lowered element type.
mlir::Value buildScalar(mlir::ImplicitLocOpBuilder &b, mlir::Type element,
                        double value);

/// index + offset and index * factor; nothing where that is nothing.
mlir::Value addIndex(mlir::ImplicitLocOpBuilder &b, mlir::Value index,
                     int64_t offset);
mlir::Value scaleIndex(mlir::ImplicitLocOpBuilder &b, mlir::Value index,
                       int64_t factor);

/// index / divisor where that has no remainder, else -1, which is outside.
mlir::Value divideIndex(mlir::ImplicitLocOpBuilder &b, mlir::Value index,
                        int64_t divisor);

/// index / divisor, rounded down; neither is negative.
mlir::Value floorIndex(mlir::ImplicitLocOpBuilder &b, mlir::Value index,
                       int64_t divisor);

/// An integer element as an index, clamped to 0 .. last. `type` knows its sign.
mlir::Value clampIndex(mlir::ImplicitLocOpBuilder &b, mlir::Value element,
                       mlir::Type type, int64_t last);

} // namespace mpc

#endif // MPC_LIB_IR_READS_H
