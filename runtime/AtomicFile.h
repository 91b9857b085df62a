//===- AtomicFile.h - files that appear whole or not at all ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_ATOMICFILE_H
#define MPCRT_RUNTIME_ATOMICFILE_H

#include "mpcrt/Status.h"

#include <cstddef>
#include <span>
#include <string>

namespace mpcrt {

/// Writes `path` under the name `path`.tmp, and renames it when it is complete
/// and on disk. The temporary file goes if this does without a commit.
class AtomicFile {
public:
  static Expected<AtomicFile> create(const std::string &path);
  AtomicFile(AtomicFile &&other) noexcept;
  AtomicFile &operator=(AtomicFile &&) = delete;
  ~AtomicFile();

  Status write(std::span<const std::byte> bytes);

  /// After success the file and its name survive a loss of power.
  Status commit();

private:
  AtomicFile(std::string path, int file);
  Status refuse(int error) const;
  Status syncDirectory() const;

  std::string path;
  std::string temporary;
  int file = -1;
};

} // namespace mpcrt

#endif // MPCRT_RUNTIME_ATOMICFILE_H
