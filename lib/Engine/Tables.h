//===- Tables.h - the FlatBuffers of an engine ----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_ENGINE_TABLES_H
#define MPC_LIB_ENGINE_TABLES_H

#include "mpc/Engine/EngineWriter.h"

#include "mlir/IR/BuiltinAttributes.h"

namespace mpc {

/// Section "meta": what is the same for every target.
std::string buildMeta(mlir::ModuleOp module, const EngineIdentity &identity);

/// Section "sources".
std::string buildSources(const EngineSources &sources);

/// Size of a tensor in a buffer; an i1 takes a byte.
int64_t bufferBytes(mlir::Type tensor);

/// The elements as they lie in a buffer.
std::string rawBytes(mlir::DenseElementsAttr elements);

} // namespace mpc

#endif // MPC_LIB_ENGINE_TABLES_H
