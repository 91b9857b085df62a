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

/// Writes `path` under the name of a temporary file, and renames that when it
/// is complete. The temporary file goes if this does without commit or publish.
class AtomicFile {
public:
  /// With one writer the temporary file is `path`.tmp. With many, who may write
  /// `path` at once, each has a file of its own (`path`.….tmp), which only its
  /// user can read, and the last to finish wins.
  enum class Writers { one, many };

  static Expected<AtomicFile> create(const std::string &path,
                                     Writers writers = Writers::one);
  AtomicFile(AtomicFile &&other) noexcept;
  AtomicFile &operator=(AtomicFile &&) = delete;
  ~AtomicFile();

  Status write(std::span<const std::byte> bytes);

  /// After success the file and its name survive a loss of power.
  Status commit();

  /// After success other processes see the whole file; a loss of power may
  /// damage it.
  Status publish();

private:
  AtomicFile(std::string path, std::string temporary, int file);
  Status refuse(int error) const;
  Status syncDirectory() const;

  std::string path;
  std::string temporary;
  int file = -1;
};

} // namespace mpcrt

#endif // MPCRT_RUNTIME_ATOMICFILE_H
