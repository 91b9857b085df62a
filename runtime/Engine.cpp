//===- Engine.cpp - an engine file, mapped and checked --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpcrt/Engine.h"

#include "CheckEngine.h"
#include "Checksum.h"
#include "Error.h"
#include "Memory.h"

#include "mpcrt/EngineFormat.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

namespace mpcrt {

static_assert(std::endian::native == std::endian::little,
              "engine files are little-endian and read in place");

namespace {

constexpr const char *kAdvice = "compile it again from its model";
constexpr std::string_view kPlanPrefix = "plan:";
constexpr std::string_view kSourcesName = "sources";

/// The entry's name, if it is NUL-terminated and NUL-padded.
std::optional<std::string> entryName(const SectionEntry &entry) {
  const char *end = entry.name + sizeof(entry.name);
  const char *stop = std::find(entry.name, end, '\0');
  bool padded = std::all_of(stop, end, [](char c) { return c == '\0'; });
  if (stop == entry.name || stop == end || !padded)
    return std::nullopt;
  return std::string(entry.name, stop);
}

/// Checks magic, version, section count and length, in the order in which they
/// say most about what the file is.
Status checkHeader(std::span<const std::byte> image, EngineHeader &header) {
  size_t common = std::min(image.size(), sizeof(kEngineMagic));
  if (common == 0 || std::memcmp(image.data(), kEngineMagic, common))
    return makeError(StatusCode::badInput, "is no mpc engine");
  if (image.size() < sizeof(header))
    return makeError(StatusCode::badInput,
                     "is cut off: {} bytes, but the header has {}; {}",
                     image.size(), sizeof(header), kAdvice);
  std::memcpy(&header, image.data(), sizeof(header));
  if (header.version != kEngineVersion)
    return makeError(StatusCode::badInput,
                     "has engine format {}, but this runtime reads {}; {}",
                     header.version, kEngineVersion, kAdvice);
  if (header.file_bytes != image.size())
    return makeError(StatusCode::badInput, "{}: {} bytes of {}; {}",
                     header.file_bytes > image.size() ? "is cut off"
                                                      : "is too long",
                     image.size(), header.file_bytes, kAdvice);
  if (header.section_count > kMaxSections)
    return makeError(StatusCode::badInput,
                     "has {} sections, but at most {} are allowed; {}",
                     header.section_count, kMaxSections, kAdvice);
  return {};
}

/// Checks that the section lies where the one before it, which ends at `end`,
/// leaves it, and that the gap is zero.
Status checkPlace(const SectionEntry &entry, std::string_view name,
                  std::span<const std::byte> image, uint64_t end) {
  if (entry.offset != alignUp(end, kSectionAlignment) ||
      entry.offset > image.size() || entry.bytes > image.size() - entry.offset)
    return makeError(StatusCode::badInput,
                     "section {} is out of place ({} bytes at {} of a file of "
                     "{}); {}",
                     quote(name), entry.bytes, entry.offset, image.size(),
                     kAdvice);
  auto gap = image.subspan(end, entry.offset - end);
  if (std::any_of(gap.begin(), gap.end(),
                  [](std::byte b) { return b != std::byte(0); }))
    return makeError(StatusCode::badInput,
                     "the gap before section {} is damaged; {}", quote(name),
                     kAdvice);
  return {};
}

Status checkChecksum(std::string_view what, std::span<const std::byte> bytes,
                     uint64_t expected) {
  uint64_t found = checksum(bytes);
  if (found == expected)
    return {};
  return makeError(StatusCode::badInput,
                   "{} is damaged (checksum {:016x} expected {:016x}); {}",
                   what, found, expected, kAdvice);
}

/// The table of type `T` in `bytes`, or null if it cannot be read safely.
template <typename T>
const T *readTables(std::span<const std::byte> bytes) {
  if (bytes.empty() || bytes.size() >= FLATBUFFERS_MAX_BUFFER_SIZE)
    return nullptr;
  auto *data = reinterpret_cast<const uint8_t *>(bytes.data());
  flatbuffers::Verifier verifier(data, bytes.size());
  return verifier.VerifyBuffer<T>(nullptr) ? flatbuffers::GetRoot<T>(data)
                                           : nullptr;
}

Status invalidSection(std::string_view name, std::string_view why) {
  return makeError(StatusCode::badInput, "section {} is not valid: {}; {}",
                   quote(name), why, kAdvice);
}

} // namespace

Status Engine::readTable() {
  EngineHeader header = {};
  if (Status status = checkHeader(image, header); !status.ok())
    return status;
  uint64_t end = sizeof(header) + header.section_count * sizeof(SectionEntry);
  if (end > image.size())
    return makeError(StatusCode::badInput,
                     "the section table does not fit into {} bytes; {}",
                     image.size(), kAdvice);
  auto raw = image.subspan(sizeof(header), end - sizeof(header));
  if (Status status =
          checkChecksum("the section table", raw, header.table_checksum);
      !status.ok())
    return status;

  for (uint32_t i = 0; i < header.section_count; ++i) {
    SectionEntry entry;
    std::memcpy(&entry, raw.data() + i * sizeof(entry), sizeof(entry));
    std::optional<std::string> name = entryName(entry);
    auto same = [&](const Section &other) { return other.name == *name; };
    if (!name || std::any_of(table.begin(), table.end(), same))
      return makeError(StatusCode::badInput,
                       "entry {} of the section table has no name of its own; "
                       "{}",
                       i, kAdvice);
    if (Status status = checkPlace(entry, *name, image, end); !status.ok())
      return status;
    end = entry.offset + entry.bytes;
    auto bytes = image.subspan(entry.offset, entry.bytes);
    if (Status status =
            checkChecksum("section " + quote(*name), bytes, entry.checksum);
        !status.ok())
      return status;
    table.push_back({*name, bytes});
  }
  if (end != image.size())
    return makeError(StatusCode::badInput,
                     "{} bytes follow the last section; {}", image.size() - end,
                     kAdvice);
  return {};
}

Status Engine::readMeta() {
  metaTable = readTables<fb::Meta>(section("meta"));
  if (!metaTable)
    return invalidSection("meta", "it is missing or its tables are broken");
  Status status = checkMeta(*metaTable);
  return status.ok() ? status : invalidSection("meta", status.message());
}

Status Engine::readSources() {
  auto bytes = section(kSourcesName);
  if (bytes.empty())
    return {};
  const fb::Sources *tables = readTables<fb::Sources>(bytes);
  if (!tables)
    return invalidSection(kSourcesName, "its tables are broken");
  Status status = checkSources(*tables);
  return status.ok() ? status : invalidSection(kSourcesName, status.message());
}

Status Engine::readPlans() {
  uint32_t sourceCount = sources() ? sources()->kernels()->size() : 0;
  for (const Section &entry : table) {
    if (!entry.name.starts_with(kPlanPrefix))
      continue;
    std::string target = entry.name.substr(kPlanPrefix.size());
    const fb::Plan *plan = readTables<fb::Plan>(entry.bytes);
    if (!plan)
      return invalidSection(entry.name, "its tables are broken");
    Status status =
        checkPlan(*plan, {meta(), target, section("code:" + target).size(),
                          section("constants").size(), sourceCount});
    if (!status.ok())
      return invalidSection(entry.name, status.message());
  }
  return {};
}

Expected<std::shared_ptr<const Engine>>
Engine::load(std::shared_ptr<const void> owner,
             std::span<const std::byte> image, std::string name) {
  auto engine = std::make_shared<Engine>();
  engine->fileName = std::move(name);
  engine->owner = std::move(owner);
  engine->image = image;
  for (auto part : {&Engine::readTable, &Engine::readMeta, &Engine::readSources,
                    &Engine::readPlans})
    if (Status status = ((*engine).*part)(); !status.ok())
      return prefixed(engine->fileName, status);
  return std::shared_ptr<const Engine>(std::move(engine));
}

Expected<std::shared_ptr<const Engine>> Engine::open(const std::string &path) {
  Expected<Memory> mapped = Memory::mapFile(path);
  if (!mapped)
    return mapped.error();
  auto memory = std::make_shared<Memory>(std::move(*mapped));
  std::span<const std::byte> image(memory->data(), memory->size());
  return load(std::move(memory), image, path);
}

Expected<std::shared_ptr<const Engine>>
Engine::fromMemory(std::span<const std::byte> bytes, std::string name) {
  Expected<Memory> copied = Memory::allocate(bytes.size(), "the engine");
  if (!copied)
    return prefixed(name, copied.error());
  auto memory = std::make_shared<Memory>(std::move(*copied));
  if (!bytes.empty())
    std::memcpy(memory->data(), bytes.data(), bytes.size());
  std::span<const std::byte> image(memory->data(), memory->size());
  return load(std::move(memory), image, std::move(name));
}

std::vector<std::string> Engine::targets() const {
  std::vector<std::string> names;
  for (const Section &entry : table)
    if (entry.name.starts_with(kPlanPrefix))
      names.push_back(entry.name.substr(kPlanPrefix.size()));
  return names;
}

const fb::Plan *Engine::plan(std::string_view target) const {
  auto bytes = section(std::string(kPlanPrefix) + std::string(target));
  return bytes.empty() ? nullptr : flatbuffers::GetRoot<fb::Plan>(bytes.data());
}

const fb::Sources *Engine::sources() const {
  auto bytes = section(kSourcesName);
  return bytes.empty() ? nullptr
                       : flatbuffers::GetRoot<fb::Sources>(bytes.data());
}

std::span<const std::byte> Engine::section(std::string_view name) const {
  for (const Section &entry : table)
    if (entry.name == name)
      return entry.bytes;
  return {};
}

} // namespace mpcrt
