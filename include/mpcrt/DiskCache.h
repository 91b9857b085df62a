//===- DiskCache.h - what was compiled, kept on disk ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Cubins and engines: one file per entry, named by its key, 64 hexadecimal
// digits, which stands for everything that the contents depend on. A cache never
// fails its user: what it cannot vouch for is a miss, and what it cannot store is
// not stored.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_DISKCACHE_H
#define MPCRT_DISKCACHE_H

#include "mpcrt/Status.h"

#include <cstddef>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mpcrt {

/// Many threads and processes may use one directory at once.
class DiskCache {
public:
  /// The directory that the environment names: MPC_CACHE_DIR, where nothing or
  /// "off" means no cache, else mpc in XDG_CACHE_HOME or in ~/.cache. Nothing
  /// if there is to be no cache.
  static std::optional<std::string> directoryFromEnvironment();

  /// Makes `directory`, private to the user, if it is not there. One that
  /// somebody else could have filled is not used.
  explicit DiskCache(std::string directory);

  std::optional<std::vector<std::byte>> load(const std::string &key);
  void store(const std::string &key, std::span<const std::byte> bytes);

  /// The first reason why an entry or all of them could not be used or stored;
  /// empty if there was none.
  std::string note() const;

private:
  std::string path(const std::string &key) const {
    return directory + "/" + key;
  }
  void remember(std::string reason);
  void sweep();

  std::string directory;
  bool usable = false;
  std::once_flag swept;
  mutable std::mutex mutex;
  std::string firstReason;
};

} // namespace mpcrt

#endif // MPCRT_DISKCACHE_H
