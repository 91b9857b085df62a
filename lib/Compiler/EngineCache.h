//===- EngineCache.h - engines that were compiled before ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_COMPILER_ENGINECACHE_H
#define MPC_LIB_COMPILER_ENGINECACHE_H

#include "mpc/Compiler.h"
#include "mpcrt/DiskCache.h"

#include "llvm/ADT/StringRef.h"

#include <optional>

namespace mpc {

/// What the disk has for one model and its options. The key stands for the text,
/// with the names that messages and kernels take from it, all options, this build
/// of the compiler, this CPU if code is for it, and NVRTC if a GPU's is. Only
/// compilations that had nothing to say are kept, since nobody would say it again.
class EngineCache {
public:
  /// Expects the target to be known: not "auto".
  EngineCache(const CompileOptions &options, llvm::StringRef name,
              llvm::StringRef text);

  /// True if it had the engine, which `result` then has.
  bool load(CompileResult &result);
  void store(const CompileResult &result);
  /// Why it serves less than it might; empty if it does not.
  std::string getNote() const;

private:
  std::string key; ///< empty if there is no cache for this compilation
  std::optional<mpcrt::DiskCache> disk;
};

} // namespace mpc

#endif // MPC_LIB_COMPILER_ENGINECACHE_H
