//===- FileBytes.cpp - whole files, read and written safely ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FileBytes.h"

#include "Failure.h"
#include "Signals.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mpc::tool {

namespace {

/// An open file that closes itself.
class Descriptor {
public:
  explicit Descriptor(int fd) : fd(fd) {}
  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;
  ~Descriptor() { close(); }
  int get() const { return fd; }
  bool close() {
    bool ok = fd < 0 || ::close(fd) == 0;
    fd = -1;
    return ok;
  }

private:
  int fd;
};

[[noreturn]] void failToRead(const std::string &path) {
  fail(Exit::os, "cannot read '{}': {}", path, osReason());
}

/// Reads what cannot be mapped, such as a pipe.
FileBytes readStream(int fd, const std::string &path) {
  auto text = std::make_shared<std::string>();
  char block[65536];
  while (ssize_t got = ::read(fd, block, sizeof block)) {
    if (got < 0 && errno != EINTR)
      failToRead(path);
    if (got > 0)
      text->append(block, static_cast<size_t>(got));
  }
  return {std::as_bytes(std::span(*text)), text};
}

bool writeAll(int fd, std::string_view text) {
  while (!text.empty()) {
    ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno != EINTR)
      return false;
    if (written > 0)
      text.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

bool writeParts(int fd, std::initializer_list<std::string_view> parts) {
  for (std::string_view part : parts)
    if (!writeAll(fd, part))
      return false;
  return true;
}

[[noreturn]] void failToWrite(const std::string &path) {
  fail(Exit::os, "cannot write '{}': {}", path, osReason());
}

/// Devices and pipes have no place beside them to write to first.
void writeDevice(const std::string &path,
                 std::initializer_list<std::string_view> parts) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (file.get() < 0 || !writeParts(file.get(), parts) || !file.close())
    failToWrite(path);
}

} // namespace

bool FileBytes::startsWith(std::string_view magic) const {
  return text().substr(0, magic.size()) == magic;
}

FileBytes readFile(const std::string &path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status;
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0)
    failToRead(path);
  if (S_ISDIR(status.st_mode))
    fail(Exit::os, "cannot read '{}': {}", path, osReason(EISDIR));
  if (!S_ISREG(status.st_mode))
    return readStream(file.get(), path);
  auto size = static_cast<size_t>(status.st_size);
  if (size == 0)
    return {};
  void *map = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (map == MAP_FAILED)
    failToRead(path);
  std::shared_ptr<const void> owner(
      map, [size](const void *at) { ::munmap(const_cast<void *>(at), size); });
  return {{static_cast<const std::byte *>(map), size}, owner};
}

void writeFile(const std::string &path,
               std::initializer_list<std::string_view> parts) {
  struct stat status;
  if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
    return writeDevice(path, parts);
  std::string temporary = fmt::format("{}.tmp.{}", path, ::getpid());
  Descriptor file(::open(temporary.c_str(),
                         O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (file.get() < 0)
    failToWrite(path);
  RemoveOnSignal guard(temporary);
  bool done = writeParts(file.get(), parts) && ::fsync(file.get()) == 0 &&
              file.close() && ::rename(temporary.c_str(), path.c_str()) == 0;
  if (done)
    return;
  int error = errno;
  ::unlink(temporary.c_str());
  fail(Exit::os, "cannot write '{}': {}", path, osReason(error));
}

void writeStdout(std::string_view text) {
  if (!writeAll(STDOUT_FILENO, text))
    fail(Exit::os, "cannot write to standard output: {}", osReason());
}

} // namespace mpc::tool
