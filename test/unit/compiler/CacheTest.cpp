//===- CacheTest.cpp - engines that were compiled before ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Linear.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <gmock/gmock.h>

using namespace mpc;
namespace fs = std::filesystem;

namespace {

class Cache : public testing::Test {
protected:
  void SetUp() override {
    folder = fs::temp_directory_path() /
             ("mpc-engine-cache-" + std::to_string(getpid()));
    fs::remove_all(folder);
    setenv("MPC_CACHE_DIR", folder.c_str(), 1);
    options.cache = true;
  }
  void TearDown() override { fs::remove_all(folder); }

  bool comesFromCache(const CompileOptions &options,
                      const std::string &name = "linear.mlir") {
    CompileResult result = compileText(kLinear, name, options);
    EXPECT_TRUE(result) << result.diagnostics;
    return result.fromCache;
  }

  fs::path folder;
  CompileOptions options;
};

TEST_F(Cache, gives_the_same_engine_again) {
  CompileResult first = compileLinear(options);
  ASSERT_TRUE(first) << first.diagnostics;
  EXPECT_FALSE(first.fromCache);
  CompileResult second = compileLinear(options);
  EXPECT_TRUE(second.fromCache);
  EXPECT_EQ(second.engine, first.engine);
}

TEST_F(Cache, is_not_used_unasked) {
  compileLinear(options);
  options.cache = false;
  EXPECT_FALSE(comesFromCache(options));
}

TEST_F(Cache, knows_other_names_and_options) {
  ASSERT_FALSE(comesFromCache(options));
  EXPECT_FALSE(comesFromCache(options, "other.mlir"));
  CompileOptions other = options;
  other.format = "bf16";
  EXPECT_FALSE(comesFromCache(other));
  other = options;
  other.keep = {"fc=f32"};
  EXPECT_FALSE(comesFromCache(other));
  other = options;
  other.groups = {"w:decay=0"};
  EXPECT_FALSE(comesFromCache(other));
  other = options;
  other.clipNorm = 1;
  EXPECT_FALSE(comesFromCache(other));
  other = options;
  other.fusion = false;
  EXPECT_FALSE(comesFromCache(other));
  // What is the default is the same when it is said.
  other = options;
  other.format = "f16";
  EXPECT_TRUE(comesFromCache(other));
}

TEST_F(Cache, compiles_again_what_is_damaged) {
  CompileResult first = compileLinear(options);
  for (const fs::directory_entry &entry : fs::directory_iterator(folder)) {
    std::fstream file(entry.path(), std::ios::in | std::ios::out);
    file.seekp(500);
    file.put('!');
  }
  CompileResult second = compileLinear(options);
  ASSERT_TRUE(second) << second.diagnostics;
  EXPECT_FALSE(second.fromCache);
  EXPECT_EQ(second.engine, first.engine);
}

TEST_F(Cache, keeps_nothing_of_a_wrong_model) {
  for (int i = 0; i < 2; ++i) {
    CompileResult result = compileText(kWrong, "wrong.mlir", options);
    EXPECT_EQ(result.status, CompileStatus::badInput);
    EXPECT_EQ(result.messages.size(), 1u);
  }
}

TEST_F(Cache, writes_the_engine_where_asked) {
  fs::create_directories(folder);
  options.output = (folder / "linear.engine").string();
  for (bool fromCache : {false, true}) {
    fs::remove(options.output);
    CompileResult result = compileLinear(options);
    ASSERT_TRUE(result) << result.diagnostics;
    EXPECT_EQ(result.fromCache, fromCache);
    std::ifstream file(options.output, std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}),
              result.engine);
  }
}

TEST_F(Cache, says_that_a_file_cannot_be_written) {
  options.output = (folder / "no/such/folder/linear.engine").string();
  CompileResult result = compileLinear(options);
  EXPECT_EQ(result.status, CompileStatus::os);
  ASSERT_EQ(result.messages.size(), 1u) << result.diagnostics;
  EXPECT_THAT(result.messages.front().text,
              testing::StartsWith("cannot write " + options.output));
}

TEST_F(Cache, writes_nothing_of_a_wrong_model) {
  fs::create_directories(folder);
  options.output = (folder / "wrong.engine").string();
  EXPECT_FALSE(compileText(kWrong, "wrong.mlir", options));
  EXPECT_FALSE(fs::exists(options.output));
}

TEST_F(Cache, tells_the_text_of_a_step_anew) {
  ASSERT_FALSE(comesFromCache(options));
  options.emit = "graph";
  EXPECT_THAT(compileLinear(options).text, testing::HasSubstr("mpc.dot_general"));
}

} // namespace
