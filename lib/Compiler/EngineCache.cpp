//===- EngineCache.cpp - engines that were compiled before ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EngineCache.h"

#include "mpcrt/CudaCompiler.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"
#include "llvm/TargetParser/Host.h"

#include <algorithm>
#include <cstring>
#include <elf.h>
#include <link.h>

namespace mpc {

namespace {

/// To be raised when engines of an older mpc must no longer be used although
/// nothing else tells them apart.
constexpr llvm::StringLiteral kKeyVersion = "mpc-engine-1";

/// The note that the linker left in the program or library that holds `address`.
struct BuildId {
  uintptr_t address;
  llvm::SmallVector<uint8_t> bytes;
};

void findNote(llvm::ArrayRef<char> notes, BuildId &id) {
  auto padded = [](size_t size) { return (size + 3) / 4 * 4; };
  while (notes.size() >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) note;
    std::memcpy(&note, notes.data(), sizeof(note));
    size_t name = padded(note.n_namesz), contents = padded(note.n_descsz);
    size_t size = sizeof(note) + name + contents;
    if (size > notes.size())
      return;
    const char *at = notes.data() + sizeof(note) + name;
    if (note.n_type == NT_GNU_BUILD_ID)
      id.bytes.assign(at, at + note.n_descsz);
    notes = notes.drop_front(size);
  }
}

int visitObject(dl_phdr_info *object, size_t, void *data) {
  auto &id = *static_cast<BuildId *>(data);
  llvm::ArrayRef<ElfW(Phdr)> headers(object->dlpi_phdr, object->dlpi_phnum);
  bool holds = llvm::any_of(headers, [&](const ElfW(Phdr) & header) {
    uintptr_t begin = object->dlpi_addr + header.p_vaddr;
    return header.p_type == PT_LOAD && id.address - begin < header.p_memsz;
  });
  if (!holds)
    return 0;
  for (const ElfW(Phdr) & header : headers)
    if (header.p_type == PT_NOTE)
      findNote({reinterpret_cast<const char *>(object->dlpi_addr +
                                               header.p_vaddr),
                header.p_memsz},
               id);
  return 1;
}

/// What tells this build of the compiler from all others; empty if nothing does.
std::string findBuildId() {
  BuildId id = {reinterpret_cast<uintptr_t>(&findBuildId), {}};
  dl_iterate_phdr(visitObject, &id);
  return llvm::toHex(id.bytes);
}

/// This CPU, as code for it depends on it.
std::string describeCpu() {
  std::string text = llvm::sys::getHostCPUName().str();
  std::vector<std::string> features;
  for (auto &feature : llvm::sys::getHostCPUFeatures())
    if (feature.second)
      features.push_back(feature.first().str());
  std::sort(features.begin(), features.end());
  return text + "," + llvm::join(features, ",");
}

/// A hash of fields, each with its length, so that neighbours cannot run together.
class Key {
public:
  void add(llvm::StringRef text) {
    hash.update(std::to_string(text.size()) + ":");
    hash.update(text);
  }
  void addAll(llvm::ArrayRef<std::string> list) {
    add(std::to_string(list.size()));
    for (const std::string &text : list)
      add(text);
  }
  std::string hex() { return llvm::toHex(hash.final(), /*LowerCase=*/true); }

private:
  llvm::SHA256 hash;
};

/// Every option that an engine depends on.
void addOptions(Key &key, const CompileOptions &options) {
  for (const std::string &text :
       {options.target, options.format, options.policy, options.casts,
        options.lossScale, options.math, options.optimizer, options.cpu})
    key.add(text);
  key.addAll(options.keep);
  key.addAll(options.groups);
  uint64_t norm;
  static_assert(sizeof(norm) == sizeof(options.clipNorm));
  std::memcpy(&norm, &options.clipNorm, sizeof(norm));
  key.add(std::to_string(norm));
  key.add(std::to_string(options.microBatches));
  key.add(options.fusion ? "fusion" : "");
}

} // namespace

EngineCache::EngineCache(const CompileOptions &options, llvm::StringRef name,
                         llvm::StringRef text) {
  if (!options.cache || !options.emit.empty() || !options.dumpDir.empty())
    return;
  auto directory = mpcrt::DiskCache::directoryFromEnvironment();
  std::string build = findBuildId();
  if (!directory || build.empty())
    return;
  Key hash;
  for (llvm::StringRef field : {llvm::StringRef(kKeyVersion),
                                llvm::StringRef(build), name, text})
    hash.add(field);
  addOptions(hash, options);
  if (options.cpu == "native")
    hash.add(describeCpu());
  if (llvm::StringRef(options.target).contains("cuda")) {
    auto nvrtc = mpcrt::findNvrtc();
    if (!nvrtc)
      return; // What compiles will say why.
    hash.add(nvrtc->identity);
  }
  key = hash.hex();
  disk.emplace(std::move(*directory));
}

bool EngineCache::load(CompileResult &result) {
  if (key.empty())
    return false;
  auto bytes = disk->load(key);
  if (!bytes || bytes->empty())
    return false;
  result.engine.assign(reinterpret_cast<const char *>(bytes->data()),
                       bytes->size());
  result.fromCache = true;
  return true;
}

void EngineCache::store(const CompileResult &result) {
  if (!key.empty() && result && !result.engine.empty() &&
      result.messages.empty() && result.diagnostics.empty())
    disk->store(key, std::as_bytes(std::span(result.engine)));
}

std::string EngineCache::getNote() const { return disk ? disk->note() : ""; }

} // namespace mpc
