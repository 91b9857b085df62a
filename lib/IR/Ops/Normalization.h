//===- Normalization.h - what norms have in common ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_IR_OPS_NORMALIZATION_H
#define MPC_LIB_IR_OPS_NORMALIZATION_H

#include "../GraphBuilder.h"
#include "../Lowering.h"
#include "../Verify.h"

namespace mpc {

/// Fails unless `value`, if there is one, has `shape` and the elements in which
/// arithmetic on `operand` happens.
mlir::LogicalResult checkStatistic(const Check &check, llvm::StringRef name,
                                   mlir::Value value, mlir::Type operand,
                                   llvm::ArrayRef<int64_t> shape);

/// Fails unless there are examples and channels: a rank of 2 at least.
mlir::LogicalResult checkExamples(const Check &check,
                                  mlir::RankedTensorType type);

/// Fails unless 0 <= number <= most.
mlir::LogicalResult checkNumber(const Check &check, llvm::StringRef name,
                                const llvm::APFloat &number, double most);

/// Fails unless epsilon >= 0.
mlir::LogicalResult checkEpsilon(const Check &check,
                                 const llvm::APFloat &epsilon);

/// The sizes of the dimensions `dims`.
llvm::SmallVector<int64_t> getSizes(mlir::RankedTensorType type,
                                    llvm::ArrayRef<int64_t> dims);

/// z scale + offset, where they are given and have the dimensions `dims`.
mlir::Value buildAffine(GraphBuilder &g, mlir::Value z, mlir::Value scale,
                        mlir::Value offset, llvm::ArrayRef<int64_t> dims);

} // namespace mpc

#endif // MPC_LIB_IR_OPS_NORMALIZATION_H
