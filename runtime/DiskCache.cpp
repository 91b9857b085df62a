//===- DiskCache.cpp - what was compiled, kept on disk --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpcrt/DiskCache.h"

#include "AtomicFile.h"
#include "Checksum.h"
#include "Error.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace mpcrt {

namespace {

constexpr std::string_view kMagic = "mpccache";
constexpr size_t kKeySize = 64;
constexpr uint64_t kMostBytes = 1 << 30;

/// What stands before the contents of an entry.
struct EntryHeader {
  char magic[8];
  char key[kKeySize];
  uint64_t size;
  uint64_t checksum;
};

std::span<const std::byte> bytesOf(const EntryHeader &header, size_t count) {
  return {reinterpret_cast<const std::byte *>(&header), count};
}

/// Covers the header up to the checksum itself, and the contents.
uint64_t checksumOf(const EntryHeader &header,
                    std::span<const std::byte> contents) {
  std::array pieces = {bytesOf(header, offsetof(EntryHeader, checksum)), contents};
  return checksum(pieces);
}

EntryHeader makeHeader(const std::string &key,
                       std::span<const std::byte> contents) {
  EntryHeader header = {};
  std::memcpy(header.magic, kMagic.data(), sizeof(header.magic));
  key.copy(header.key, sizeof(header.key));
  header.size = contents.size();
  header.checksum = checksumOf(header, contents);
  return header;
}

/// Why what `info` tells of may have been made by somebody else; null if not.
const char *distrust(const struct stat &info) {
  if (info.st_uid != ::geteuid())
    return "it belongs to another user";
  if (info.st_mode & (S_IWGRP | S_IWOTH))
    return "others may write to it";
  return nullptr;
}

/// Makes a directory and those above it that are missing. Whether it worked is
/// for the caller to see.
void makePrivateDirectories(const std::string &path) {
  for (size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    ::mkdir(path.substr(0, end).c_str(), 0700);
    if (end == path.npos)
      return;
  }
}

/// Why `path` cannot serve as a cache; empty if it can.
std::string refuseDirectory(const std::string &path) {
  struct stat info;
  if (::lstat(path.c_str(), &info))
    return osReason(errno);
  if (S_ISLNK(info.st_mode))
    return "it is a symbolic link";
  if (!S_ISDIR(info.st_mode))
    return "it is no directory";
  const char *reason = distrust(info);
  return reason ? reason : "";
}

/// A file descriptor that closes itself.
struct File {
  int number;
  explicit File(int number) : number(number) {}
  File(const File &) = delete;
  ~File() {
    if (number >= 0)
      ::close(number);
  }
};

bool readExactly(int file, void *to, size_t size) {
  for (auto *at = static_cast<char *>(to); size;) {
    ssize_t got = ::read(file, at, size);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return false;
    at += got;
    size -= got;
  }
  return true;
}

/// Reads the contents of an entry, whose file is open and of `size` bytes.
/// Nothing if the entry is damaged or of another key.
std::optional<std::vector<std::byte>> readEntry(int file, uint64_t size,
                                                const std::string &key) {
  EntryHeader header;
  if (size < sizeof(header) || size > kMostBytes ||
      !readExactly(file, &header, sizeof(header)) ||
      std::string_view(header.magic, sizeof(header.magic)) != kMagic ||
      std::string_view(header.key, sizeof(header.key)) != key ||
      header.size != size - sizeof(header))
    return std::nullopt;
  std::vector<std::byte> contents(header.size);
  if (!readExactly(file, contents.data(), contents.size()) ||
      checksumOf(header, contents) != header.checksum)
    return std::nullopt;
  return contents;
}

} // namespace

std::optional<std::string> DiskCache::directoryFromEnvironment() {
  if (const char *own = std::getenv("MPC_CACHE_DIR")) {
    std::string directory = own;
    while (directory.size() > 1 && directory.back() == '/')
      directory.pop_back();
    if (directory.empty() || directory == "off")
      return std::nullopt;
    return directory;
  }
  // The XDG specification has relative paths ignored.
  const char *xdg = std::getenv("XDG_CACHE_HOME");
  if (xdg && *xdg == '/')
    return std::string(xdg) + "/mpc";
  const char *home = std::getenv("HOME");
  if (home && *home == '/')
    return std::string(home) + "/.cache/mpc";
  return std::nullopt;
}

DiskCache::DiskCache(std::string path) : directory(std::move(path)) {
  makePrivateDirectories(directory);
  std::string reason = refuseDirectory(directory);
  usable = reason.empty();
  if (!usable)
    remember(fmt::format("the cache {} is not used: {}", directory, reason));
}

std::optional<std::vector<std::byte>> DiskCache::load(const std::string &key) {
  if (!usable)
    return std::nullopt;
  std::string name = path(key);
  auto refuse = [&](std::string_view reason) {
    remember(fmt::format("the cache entry {} is not used: {}", name, reason));
    return std::nullopt;
  };
  // A pipe in the entry's place must not make this wait.
  File file(
      ::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (file.number < 0 && errno == ENOENT)
    return std::nullopt;
  if (file.number < 0)
    return refuse(errno == ELOOP ? "it is a symbolic link" : osReason(errno));
  struct stat info;
  if (::fstat(file.number, &info))
    return refuse(osReason(errno));
  if (!S_ISREG(info.st_mode))
    return refuse("it is no file");
  if (const char *reason = distrust(info))
    return refuse(reason);
  auto contents = readEntry(file.number, info.st_size, key);
  if (!contents)
    return refuse("it is damaged");
  return contents;
}

void DiskCache::store(const std::string &key,
                      std::span<const std::byte> bytes) {
  if (!usable || key.size() != kKeySize ||
      bytes.size() > kMostBytes - sizeof(EntryHeader))
    return;
  std::call_once(swept, [&] { sweep(); });
  EntryHeader header = makeHeader(key, bytes);
  auto write = [&]() -> Status {
    auto file = AtomicFile::create(path(key), AtomicFile::Writers::many);
    if (!file)
      return file.error();
    if (Status status = file->write(bytesOf(header, sizeof(header)));
        !status.ok())
      return status;
    if (Status status = file->write(bytes); !status.ok())
      return status;
    return file->publish();
  };
  if (Status status = write(); !status.ok())
    remember("nothing is added to the cache: " + status.message());
}

/// Removes what processes that were killed left behind.
void DiskCache::sweep() {
  namespace fs = std::filesystem;
  auto old = fs::file_time_type::clock::now() - std::chrono::hours(1);
  std::error_code error;
  for (fs::directory_iterator at(directory, error), end; !error && at != end;
       at.increment(error)) {
    std::error_code missing;
    if (at->path().extension() == ".tmp" &&
        at->last_write_time(missing) < old && !missing)
      fs::remove(at->path(), missing);
  }
}

std::string DiskCache::note() const {
  std::lock_guard lock(mutex);
  return firstReason;
}

void DiskCache::remember(std::string reason) {
  std::lock_guard lock(mutex);
  if (firstReason.empty())
    firstReason = std::move(reason);
}

} // namespace mpcrt
