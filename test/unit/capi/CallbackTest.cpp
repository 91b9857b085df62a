//===- CallbackTest.cpp - calls from a session into the program -----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Program.h"

#include "TinyGpuImage.h"

#include "mpcrt/mpcrt.hpp"

#include <atomic>
#include <stdexcept>
#include <thread>

using namespace mpcrt::test;
using testing::Contains;
using testing::HasSubstr;
using testing::Pair;

namespace {

class Callbacks : public Program {
protected:
  /// A session whose launches are shared out by `call`.
  mpcrt_session *openWith(mpcrt_parallel_for call, void *user = nullptr) {
    mpcrt_session_options options = {};
    options.threads = 3;
    options.parallel_for = call;
    options.parallel_user = user;
    return open(options);
  }

  /// The step fails, and so does all that follows but closing.
  void expectBroken(mpcrt_session *broken) {
    EXPECT_EQ(mpcrt_init(broken, 1), MPCRT_USAGE);
    EXPECT_THAT(mpcrt_error(), HasSubstr("its parallel_for failed"));
    float w[3];
    EXPECT_EQ(mpcrt_get(broken, "w", w, sizeof(w)), MPCRT_USAGE);
    EXPECT_EQ(mpcrt_save(broken, directory.path("c").c_str(), 1, 1),
              MPCRT_USAGE);
    EXPECT_EQ(mpcrt_wait(broken), MPCRT_USAGE);
    EXPECT_EQ(mpcrt_session_close(broken), MPCRT_OK);
  }
};
ON_BOTH_DEVICES(Callbacks);

int runOnThreads(void *counter, int count, mpcrt_task task, void *context) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i)
    threads.emplace_back(task, context, i);
  for (std::thread &thread : threads)
    thread.join();
  ++*static_cast<int *>(counter);
  return 0;
}

int runBackwardsAndTwice(void *, int count, mpcrt_task task, void *context) {
  for (int i = count + 1; i >= -1; --i) {
    task(context, i);
    task(context, i);
  }
  return 0;
}

using Messages = std::vector<std::pair<int, std::string>>;

void remember(void *messages, mpcrt_level level, const char *message) {
  static_cast<Messages *>(messages)->emplace_back(level, message);
}

} // namespace

TEST_P(Callbacks, run_a_step_on_threads_of_the_program) {
  int launches = 0;
  mpcrt_session *other = openWith(runOnThreads, &launches);
  for (mpcrt_session *one : {session, other})
    ASSERT_EQ(mpcrt_init(one, 1), MPCRT_OK) << mpcrt_error();
  EXPECT_EQ(step(other, 1), step(session, 1));
  EXPECT_EQ(get(other, "params"), get(session, "params"));
  EXPECT_EQ(launches > 0, !isOnGpu());
  EXPECT_EQ(mpcrt_session_close(other), MPCRT_OK);
}

TEST_P(Callbacks, may_run_shares_in_any_order_and_too_often) {
  mpcrt_session *other = openWith(runBackwardsAndTwice);
  for (mpcrt_session *one : {session, other})
    ASSERT_EQ(mpcrt_init(one, 1), MPCRT_OK) << mpcrt_error();
  EXPECT_EQ(step(other, 1), step(session, 1));
  EXPECT_EQ(get(other, "params"), get(session, "params"));
  EXPECT_EQ(mpcrt_session_close(other), MPCRT_OK);
}

TEST_P(Callbacks, that_leave_work_undone_break_the_session) {
  if (isOnGpu())
    return;
  const mpcrt_parallel_for bad[] = {
      [](void *, int, mpcrt_task, void *) { return 0; },
      [](void *, int count, mpcrt_task task, void *context) {
        for (int i = 1; i < count; ++i)
          task(context, i);
        return 0;
      },
      [](void *user, int count, mpcrt_task task, void *context) {
        runBackwardsAndTwice(user, count, task, context);
        return 1;
      },
      [](void *, int, mpcrt_task, void *) -> int {
        throw std::runtime_error("no threads today");
      }};
  for (mpcrt_parallel_for call : bad)
    expectBroken(openWith(call));
}

TEST_P(Callbacks, cannot_call_the_session_that_calls_them) {
  struct Nested {
    mpcrt_session *session = nullptr;
    mpcrt_status status = MPCRT_OK;
    std::string message;
  } nested;
  mpcrt_session_options options = {};
  options.log_user = &nested;
  options.log = [](void *user, mpcrt_level, const char *) {
    auto &nested = *static_cast<Nested *>(user);
    nested.status = mpcrt_init(nested.session, 1);
    nested.message = mpcrt_error();
  };
  nested.session = open(options);
  EXPECT_EQ(mpcrt_set(nested.session, "q", nullptr, 0), MPCRT_USAGE);
  EXPECT_THAT(mpcrt_error(), HasSubstr("no parameter or state 'q'"));
  EXPECT_EQ(nested.status, MPCRT_USAGE);
  EXPECT_THAT(nested.message, HasSubstr("in use by another call"));
  EXPECT_EQ(mpcrt_session_close(nested.session), MPCRT_OK);
}

TEST_P(Callbacks, may_close_the_session_that_calls_them) {
  static mpcrt_session *closing;
  mpcrt_session_options options = {};
  options.log = [](void *, mpcrt_level, const char *) {
    EXPECT_EQ(mpcrt_session_close(closing), MPCRT_OK);
  };
  closing = open(options);
  EXPECT_EQ(mpcrt_set(closing, "q", nullptr, 0), MPCRT_USAGE);
  EXPECT_THAT(mpcrt_error(), HasSubstr("no parameter or state 'q'"));
  EXPECT_EQ(mpcrt_session_close(closing), MPCRT_USAGE);
}

TEST_P(Callbacks, hear_of_failures) {
  Messages messages;
  mpcrt_session_options options = {};
  options.log = remember;
  options.log_user = &messages;
  mpcrt_session *other = open(options);
  messages.clear();
  EXPECT_EQ(step(other, 1), 1);
  EXPECT_TRUE(messages.empty());
  EXPECT_EQ(mpcrt_set(other, "q", nullptr, 0), MPCRT_USAGE);
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0].first, MPCRT_LOG_ERROR);
  EXPECT_EQ(messages[0].second, mpcrt_error());
  EXPECT_EQ(mpcrt_session_close(other), MPCRT_OK);
}

TEST_P(Callbacks, hear_how_the_device_was_chosen) {
  Messages messages;
  mpcrt_session_options options = {};
  options.abi = MPCRT_ABI;
  options.log = remember;
  options.log_user = &messages;
  setenv("MPC_LIBCUDA", "/none.so", 1);
  mpcrt_session *other = nullptr;
  EXPECT_EQ(mpcrt_session_open_with(engine, &options, &other), MPCRT_OK);
  EXPECT_STREQ(mpcrt_session_device(other), "host");
  EXPECT_THAT(messages,
              Contains(Pair(MPCRT_LOG_INFO, HasSubstr("no CUDA device"))));
  EXPECT_EQ(mpcrt_session_close(other), MPCRT_OK);
  image(); // sets it back
}

TEST_P(Callbacks, may_throw_in_cpp) {
  auto opened = mpc::Engine::fromMemory(image(), "tiny");
  ASSERT_TRUE(opened);
  mpc::SessionOptions options;
  options.device = GetParam();
  options.threads = 2;
  options.log = [](mpcrt_level, const char *) -> void { throw 1; };
  options.parallelFor = [](int, const std::function<void(int)> &) {
    throw std::runtime_error("no threads today");
  };
  auto bad = mpc::Session::open(*opened, options);
  ASSERT_TRUE(bad) << bad.error().message;
  auto done = bad->init(1);
  EXPECT_EQ(bool(done), isOnGpu());
  if (!done)
    EXPECT_THAT(done.error().message,
                HasSubstr("parallel_for failed; the session cannot go on: no "
                          "threads today"));
}
