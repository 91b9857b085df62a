//===- Npy.h - NumPy's .npy files -----------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_NPY_H
#define MPC_TOOLS_NPY_H

#include "FileBytes.h"
#include "Tensor.h"

namespace mpc::tool {

constexpr std::string_view kNpyMagic = "\x93NUMPY";

/// The array in an .npy file, versions 1 to 3, little-endian, C order. `name`
/// stands for the file in messages.
Tensor readNpy(const FileBytes &file, const std::string &name);

/// Writes an array; bf16, which NumPy lacks, is written as f32.
void writeNpy(const std::string &path, const Tensor &tensor);

} // namespace mpc::tool

#endif // MPC_TOOLS_NPY_H
