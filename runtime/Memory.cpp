//===- Memory.cpp - memory straight from the operating system -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Memory.h"

#include "Error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mpcrt {

Memory::Memory(Memory &&other) noexcept
    : base(std::exchange(other.base, nullptr)),
      bytes(std::exchange(other.bytes, 0)) {}

Memory &Memory::operator=(Memory &&other) noexcept {
  std::swap(base, other.base);
  std::swap(bytes, other.bytes);
  return *this;
}

Memory::~Memory() {
  if (base)
    munmap(base, bytes);
}

Expected<Memory> Memory::allocate(uint64_t bytes, const char *purpose) {
  if (bytes == 0)
    return Memory();
  void *base = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base == MAP_FAILED)
    return makeError(StatusCode::os, "cannot allocate {} bytes for {}: {}",
                     bytes, purpose, osReason(errno));
  // Matrices are walked in strides of many pages; a refusal changes nothing.
  constexpr uint64_t hugePage = 2 << 20;
  if (bytes >= hugePage)
    (void)madvise(base, bytes, MADV_HUGEPAGE);
  return Memory(base, bytes);
}

Expected<Memory> Memory::mapFile(const std::string &path) {
  auto refuse = [&](int error) {
    return makeError(StatusCode::os, "{}: cannot read: {}", path,
                     osReason(error));
  };
  // O_NONBLOCK, or opening a named pipe would wait for its other end.
  int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0)
    return refuse(errno);
  struct stat info = {};
  void *base = nullptr;
  int error = fstat(file, &info) ? errno : 0;
  bool regular = S_ISREG(info.st_mode);
  if (!error && regular && info.st_size > 0) {
    base = mmap(nullptr, info.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (base == MAP_FAILED)
      error = errno;
  }
  ::close(file);
  if (error)
    return refuse(error);
  if (!regular)
    return makeError(StatusCode::os, "{}: cannot read: not a regular file",
                     path);
  return Memory(base, base ? info.st_size : 0);
}

Expected<Memory> Memory::makeExecutable(std::span<const std::byte> code) {
  Expected<Memory> memory = allocate(code.size(), "the code");
  if (!memory || code.empty())
    return memory;
  std::memcpy(memory->data(), code.data(), code.size());
  if (mprotect(memory->data(), memory->size(), PROT_READ | PROT_EXEC))
    return makeError(StatusCode::os, "cannot make the code executable: {}",
                     osReason(errno));
  return memory;
}

} // namespace mpcrt
