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

TEST_F(Cache, knows_every_option) {
  using Change = void (*)(CompileOptions &);
  constexpr Change kChanges[] = {
      [](CompileOptions &o) { o.target = "host,cuda:sm_80"; },
      [](CompileOptions &o) { o.format = "bf16"; },
      [](CompileOptions &o) { o.policy = "O2"; },
      [](CompileOptions &o) { o.keep = {"fc=f32"}; },
      [](CompileOptions &o) { o.casts = "strict"; },
      [](CompileOptions &o) { o.lossScale = "1024"; },
      [](CompileOptions &o) { o.math = "fast"; },
      [](CompileOptions &o) { o.optimizer = "sgd"; },
      [](CompileOptions &o) { o.groups = {"w:decay=0"}; },
      [](CompileOptions &o) { o.clipNorm = 1; },
      [](CompileOptions &o) { o.microBatches = 2; },
      [](CompileOptions &o) { o.cpu = "x86-64-v3"; },
      [](CompileOptions &o) { o.fusion = false; },
  };
  emulateGpu();
  ASSERT_FALSE(comesFromCache(options));
  for (size_t i = 0; i < std::size(kChanges); ++i) {
    SCOPED_TRACE(i);
    CompileOptions other = options;
    kChanges[i](other);
    EXPECT_FALSE(comesFromCache(other));
    EXPECT_TRUE(comesFromCache(other));
  }
}

TEST_F(Cache, knows_names_and_defaults) {
  ASSERT_FALSE(comesFromCache(options));
  EXPECT_FALSE(comesFromCache(options, "other.mlir"));
  options.format = "f16"; // is the default
  EXPECT_TRUE(comesFromCache(options));
}

TEST_F(Cache, tells_one_nvrtc_from_another) {
  emulateGpu();
  options.target = "cuda:sm_80";
  ASSERT_FALSE(comesFromCache(options));
  fs::path copy = folder / "libnvrtc-copy.so";
  fs::copy_file(MPC_EMULATED_NVRTC, copy);
  setenv("MPC_NVRTC", copy.c_str(), 1);
  EXPECT_FALSE(comesFromCache(options));
}

TEST_F(Cache, says_why_it_is_not_used) {
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::all);
  CompileResult result = compileLinear(options);
  ASSERT_TRUE(result) << result.diagnostics;
  ASSERT_EQ(result.messages.size(), 1u);
  EXPECT_EQ(result.messages.front().kind, CompileMessage::Kind::note);
  EXPECT_THAT(result.messages.front().text,
              testing::HasSubstr("others may write to it"));
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
