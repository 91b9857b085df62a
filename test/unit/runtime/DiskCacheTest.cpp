//===- DiskCacheTest.cpp - what was compiled, kept on disk ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TestFiles.h"

#include "mpcrt/DiskCache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace mpcrt;
using namespace mpcrt::test;
using testing::HasSubstr;

namespace {

using Bytes = std::vector<std::byte>;

const std::string kKey(64, 'a');

/// Code that tells whether it is whole: its size and all bytes follow from its
/// first byte.
Bytes makeCode(int seed) {
  Bytes code(1000 + seed % 256 * 37);
  for (size_t i = 0; i < code.size(); ++i)
    code[i] = std::byte(seed + i * i);
  return code;
}

bool isWhole(const Bytes &code) {
  return !code.empty() && code == makeCode(std::to_integer<int>(code[0]));
}

/// A process of the race: stores code of its own and loads what is there, which
/// must be whole, and must be there once something was stored.
int race(const std::string &directory, int process) {
  DiskCache cache(directory);
  for (int round = 0; round < 100; ++round) {
    auto before = cache.load(kKey);
    if (before && !isWhole(*before))
      return 1;
    cache.store(kKey, makeCode(process * 100 + round));
    auto after = cache.load(kKey);
    if (!after || !isWhole(*after))
      return 2;
  }
  return cache.note().empty() ? 0 : 3;
}

/// A cache with one entry.
class DiskCacheTest : public testing::Test {
protected:
  DiskCacheTest() {
    DiskCache cache(place);
    cache.store(kKey, makeCode(7));
    EXPECT_EQ(cache.note(), "");
  }

  /// Expects a miss, a note that holds `reason`, and that storing repairs it.
  void expectMiss(const std::string &reason) {
    DiskCache cache(place);
    EXPECT_FALSE(cache.load(kKey)) << reason;
    EXPECT_THAT(cache.note(), HasSubstr(reason));
    EXPECT_THAT(cache.note(), HasSubstr(entry));
    cache.store(kKey, makeCode(8));
    EXPECT_EQ(cache.load(kKey), makeCode(8)) << reason;
    EXPECT_THAT(directory.files(), testing::ElementsAre("cache"));
  }

  /// Expects that nothing is loaded nor stored, for `reason`.
  static void expectUnused(const std::string &path, const std::string &reason) {
    DiskCache cache(path);
    cache.store(kKey, makeCode(8));
    EXPECT_FALSE(cache.load(kKey)) << reason;
    EXPECT_THAT(cache.note(), HasSubstr(reason));
    EXPECT_THAT(cache.note(), HasSubstr(path));
  }

  TestDirectory directory;
  std::string place = directory.path("cache");
  std::string entry = place + "/" + kKey;
};

} // namespace

TEST_F(DiskCacheTest, gives_back_what_was_stored) {
  DiskCache cache(place);
  EXPECT_EQ(cache.load(kKey), makeCode(7));
  EXPECT_FALSE(cache.load(std::string(64, 'b')));
  EXPECT_EQ(cache.note(), "");
}

TEST_F(DiskCacheTest, is_private_to_its_user) {
  struct stat info;
  ASSERT_EQ(stat(place.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
  ASSERT_EQ(stat(entry.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(DiskCacheTest, serves_many_processes_at_once) {
  std::vector<pid_t> processes;
  for (int process = 0; process < 8; ++process) {
    pid_t id = fork();
    ASSERT_GE(id, 0);
    if (id == 0)
      _exit(race(place, process));
    processes.push_back(id);
  }
  for (pid_t id : processes) {
    int status = -1;
    waitpid(id, &status, 0);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(place), {}), 1);
}

TEST_F(DiskCacheTest, never_loads_an_entry_with_a_flipped_bit) {
  std::string good = readAll(entry);
  for (size_t at = 0; at < good.size(); at += at < 100 ? 1 : 13) {
    std::string bad = good;
    bad[at] ^= 1 << at % 8;
    writeAll(entry, bad);
    EXPECT_FALSE(DiskCache(place).load(kKey)) << at;
  }
  expectMiss("damaged");
}

TEST_F(DiskCacheTest, never_loads_an_entry_of_another_length) {
  std::string good = readAll(entry);
  for (size_t size : {size_t(0), size_t(1), size_t(87), size_t(88), size_t(89),
                      good.size() / 2, good.size() - 1}) {
    writeAll(entry, good.substr(0, size));
    expectMiss("damaged");
  }
  writeAll(entry, good + '\0');
  expectMiss("damaged");
}

TEST_F(DiskCacheTest, never_loads_an_entry_under_another_key) {
  std::string other(64, 'b');
  std::filesystem::copy(entry, place + "/" + other);
  EXPECT_FALSE(DiskCache(place).load(other));
}

TEST_F(DiskCacheTest, never_follows_a_symbolic_link) {
  std::string target = directory.path("target");
  std::filesystem::rename(entry, target);
  std::filesystem::create_symlink(target, entry);
  std::string before = readAll(target);
  DiskCache cache(place);
  EXPECT_FALSE(cache.load(kKey));
  EXPECT_THAT(cache.note(), HasSubstr("symbolic link"));
  cache.store(kKey, makeCode(8));
  EXPECT_EQ(cache.load(kKey), makeCode(8));
  EXPECT_EQ(readAll(target), before);

  std::filesystem::create_directory_symlink(place, directory.path("link"));
  expectUnused(directory.path("link"), "symbolic link");
}

TEST_F(DiskCacheTest, never_loads_what_others_may_have_written) {
  chmod(entry.c_str(), 0620);
  expectMiss("others may write");
  chmod(place.c_str(), 0702);
  expectUnused(place, "others may write");
  chmod(place.c_str(), 0755);
  EXPECT_EQ(DiskCache(place).load(kKey), makeCode(8));
}

TEST_F(DiskCacheTest, never_loads_what_belongs_to_another_user) {
  if (geteuid() != 0)
    GTEST_SKIP() << "only root can give files away";
  ASSERT_EQ(chown(entry.c_str(), 1, 1), 0);
  expectMiss("another user");
  ASSERT_EQ(chown(place.c_str(), 1, 1), 0);
  expectUnused(place, "another user");
}

TEST_F(DiskCacheTest, works_without_a_place_to_write) {
  writeAll(directory.path("file"), "");
  expectUnused(directory.path("file"), "no directory");
  expectUnused(directory.path("file") + "/cache", "not a directory");
  expectUnused("/proc/mpc-cache", "no such file");
}

TEST_F(DiskCacheTest, says_when_an_entry_cannot_be_written) {
  std::filesystem::remove(entry);
  std::filesystem::create_directories(entry + "/full");
  DiskCache cache(place);
  EXPECT_FALSE(cache.load(kKey));
  EXPECT_THAT(cache.note(), HasSubstr("it is no file"));
  cache.store(kKey, makeCode(8));
  EXPECT_FALSE(cache.load(kKey));

  DiskCache second(place);
  second.store(kKey, makeCode(8));
  EXPECT_THAT(second.note(), HasSubstr("nothing is added to the cache"));
}

TEST_F(DiskCacheTest, does_not_wait_for_a_pipe) {
  std::filesystem::remove(entry);
  ASSERT_EQ(mkfifo(entry.c_str(), 0600), 0);
  expectMiss("it is no file");
}

TEST_F(DiskCacheTest, removes_what_killed_processes_left) {
  std::string old = entry + ".0123456789abcdef.tmp";
  std::string fresh = entry + ".fedcba9876543210.tmp";
  writeAll(old, "x");
  writeAll(fresh, "x");
  auto now = std::filesystem::file_time_type::clock::now();
  std::filesystem::last_write_time(old, now - std::chrono::hours(2));
  DiskCache(place).store(kKey, makeCode(8));
  EXPECT_FALSE(std::filesystem::exists(old));
  EXPECT_TRUE(std::filesystem::exists(fresh));
}

TEST(DiskCacheDirectory, comes_from_the_environment) {
  auto directory = DiskCache::directoryFromEnvironment;
  setenv("MPC_CACHE_DIR", "/one/", 1);
  EXPECT_EQ(directory(), "/one");
  for (const char *none : {"", "off"}) {
    setenv("MPC_CACHE_DIR", none, 1);
    EXPECT_EQ(directory(), std::nullopt) << none;
  }
  unsetenv("MPC_CACHE_DIR");
  setenv("XDG_CACHE_HOME", "/two", 1);
  EXPECT_EQ(directory(), "/two/mpc");
  std::string home = std::getenv("HOME") ? std::getenv("HOME") : "";
  setenv("HOME", "/three", 1);
  for (const char *ignored : {"", "relative"}) {
    setenv("XDG_CACHE_HOME", ignored, 1);
    EXPECT_EQ(directory(), "/three/.cache/mpc") << ignored;
  }
  unsetenv("HOME");
  EXPECT_EQ(directory(), std::nullopt);
  unsetenv("XDG_CACHE_HOME");
  setenv("HOME", home.c_str(), 1);
}
