//===- TwinTest.cpp - twin files declare the same -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Gpu.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <gmock/gmock.h>
#include <iterator>

namespace emulator::test {

static std::string readFile(const std::string &path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Without comments and lines of the preprocessor, each space one blank.
static std::string simplify(const std::string &text) {
  std::string result;
  bool isContinued = false; // a line of the preprocessor
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    at = end + 1;
    bool isSkipped = isContinued || line.starts_with("#");
    isContinued = isSkipped && line.ends_with("\\");
    if (isSkipped)
      continue;
    for (char c : line.substr(0, line.find("//")) + ' ')
      if (!std::isspace(static_cast<unsigned char>(c)))
        result += c;
      else if (!result.ends_with(' '))
        result += ' ';
  }
  return result;
}

/// What stands before the bodies of functions and the ends of statements, in
/// namespace mpc; `detail` belongs to each file alone.
static std::vector<std::string> findDeclarations(const std::string &text) {
  std::vector<std::string> result;
  std::string declaration;
  int depth = 0, hidden = 0; // the depth of a body that is not looked at
  for (char c : simplify(text)) {
    if (c == '}') {
      if (hidden == depth)
        hidden = 0;
      --depth;
      declaration.clear();
    } else if (c == '{') {
      ++depth;
      bool isNamespace = declaration.ends_with("namespace mpc ");
      if (!hidden && !isNamespace) {
        hidden = depth;
        if (declaration.find("namespace") == declaration.npos)
          result.push_back(declaration);
      }
      declaration.clear();
    } else if (hidden) {
      continue;
    } else if (c == ';') {
      result.push_back(declaration);
      declaration.clear();
    } else if (c != ' ' || !declaration.empty()) {
      declaration += c;
    }
  }
  for (std::string &one : result)
    one.erase(one.find_last_not_of(' ') + 1);
  std::sort(result.begin(), result.end());
  return result;
}

class TwinTest : public testing::TestWithParam<const char *> {};

TEST_P(TwinTest, DeclarationsAreThoseOfTheDeviceLibrary) {
  std::string name = GetParam();
  auto real = findDeclarations(readFile(MPC_DEVICE_LIBRARY "/" + name));
  auto twin = findDeclarations(readFile(MPC_EMULATOR_SOURCE "/" + name));
  EXPECT_GT(real.size(), 5u);
  EXPECT_THAT(twin, testing::ElementsAreArray(real));
}

INSTANTIATE_TEST_SUITE_P(Files, TwinTest,
                         testing::Values("ptx.cuh", "wgmma.cuh"),
                         [](const auto &info) {
                           return std::string(info.param, 3);
                         });

} // namespace emulator::test
