//===- ArrayFile.h - files of arrays, told apart by content ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_ARRAYFILE_H
#define MPC_TOOLS_ARRAYFILE_H

#include "Tensor.h"

#include "mpcrt/Safetensors.h"

namespace mpc::tool {

/// Opens a safetensors file and checks its data.
std::shared_ptr<const mpcrt::SafetensorsFile>
openSafetensors(const std::string &path);

/// A tensor of a file that `owner` keeps open.
Tensor asTensor(const mpcrt::TensorView &view,
                std::shared_ptr<const void> owner);

/// The array in an IDX (also .gz), .npy or safetensors file; a tensor of the
/// latter is chosen by "FILE:tensor" unless it is the only one.
Tensor readArray(const std::string &spec);

} // namespace mpc::tool

#endif // MPC_TOOLS_ARRAYFILE_H
