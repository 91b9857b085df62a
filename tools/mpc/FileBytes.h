//===- FileBytes.h - whole files, read and written safely -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_FILEBYTES_H
#define MPC_TOOLS_FILEBYTES_H

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace mpc::tool {

/// The contents of a file, mapped where that is possible.
struct FileBytes {
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> owner;

  bool startsWith(std::string_view magic) const;
  std::string_view text() const {
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
  }
};

/// Reads a file; fails with Exit::os where it cannot.
FileBytes readFile(const std::string &path);

/// Writes `parts` one after the other. A regular file appears whole or not at
/// all: it is written beside its place, synced and renamed.
void writeFile(const std::string &path,
               std::initializer_list<std::string_view> parts);

/// Writes to standard output; fails with Exit::os where that is impossible.
void writeStdout(std::string_view text);

} // namespace mpc::tool

#endif // MPC_TOOLS_FILEBYTES_H
