//===- TestFiles.h - directories and files of a test ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_TEST_TESTFILES_H
#define MPCRT_TEST_TESTFILES_H

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace mpcrt::test {

/// A fresh directory that goes with the test.
class TestDirectory {
public:
  TestDirectory() {
    std::string name = std::filesystem::temp_directory_path() / "mpcrt-XXXXXX";
    root = mkdtemp(name.data());
  }
  TestDirectory(const TestDirectory &) = delete;
  TestDirectory &operator=(const TestDirectory &) = delete;
  ~TestDirectory() { std::filesystem::remove_all(root); }

  const std::string &path() const { return root; }
  std::string path(const std::string &file) const { return root + "/" + file; }

  /// Names of all files, sorted.
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto &entry : std::filesystem::directory_iterator(root))
      names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
  }

private:
  std::string root;
};

inline std::string readAll(const std::string &path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

inline void writeAll(const std::string &path, const std::string &bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

} // namespace mpcrt::test

#endif // MPCRT_TEST_TESTFILES_H
