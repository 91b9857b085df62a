//===- Overrides.h - what the user decides --------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_ASSIGNPRECISION_OVERRIDES_H
#define MPC_PASSES_ASSIGNPRECISION_OVERRIDES_H

#include "mpc/IR/Mpc.h"

#include "llvm/Support/GlobPattern.h"

#include <string>
#include <vector>

namespace mpc {

/// One `--keep=PATTERN=FORMAT`.
struct Override {
  std::string text;
  llvm::GlobPattern pattern;
  Format format;
  bool matched = false;
};

class Overrides {
public:
  /// Reads `texts`; returns what is wrong with them, or "".
  std::string parse(llvm::ArrayRef<std::string> texts);

  /// The last override whose pattern matches the op's name or label, or null.
  const Override *find(mlir::Operation *op);

  llvm::ArrayRef<Override> get() const { return overrides; }

private:
  std::vector<Override> overrides;
};

} // namespace mpc

#endif // MPC_PASSES_ASSIGNPRECISION_OVERRIDES_H
