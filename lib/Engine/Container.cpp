//===- Container.cpp - sections of an engine file -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Container.h"

#include "mpcrt/EngineFormat.h"

#include "llvm/Support/MathExtras.h"

#include <cassert>
#include <cstring>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace mpc {

std::string packSections(
    const std::vector<std::pair<std::string, llvm::StringRef>> &sections) {
  using namespace mpcrt;
  assert(sections.size() <= kMaxSections);

  std::vector<SectionEntry> table;
  uint64_t end = sizeof(EngineHeader) + sections.size() * sizeof(SectionEntry);
  for (const auto &[name, bytes] : sections) {
    SectionEntry entry = {};
    assert(name.size() < sizeof(entry.name));
    std::memcpy(entry.name, name.data(), name.size());
    entry.offset = llvm::alignTo(end, kSectionAlignment);
    entry.bytes = bytes.size();
    entry.checksum = XXH3_64bits(bytes.data(), bytes.size());
    end = entry.offset + entry.bytes;
    table.push_back(entry);
  }

  EngineHeader header = {};
  std::memcpy(header.magic, kEngineMagic, sizeof(header.magic));
  header.version = kEngineVersion;
  header.section_count = sections.size();
  header.file_bytes = end;
  header.table_checksum =
      XXH3_64bits(table.data(), table.size() * sizeof(SectionEntry));

  std::string file(end, '\0');
  std::memcpy(file.data(), &header, sizeof(header));
  std::memcpy(file.data() + sizeof(header), table.data(),
              table.size() * sizeof(SectionEntry));
  for (size_t i = 0; i < sections.size(); ++i)
    std::memcpy(file.data() + table[i].offset, sections[i].second.data(),
                table[i].bytes);
  return file;
}

} // namespace mpc
