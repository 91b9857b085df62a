//===- ParallelTest.cpp - several sessions in one process -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Program.h"

#include <atomic>
#include <cstdio>
#include <thread>
#include <unistd.h>

using namespace mpcrt::test;
using testing::HasSubstr;

namespace {

class Parallel : public Program {
protected:
  /// Trains a fresh session on the data of `seed`, half of the steps in one
  /// part and half in two; gives all losses, then the parameters.
  std::vector<float> train(int seed, int steps, int threads = 1) {
    mpcrt_session *own = open(threads);
    EXPECT_EQ(mpcrt_init(own, seed), MPCRT_OK) << mpcrt_error();
    float lr = 0.01f;
    EXPECT_EQ(mpcrt_set(own, "lr", &lr, sizeof(lr)), MPCRT_OK);
    std::vector<float> results;
    for (int i = 0; i < steps; ++i)
      results.push_back(i % 2 ? step(own, draw(seed, i))
                              : stepLater(own, draw(seed, i)));
    for (float parameter : get(own, "params"))
      results.push_back(parameter);
    EXPECT_EQ(mpcrt_session_close(own), MPCRT_OK);
    return results;
  }

  static float draw(int seed, int i) {
    return float((i * 7919 + seed * 104729) % 1009) / 1009 - 0.5f;
  }

  static float stepLater(mpcrt_session *session, float x) {
    float data[3] = {x, 2, 3}, loss = 0;
    mpcrt_input input = {"x", data, sizeof(data)};
    mpcrt_output output = {"loss", &loss, sizeof(loss)};
    uint64_t ticket = 0;
    EXPECT_EQ(mpcrt_submit(session, &input, 1, &ticket), MPCRT_OK);
    EXPECT_EQ(mpcrt_collect(session, ticket, &output, 1, nullptr, 0), MPCRT_OK);
    return loss;
  }

  void trainAtOnce(int count, int steps, int threads) {
    std::vector<std::vector<float>> alone, together(count);
    for (int i = 0; i < count; ++i)
      alone.push_back(train(i, steps));
    std::vector<std::thread> programs;
    for (int i = 0; i < count; ++i)
      programs.emplace_back([&, i] { together[i] = train(i, steps, threads); });
    for (std::thread &program : programs)
      program.join();
    EXPECT_EQ(together, alone);
  }

  /// Opens, uses and closes an engine and a session, and makes a call that
  /// fails.
  static void liveOnce(const char *device) {
    mpcrt_engine *engine = nullptr;
    mpcrt_session *session = nullptr;
    ASSERT_EQ(
        mpcrt_engine_from_memory(image().data(), image().size(), "e", &engine),
        MPCRT_OK);
    ASSERT_EQ(mpcrt_session_open_on(engine, device, 2, &session), MPCRT_OK)
        << mpcrt_error();
    float x[3] = {1, 2, 3};
    mpcrt_array array = arrayOf(x);
    EXPECT_EQ(mpcrt_bind(session, "x", &array), MPCRT_OK);
    EXPECT_EQ(mpcrt_step(session, nullptr, 0, nullptr, 0), MPCRT_OK);
    EXPECT_EQ(mpcrt_set(session, "q", x, 4), MPCRT_USAGE);
    EXPECT_EQ(mpcrt_session_close(session), MPCRT_OK);
    EXPECT_EQ(mpcrt_engine_close(engine), MPCRT_OK);
  }

  static long residentBytes() {
    long size = 0, resident = 0;
    if (std::FILE *file = std::fopen("/proc/self/statm", "r")) {
      EXPECT_EQ(std::fscanf(file, "%ld %ld", &size, &resident), 2);
      std::fclose(file);
    }
    return resident * sysconf(_SC_PAGESIZE);
  }

  void liveOften(int warmUp, int cycles, long mostGrowth) {
    for (int i = 0; i < warmUp; ++i)
      liveOnce(GetParam());
    long before = residentBytes();
    for (int i = 0; i < cycles; ++i)
      liveOnce(GetParam());
#if !defined(MPC_SANITIZED) // which keep books of their own
    EXPECT_LE(residentBytes() - before, mostGrowth);
#endif
  }
};
ON_BOTH_DEVICES(Parallel);

/// Those that are named so are for `--gtest_also_run_disabled_tests`.
constexpr long kMostGrowth = 256 << 10;

} // namespace

TEST_P(Parallel, sessions_train_as_if_alone) { trainAtOnce(4, 100, 2); }

TEST_P(Parallel, DISABLED_slow_sessions_train_as_if_alone) {
  trainAtOnce(4, 1000, 1);
  trainAtOnce(4, 1000, 2);
}

TEST_P(Parallel, cycles_of_opening_and_closing_keep_no_memory) {
  liveOften(30, 100, kMostGrowth);
}

TEST_P(Parallel, DISABLED_slow_cycles_of_opening_and_closing_keep_no_memory) {
  liveOften(50, 1000, kMostGrowth);
}

TEST_P(Parallel, calls_of_one_session_are_refused_or_whole) {
  std::atomic<int> done = 0, refused = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      float x[3] = {0, 0, 0};
      mpcrt_input input = {"x", x, sizeof(x)};
      for (int k = 0; k < 200; ++k) {
        mpcrt_status status = mpcrt_step(session, &input, 1, nullptr, 0);
        if (status == MPCRT_OK) {
          ++done;
          continue;
        }
        EXPECT_EQ(status, MPCRT_USAGE);
        EXPECT_THAT(mpcrt_error(), HasSubstr("in use by another call"));
        ++refused;
      }
    });
  for (std::thread &thread : threads)
    thread.join();
  int64_t iteration = 0;
  ASSERT_EQ(mpcrt_get(session, "iteration", &iteration, 8), MPCRT_OK);
  EXPECT_EQ(iteration, done);
  EXPECT_EQ(done + refused, 800);
}

TEST_P(Parallel, a_session_may_be_closed_while_it_is_called) {
  for (int round = 0; round < 20; ++round) {
    mpcrt_session *other = open(2);
    std::atomic<bool> runs = false;
    std::thread caller([&] {
      float x[3] = {0, 0, 0};
      mpcrt_input input = {"x", x, sizeof(x)};
      while (mpcrt_step(other, &input, 1, nullptr, 0) == MPCRT_OK)
        runs = true;
      EXPECT_THAT(mpcrt_error(), HasSubstr("one that is closed"));
    });
    while (!runs)
      std::this_thread::yield();
    EXPECT_EQ(mpcrt_session_close(other), MPCRT_OK);
    caller.join();
  }
}

TEST_P(Parallel, engines_are_shared_by_threads) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int k = 0; k < 50; ++k) {
        mpcrt_type type;
        EXPECT_EQ(mpcrt_input_type(engine, "train", 0, &type), MPCRT_OK);
        EXPECT_EQ(mpcrt_input_type(engine, "f", 0, &type), MPCRT_USAGE);
        EXPECT_THAT(mpcrt_error(), HasSubstr("has no function 'f'"));
      }
    });
  for (std::thread &thread : threads)
    thread.join();
}
