//===- EngineTest.cpp - the container of an engine ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Checksum.h"
#include "EngineBuilder.h"

#include "mpcrt/EngineFormat.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>

using namespace mpcrt;
using namespace mpcrt::test;
using testing::HasSubstr;

namespace {

std::string errorOf(const std::string &bytes) {
  auto engine = Engine::fromMemory(asBytes(bytes), "broken.engine");
  if (engine)
    return "";
  EXPECT_EQ(engine.error().code(), StatusCode::badInput);
  return engine.error().message();
}

/// Changes entry `index` of the section table and makes its checksum right.
std::string withEntry(std::string file, int index,
                      void (*change)(SectionEntry &)) {
  EngineHeader header;
  std::memcpy(&header, file.data(), sizeof(header));
  std::vector<SectionEntry> table(header.section_count);
  size_t bytes = table.size() * sizeof(SectionEntry);
  std::memcpy(table.data(), file.data() + sizeof(header), bytes);
  change(table[index]);
  std::memcpy(file.data() + sizeof(header), table.data(), bytes);
  header.table_checksum =
      checksum(asBytes(file).subspan(sizeof(header), bytes));
  std::memcpy(file.data(), &header, sizeof(header));
  return file;
}

template <typename T>
std::string withHeader(std::string file, T EngineHeader::*field, T value) {
  EngineHeader header;
  std::memcpy(&header, file.data(), sizeof(header));
  header.*field = value;
  std::memcpy(file.data(), &header, sizeof(header));
  return file;
}

} // namespace

TEST(Engine, reads_what_was_written) {
  auto engine = openEngine(tinySpec());
  EXPECT_EQ(engine->meta().model()->str(), "tiny");
  EXPECT_EQ(engine->sections().size(), 4u);
  EXPECT_EQ(engine->targets(), std::vector<std::string>{"host"});
  EXPECT_EQ(engine->plan("host")->functions()->size(), 5u);
  EXPECT_EQ(engine->plan("cuda"), nullptr);
  EXPECT_EQ(engine->section("constants").size(), 512u);
}

TEST(Engine, maps_a_file) {
  std::string path = testing::TempDir() + "mpcrt-maps-a-file.engine";
  std::ofstream(path, std::ios::binary) << buildEngine(tinySpec());
  auto engine = Engine::open(path);
  ASSERT_TRUE(engine) << engine.error().message();
  EXPECT_EQ((*engine)->name(), path);
  EXPECT_EQ((*engine)->meta().model()->str(), "tiny");
  std::remove(path.c_str());
}

TEST(Engine, refuses_what_is_no_regular_file) {
  for (const char *path : {"/does/not/exist", "/", "/dev/null"}) {
    auto engine = Engine::open(path);
    ASSERT_FALSE(engine);
    EXPECT_EQ(engine.error().code(), StatusCode::os);
    EXPECT_THAT(engine.error().message(), HasSubstr("cannot read"));
  }
}

TEST(Engine, refuses_a_file_cut_off_at_any_byte) {
  std::string file = buildEngine(tinySpec());
  for (size_t length = 0; length < file.size(); ++length)
    ASSERT_NE(errorOf(file.substr(0, length)), "") << length;
  EXPECT_NE(errorOf(file + '\0'), "");
}

TEST(Engine, refuses_a_change_of_any_byte) {
  std::string file = buildEngine(tinySpec());
  for (size_t at = 0; at < file.size(); ++at) {
    std::string changed = file;
    changed[at] ^= char(1 << at % 8);
    ASSERT_NE(errorOf(changed), "") << at;
  }
}

TEST(Engine, names_the_damaged_section_and_both_checksums) {
  std::string file = buildEngine(tinySpec());
  SectionEntry entry;
  std::memcpy(&entry, &file[sizeof(EngineHeader) + 2 * sizeof(entry)],
              sizeof(entry));
  file[entry.offset] ^= 1;
  EXPECT_THAT(errorOf(file),
              testing::MatchesRegex("broken.engine: section 'plan:host' is "
                                    "damaged \\(checksum [0-9a-f]+ expected "
                                    "[0-9a-f]+\\); compile it again from its "
                                    "model"));
}

TEST(Engine, tells_other_files_and_versions_apart) {
  std::string file = buildEngine(tinySpec());
  EXPECT_THAT(errorOf(""), HasSubstr("is no mpc engine"));
  EXPECT_THAT(errorOf("module { func.func @train() }"),
              HasSubstr("is no mpc engine"));
  EXPECT_THAT(errorOf(withHeader(file, &EngineHeader::version, 7u)),
              HasSubstr("has engine format 7, but this runtime reads 3"));
  EXPECT_THAT(errorOf(file.substr(0, 5000)), HasSubstr("is cut off"));
}

TEST(Engine, refuses_impossible_headers) {
  std::string file = buildEngine(tinySpec());
  EXPECT_THAT(errorOf(withHeader(file, &EngineHeader::section_count, 65u)),
              HasSubstr("at most 64"));
  EXPECT_THAT(errorOf(withHeader(file.substr(0, 32), &EngineHeader::file_bytes,
                                 uint64_t(32))),
              HasSubstr("section table does not fit"));
}

TEST(Engine, refuses_impossible_section_tables) {
  std::string file = buildEngine(tinySpec());
  auto error = [&](int index, void (*change)(SectionEntry &)) {
    return errorOf(withEntry(file, index, change));
  };
  EXPECT_THAT(error(1, [](SectionEntry &e) { e.offset += 4096; }),
              HasSubstr("out of place"));
  EXPECT_THAT(error(1, [](SectionEntry &e) { e.offset -= 4096; }),
              HasSubstr("out of place"));
  EXPECT_THAT(error(1, [](SectionEntry &e) { e.offset += 8; }),
              HasSubstr("out of place"));
  EXPECT_THAT(error(3, [](SectionEntry &e) { e.bytes = ~uint64_t(0) - 4095; }),
              HasSubstr("out of place"));
  EXPECT_THAT(error(3, [](SectionEntry &e) { e.bytes += 1; }),
              HasSubstr("out of place"));
  EXPECT_THAT(error(0, [](SectionEntry &e) { e.name[0] = 0; }),
              HasSubstr("no name of its own"));
  EXPECT_THAT(error(0, [](SectionEntry &e) { std::memset(e.name, 'x', 32); }),
              HasSubstr("no name of its own"));
  EXPECT_THAT(error(0, [](SectionEntry &e) { e.name[31] = 'x'; }),
              HasSubstr("no name of its own"));
  EXPECT_THAT(error(3, [](SectionEntry &e) { std::strcpy(e.name, "meta"); }),
              HasSubstr("no name of its own"));
}

TEST(Engine, refuses_data_that_hides_in_a_gap) {
  std::string file = buildEngine(tinySpec());
  file[4000] = 1;
  EXPECT_THAT(errorOf(file), HasSubstr("the gap before section 'meta'"));
}

TEST(Engine, needs_a_meta_section) {
  Sections sections = buildSections(tinySpec());
  sections.erase(sections.begin());
  EXPECT_THAT(errorOf(packSections(sections)), HasSubstr("section 'meta'"));
  EXPECT_THAT(errorOf(packSections({})), HasSubstr("section 'meta'"));
}

TEST(Engine, refuses_broken_tables_with_right_checksums) {
  for (int section : {0, 2}) {
    Sections sections = buildSections(tinySpec());
    sections[section].second = std::string(64, '\xff');
    EXPECT_THAT(errorOf(packSections(sections)),
                HasSubstr("tables are broken"));
    sections[section].second = "";
    EXPECT_THAT(errorOf(packSections(sections)),
                HasSubstr("tables are broken"));
  }
}
