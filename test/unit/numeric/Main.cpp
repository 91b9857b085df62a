//===- Main.cpp - tests of numbers ----------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// --all tries every random graph, not a sample of them; --seed=N tries that one
// only, --ops=N of each the first N ops.
//
//===----------------------------------------------------------------------===//

#include "RandomOptions.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string_view>

static RandomOptions options;

const RandomOptions &randomOptions() { return options; }

int main(int argc, char **argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i) {
    std::string_view argument = argv[i];
    if (argument == "--all")
      options.count = RandomOptions::kAll;
    if (argument.starts_with("--seed=")) {
      options.first = std::strtoull(argv[i] + 7, nullptr, 10);
      options.count = 1;
    }
    if (argument.starts_with("--ops="))
      options.ops = std::strtoll(argv[i] + 6, nullptr, 10);
  }
  return RUN_ALL_TESTS();
}
