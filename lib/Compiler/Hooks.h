//===- Hooks.h - what a compilation tells its program ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_COMPILER_HOOKS_H
#define MPC_LIB_COMPILER_HOOKS_H

#include "mpc/Compiler.h"

namespace mpc {

/// Calls the callbacks of one compilation. What they throw stops here, since
/// the compiler has no way for it: the compilation is interrupted instead.
class Hooks {
public:
  explicit Hooks(const CompileOptions &options)
      : onMessage(options.onMessage), onProgress(options.onProgress) {}

  void tell(const CompileMessage &message);
  /// Returns false if the compilation is to end.
  bool advance(const CompileProgress &progress);

  /// Why it is to end; empty if it is not.
  const std::string &getInterruption() const { return interruption; }

private:
  std::function<void(const CompileMessage &)> onMessage;
  std::function<bool(const CompileProgress &)> onProgress;
  std::string interruption;
};

} // namespace mpc

#endif // MPC_LIB_COMPILER_HOOKS_H
