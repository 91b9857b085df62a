//===- Idx.h - the IDX files of MNIST and its kin -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_IDX_H
#define MPC_TOOLS_IDX_H

#include "FileBytes.h"
#include "Tensor.h"

namespace mpc::tool {

/// Returns true if the file starts as an IDX file does.
bool looksLikeIdx(const FileBytes &file);

/// Returns true if the file starts as a gzip file does.
bool looksLikeGzip(const FileBytes &file);

/// The array in an IDX file. `name` stands for the file in messages.
Tensor readIdx(const FileBytes &file, const std::string &name);

/// The array in a gzip-compressed IDX file. Never holds more memory than the
/// array that its header promises, and that only if the compressed bytes can
/// possibly hold so much.
Tensor readGzippedIdx(const FileBytes &file, const std::string &name);

} // namespace mpc::tool

#endif // MPC_TOOLS_IDX_H
