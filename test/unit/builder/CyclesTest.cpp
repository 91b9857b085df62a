//===- CyclesTest.cpp - compiling leaves nothing behind -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/Builder.h"

#include <gtest/gtest.h>

#include <dirent.h>
#include <fstream>

using namespace mpc;

namespace {

/// Pages of memory that the process has.
long countPages() {
  long all = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> all >> resident;
  return resident;
}

/// Entries of a folder of /proc/self: threads, or open files.
long countEntries(const char *folder) {
  DIR *entries = opendir(folder);
  long count = 0;
  while (readdir(entries))
    ++count;
  closedir(entries);
  return count;
}

void compileOnce(int i) {
  Model model;
  Value w = model.parameter("w", {4, 1});
  Function train = model.function("train");
  Value y = train.dot_general(train.input("x", {16, 4}), w, {1}, {0});
  if (i % 4 == 3)
    train.add(y, w); // Errors leave nothing either.
  train.result("loss", train.reduce(Reduction::sum, y, {0, 1}));
  EXPECT_EQ(bool(compile(model)), i % 4 != 3);
}

TEST(Cycles, LeaveNeitherMemoryNorThreadsNorFiles) {
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
  GTEST_SKIP() << "what is freed is kept for a while";
#endif
#endif
  for (int i = 0; i < 20; ++i)
    compileOnce(i);
  long pages = countPages(), threads = countEntries("/proc/self/task"),
       files = countEntries("/proc/self/fd");
  for (int i = 0; i < 200; ++i)
    compileOnce(i);
  EXPECT_LT(countPages() - pages, 500) << "of 4 KiB";
  EXPECT_EQ(countEntries("/proc/self/task"), threads);
  EXPECT_EQ(countEntries("/proc/self/fd"), files);
}

} // namespace
