//===- Dumper.h - writes the steps of a compilation -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_COMPILER_DUMPER_H
#define MPC_LIB_COMPILER_DUMPER_H

#include "llvm/ADT/StringRef.h"

#include <string>

namespace mpc {

/// Writes each step's text to a directory, numbered by the step's place.
class Dumper {
public:
  /// An empty `dir` turns dumping off.
  explicit Dumper(std::string dir) : dir(std::move(dir)) {}

  bool isOn() const { return !dir.empty(); }

  /// Writes the text of step `name`; returns an error message or "".
  std::string write(llvm::StringRef name, llvm::StringRef text);

  /// Where code generation writes one file per kernel; "" if off.
  std::string getCodeDir() const;

  /// Steps from here on are those of one target of several: they get a folder of
  /// their own.
  void setTarget(llvm::StringRef name);

private:
  std::string getPath(llvm::StringRef name, llvm::StringRef extension) const;

  std::string dir;
  std::string targetDir; ///< "" or "/<target>"
};

} // namespace mpc

#endif // MPC_LIB_COMPILER_DUMPER_H
