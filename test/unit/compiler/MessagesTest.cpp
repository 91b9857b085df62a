//===- MessagesTest.cpp - what the compiler says, taken apart -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Linear.h"

#include <gmock/gmock.h>
#include <stdexcept>

using namespace mpc;
using testing::HasSubstr;

namespace {

using Kind = CompileMessage::Kind;

TEST(Messages, say_where_and_what) {
  CompileResult result = compileText(kWrong, "wrong.mlir");
  EXPECT_EQ(result.status, CompileStatus::badInput);
  ASSERT_EQ(result.messages.size(), 1u) << result.diagnostics;
  const CompileMessage &message = result.messages.front();
  EXPECT_EQ(message.kind, Kind::error);
  EXPECT_EQ(message.file, "wrong.mlir");
  EXPECT_EQ(message.line, 5);
  EXPECT_EQ(message.column, 8);
  EXPECT_THAT(message.text, HasSubstr("in contracting dimension"));
  EXPECT_THAT(message.text, HasSubstr("4 and 5"));
  // The text for people tells the same.
  EXPECT_THAT(result.diagnostics,
              HasSubstr("wrong.mlir:5:8: error: " + message.text));
}

TEST(Messages, have_their_notes) {
  CompileResult result = compileText(kWrong, "wrong.mlir");
  ASSERT_EQ(result.messages.size(), 1u);
  ASSERT_EQ(result.messages.front().notes.size(), 1u) << result.diagnostics;
  const CompileMessage &note = result.messages.front().notes.front();
  EXPECT_EQ(note.kind, Kind::note);
  EXPECT_EQ(note.file, "wrong.mlir");
  EXPECT_EQ(note.line, 3);
  EXPECT_THAT(note.text, HasSubstr("\"w\""));
  EXPECT_THAT(result.diagnostics, HasSubstr("note: " + note.text));
}

TEST(Messages, are_heard_at_once) {
  std::vector<std::string> heard;
  CompileOptions options;
  options.onMessage = [&](const CompileMessage &message) {
    heard.push_back(message.text);
  };
  options.onProgress = [&](const CompileProgress &progress) {
    heard.push_back(progress.step);
    return true;
  };
  // The step "mixed" warns of an op that is to be kept but is not there.
  options.keep = {"nowhere=f32"};
  CompileResult result = compileLinear(options);
  ASSERT_EQ(result.messages.size(), 1u) << result.diagnostics;
  auto at = std::find(heard.begin(), heard.end(), result.messages[0].text);
  ASSERT_NE(at, heard.end());
  EXPECT_NE(std::find(at, heard.end(), "plan"), heard.end()) << "told at the end";
}

TEST(Messages, of_a_file_are_heard_too) {
  int heard = 0;
  CompileOptions options;
  options.onMessage = [&](const CompileMessage &) { ++heard; };
  EXPECT_EQ(compileFile("/does/not/exist.mlir", options).messages.size(), 1u);
  EXPECT_EQ(heard, 1);
}

TEST(Messages, of_options_have_no_place) {
  CompileOptions options;
  options.target = "tpu";
  CompileResult result = compileLinear(options);
  EXPECT_EQ(result.status, CompileStatus::usage);
  ASSERT_EQ(result.messages.size(), 1u);
  EXPECT_EQ(result.messages.front().file, "");
  EXPECT_EQ(result.messages.front().line, 0);
  EXPECT_THAT(result.messages.front().text, HasSubstr("unknown target 'tpu'"));
}

TEST(Messages, of_a_file_that_is_not_there_name_it) {
  CompileResult result = compileFile("/does/not/exist.mlir");
  EXPECT_EQ(result.status, CompileStatus::badInput);
  ASSERT_EQ(result.messages.size(), 1u);
  EXPECT_THAT(result.messages.front().text, HasSubstr("/does/not/exist.mlir"));
}

TEST(Messages, may_be_thrown_back) {
  CompileOptions options;
  options.onMessage = [](const CompileMessage &message) {
    throw std::runtime_error(message.text);
  };
  CompileResult result = compileText(kWrong, "wrong.mlir", options);
  EXPECT_EQ(result.status, CompileStatus::interrupted);
  EXPECT_THAT(result.messages.back().text, HasSubstr("a callback threw: "));
  EXPECT_THAT(result.diagnostics, HasSubstr("error: a callback threw: "));
}

TEST(Messages, are_none_for_a_good_model) {
  CompileResult result = compileLinear({});
  EXPECT_EQ(result.status, CompileStatus::ok) << result.diagnostics;
  EXPECT_TRUE(result.messages.empty());
}

} // namespace
