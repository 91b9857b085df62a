//===- EngineFormat.h - layout of an engine file --------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Shared by the writer (lib/Engine) and the reader (runtime); plain data only.
//
//   EngineHeader
//   SectionEntry[section_count]
//   sections, each at a multiple of kSectionAlignment, in table order,
//   gaps zero, the last one ending the file
//
// All integers are little-endian. Checksums are XXH3 64-bit: they find damage,
// they are no trust boundary (an engine is a program).
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_ENGINEFORMAT_H
#define MPCRT_ENGINEFORMAT_H

#include <cstdint>

namespace mpcrt {

constexpr char kEngineMagic[8] = {'M', 'P', 'C', 'E', 'N', 'G', '\r', '\n'};
constexpr uint32_t kEngineVersion = 3;
constexpr uint64_t kSectionAlignment = 4096;
constexpr uint32_t kMaxSections = 64;

struct EngineHeader {
  char magic[8];
  uint32_t version;
  uint32_t section_count;
  uint64_t file_bytes;
  uint64_t table_checksum; ///< of the SectionEntry array
};

struct SectionEntry {
  char name[32]; ///< NUL-terminated and NUL-padded: "meta", "plan:host", ...
  uint64_t offset;
  uint64_t bytes;
  uint64_t checksum;
};

static_assert(sizeof(EngineHeader) == 32 && sizeof(SectionEntry) == 56);

} // namespace mpcrt

#endif // MPCRT_ENGINEFORMAT_H
