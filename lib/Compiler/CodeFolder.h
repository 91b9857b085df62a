//===- CodeFolder.h - where code generation writes its texts --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_COMPILER_CODEFOLDER_H
#define MPC_LIB_COMPILER_CODEFOLDER_H

#include <string>

namespace mpc {

/// A folder for one file per kernel: the dump's, or a temporary one that goes
/// with this object, or none.
class CodeFolder {
public:
  /// Uses `dumpDir` if it is not empty; else makes a temporary folder if the
  /// text is `wanted`.
  CodeFolder(std::string dumpDir, bool wanted);
  ~CodeFolder();
  CodeFolder(const CodeFolder &) = delete;
  CodeFolder &operator=(const CodeFolder &) = delete;

  /// "" if no text is asked for.
  const std::string &path() const { return dir; }

  /// Why there is no folder, or "".
  const std::string &error() const { return failure; }

  /// The assembly of all kernels, in order.
  std::string readAssembly() const;

private:
  std::string dir, failure;
  bool isTemporary = false;
};

} // namespace mpc

#endif // MPC_LIB_COMPILER_CODEFOLDER_H
