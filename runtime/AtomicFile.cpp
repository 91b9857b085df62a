//===- AtomicFile.cpp - files that appear whole or not at all -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AtomicFile.h"

#include "Error.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <random>
#include <unistd.h>

namespace mpcrt {

AtomicFile::AtomicFile(std::string path, std::string temporary, int file)
    : path(std::move(path)), temporary(std::move(temporary)), file(file) {}

AtomicFile::AtomicFile(AtomicFile &&other) noexcept
    : path(std::move(other.path)), temporary(std::move(other.temporary)),
      file(std::exchange(other.file, -1)) {}

AtomicFile::~AtomicFile() {
  if (file < 0)
    return;
  ::close(file);
  ::unlink(temporary.c_str());
}

Expected<AtomicFile> AtomicFile::create(const std::string &path,
                                        Writers writers) {
  // A name of its own would pile up files if the process is killed again and
  // again; a lone writer's is taken over by the next attempt.
  bool alone = writers == Writers::one;
  std::random_device random;
  std::string temporary =
      alone ? path + ".tmp"
            : fmt::format("{}.{:08x}{:08x}.tmp", path, random(), random());
  int file = ::open(temporary.c_str(),
                    O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW |
                        (alone ? O_TRUNC : O_EXCL),
                    alone ? 0666 : 0600);
  if (file < 0)
    return makeError(StatusCode::os, "{}: cannot write: {}", path,
                     osReason(errno));
  return AtomicFile(path, std::move(temporary), file);
}

Status AtomicFile::refuse(int error) const {
  return makeError(StatusCode::os, "{}: cannot write: {}", path,
                   osReason(error));
}

Status AtomicFile::write(std::span<const std::byte> bytes) {
  constexpr size_t mostAtOnce = 1 << 30;
  while (!bytes.empty()) {
    ssize_t written =
        ::write(file, bytes.data(), std::min(bytes.size(), mostAtOnce));
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return refuse(errno);
    bytes = bytes.subspan(written);
  }
  return {};
}

Status AtomicFile::commit() {
  if (::fsync(file))
    return refuse(errno);
  if (Status status = publish(); !status.ok())
    return status;
  return syncDirectory();
}

Status AtomicFile::publish() {
  // Some file systems report a full disk only here. Linux closes the file even
  // if it says that it was interrupted.
  int closed = ::close(std::exchange(file, -1));
  if ((closed && errno != EINTR) || ::rename(temporary.c_str(), path.c_str())) {
    Status status = refuse(errno);
    ::unlink(temporary.c_str());
    return status;
  }
  return {};
}

Status AtomicFile::syncDirectory() const {
  size_t slash = path.rfind('/');
  std::string directory = slash == path.npos ? "."
                          : slash == 0       ? "/"
                                             : path.substr(0, slash);
  int opened = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0)
    // A directory may be writable but not readable; nothing more can be done.
    return errno == EACCES ? Status() : refuse(errno);
  int error = ::fsync(opened) ? errno : 0;
  ::close(opened);
  // Not every file system can sync a directory.
  return error && error != EINVAL && error != ENOTSUP ? refuse(error)
                                                      : Status();
}

} // namespace mpcrt
