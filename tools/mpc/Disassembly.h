//===- Disassembly.h - what is in the code of a kernel --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_DISASSEMBLY_H
#define MPC_TOOLS_DISASSEMBLY_H

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace mpc::tool {

/// What a cubin of one kernel says of it.
struct CodeFacts {
  int registers = 0;
  int localBytes = 0; ///< of a thread: registers that were spilled
  int instructions = 0; ///< in its text, however often they run
  /// The share of tensor-core instructions in the innermost loop that has any.
  std::optional<double> tensorShare;
};

/// CUDA's tools for cubins: on PATH, or in the toolkit that CUDA_HOME or
/// CUDA_PATH names, or that lies where it is installed by default.
class Disassembler {
public:
  Disassembler();

  /// Why nothing can be told; empty if something can.
  const std::string &whyNot() const { return reason; }

  /// Nothing if `cubin` is none of NVIDIA's.
  std::optional<CodeFacts> examine(std::span<const std::byte> cubin) const;

private:
  std::string cuobjdump;
  std::string nvdisasm;
  std::string reason;
};

} // namespace mpc::tool

#endif // MPC_TOOLS_DISASSEMBLY_H
