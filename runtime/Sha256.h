//===- Sha256.h - names for contents -------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_SHA256_H
#define MPCRT_RUNTIME_SHA256_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mpcrt {

/// SHA-256 (FIPS 180-4) of the bytes it is given.
class Sha256 {
public:
  void update(std::string_view bytes);

  /// Takes `text` with its length, so that neighbours cannot run together.
  void updateField(std::string_view text);

  /// The digest of all bytes so far, as 64 hexadecimal digits.
  std::string hex() const;

private:
  void addBlock(const unsigned char *block);

  std::array<uint32_t, 8> state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372,
                                   0xa54ff53a, 0x510e527f, 0x9b05688c,
                                   0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, 64> pending = {};
  uint64_t length = 0;
};

} // namespace mpcrt

#endif // MPCRT_RUNTIME_SHA256_H
