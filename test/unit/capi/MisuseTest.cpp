//===- MisuseTest.cpp - misuse is a status with a message -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Misuse.h"

using namespace mpcrt::test;
using testing::HasSubstr;

namespace {

class MisuseTest : public Program {
protected:
  void refuseAll(std::span<const Misuse> cases) {
    Hands hands = {engine, session, directory.path(), isOnGpu()};
    for (const Misuse &misuse : cases) {
      SCOPED_TRACE(misuse.name);
      // Another failure, so that its message is not this one's.
      mpcrt_get(session, "something else", nullptr, 0);
      std::string before = mpcrt_error();
      EXPECT_EQ(misuse.call(hands), misuse.status) << mpcrt_error();
      EXPECT_THAT(mpcrt_error(), HasSubstr(misuse.message));
      EXPECT_NE(mpcrt_error(), before);
    }
    // Nothing of it has done any harm.
    ASSERT_EQ(mpcrt_init(session, 1), MPCRT_OK) << mpcrt_error();
    EXPECT_EQ(step(session, 1), 2);
  }
};
ON_BOTH_DEVICES(MisuseTest);

/// All calls of a session.
const std::pair<const char *, mpcrt_status (*)(mpcrt_session *)> kCalls[] = {
    {"set", [](auto *s) { return mpcrt_set(s, "w", "", 0); }},
    {"get", [](auto *s) { return mpcrt_get(s, "w", nullptr, 0); }},
    {"set_array", [](auto *s) { return mpcrt_set_array(s, "w", nullptr); }},
    {"get_array", [](auto *s) { return mpcrt_get_array(s, "w", nullptr); }},
    {"view", [](auto *s) { return mpcrt_view(s, "w", nullptr); }},
    {"bind", [](auto *s) { return mpcrt_bind(s, "x", nullptr); }},
    {"wait", [](auto *s) { return mpcrt_wait(s); }},
    {"stream", [](auto *s) { return mpcrt_stream(s, nullptr); }},
    {"run", [](auto *s) { return mpcrt_run(s, "f", nullptr, 0, nullptr, 0); }},
    {"init", [](auto *s) { return mpcrt_init(s, 0); }},
    {"evaluate",
     [](auto *s) { return mpcrt_evaluate(s, nullptr, 0, nullptr, 0); }},
    {"step", [](auto *s) { return mpcrt_step(s, nullptr, 0, nullptr, 0); }},
    {"submit", [](auto *s) { return mpcrt_submit(s, nullptr, 0, nullptr); }},
    {"collect",
     [](auto *s) { return mpcrt_collect(s, 0, nullptr, 0, nullptr, 0); }},
    {"save", [](auto *s) { return mpcrt_save(s, nullptr, 0, 0); }},
    {"load", [](auto *s) { return mpcrt_load(s, nullptr, nullptr, nullptr); }},
    {"load_parameters",
     [](auto *s) { return mpcrt_load_parameters(s, nullptr); }},
    {"device",
     [](auto *s) { return mpcrt_session_device(s) ? MPCRT_OK : MPCRT_USAGE; }},
};

} // namespace

TEST_P(MisuseTest, of_engines) { refuseAll(misuseOfEngines()); }
TEST_P(MisuseTest, of_opening_sessions) { refuseAll(misuseOfSessions()); }
TEST_P(MisuseTest, of_arrays) { refuseAll(misuseOfArrays()); }
TEST_P(MisuseTest, of_calls) { refuseAll(misuseOfCalls()); }

TEST_P(MisuseTest, of_handles) {
  mpcrt_session *closed = open();
  ASSERT_EQ(mpcrt_session_close(closed), MPCRT_OK);
  int unknown = 0;
  const std::pair<void *, const char *> handles[] = {
      {nullptr, "expects a handle of a session, but got null"},
      {closed, "but got one that is closed"},
      {engine, "but got one of an engine"},
      {&unknown, "which is none"},
      {reinterpret_cast<char *>(session) + 4, "which is none"},
      {reinterpret_cast<char *>(session) + 800, "which is none"}};
  for (auto [handle, message] : handles)
    for (auto [name, call] : kCalls) {
      SCOPED_TRACE(testing::Message() << name << " of " << handle);
      EXPECT_EQ(call(static_cast<mpcrt_session *>(handle)), MPCRT_USAGE);
      EXPECT_THAT(mpcrt_error(), HasSubstr(message));
    }
}

TEST_P(MisuseTest, of_engines_that_are_closed) {
  mpcrt_engine *closed = nullptr;
  ASSERT_EQ(
      mpcrt_engine_from_memory(image().data(), image().size(), "e", &closed),
      MPCRT_OK);
  ASSERT_EQ(mpcrt_engine_close(closed), MPCRT_OK);
  mpcrt_type type;
  mpcrt_session *opened = nullptr;
  EXPECT_EQ(mpcrt_parameter_count(closed), 0u);
  EXPECT_EQ(mpcrt_state_count(closed), 0u);
  EXPECT_EQ(mpcrt_function_count(closed), 0u);
  EXPECT_EQ(mpcrt_function_name(closed, 0), nullptr);
  EXPECT_EQ(mpcrt_input_count(closed, "train"), 0u);
  for (mpcrt_status status :
       {mpcrt_parameter(closed, 0, &type), mpcrt_state(closed, 0, &type),
        mpcrt_input_type(closed, "train", 0, &type),
        mpcrt_output_type(closed, "train", 0, &type),
        mpcrt_session_open(closed, 1, &opened)}) {
    EXPECT_EQ(status, MPCRT_USAGE);
    EXPECT_THAT(mpcrt_error(), HasSubstr("but got one that is closed"));
  }
}
