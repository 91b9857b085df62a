//===- GraphElements.h - element types and constants of a graph --------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_COMPILER_GRAPHELEMENTS_H
#define MPC_LIB_COMPILER_GRAPHELEMENTS_H

#include "mpc/Graph.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"

namespace mpc {

/// The element type that mpc::Element numbers so, or null.
mlir::Type getElement(int64_t number, mlir::MLIRContext *context);

/// Elements of `type`, floats rounded to nearest even. Null after an error.
mlir::Attribute readElements(const mpc_elements &elements,
                             mlir::RankedTensorType type, mlir::Location loc);

} // namespace mpc

#endif // MPC_LIB_COMPILER_GRAPHELEMENTS_H
