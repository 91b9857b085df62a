//===- Memory.h - memory straight from the operating system ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Sizes come from files. A size that cannot be had must end in a status, not
// in an exception or a sanitizer's abort, so these are mappings.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_MEMORY_H
#define MPCRT_RUNTIME_MEMORY_H

#include "mpcrt/Status.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace mpcrt {

/// Operands of kernels start at multiples of this.
constexpr uint64_t kBufferAlignment = 64;

constexpr uint64_t alignUp(uint64_t value, uint64_t alignment) {
  return (value + alignment - 1) / alignment * alignment;
}

/// A mapping that ends with its owner; starts at a page.
class Memory {
public:
  Memory() = default;
  Memory(Memory &&other) noexcept;
  Memory &operator=(Memory &&other) noexcept;
  ~Memory();

  /// Zero-filled memory that is backed by pages as it is touched. `purpose`
  /// names it if it cannot be had: "the states".
  static Expected<Memory> allocate(uint64_t bytes, const char *purpose);

  /// The whole regular file at `path`, read-only.
  static Expected<Memory> mapFile(const std::string &path);

  /// A copy of `code` that can be run and no longer written.
  static Expected<Memory> makeExecutable(std::span<const std::byte> code);

  std::byte *data() const { return base; }
  uint64_t size() const { return bytes; }

private:
  Memory(void *base, uint64_t bytes)
      : base(static_cast<std::byte *>(base)), bytes(bytes) {}

  std::byte *base = nullptr;
  uint64_t bytes = 0;
};

} // namespace mpcrt

#endif // MPCRT_RUNTIME_MEMORY_H
