//===- ThreadPoolTest.cpp - the threads that run kernels ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ThreadPool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <numeric>
#include <thread>

using namespace mpcrt;

namespace {

std::unique_ptr<ThreadPool> makePool(int threads) {
  auto pool = ThreadPool::create(threads);
  EXPECT_TRUE(pool) << pool.error().message();
  return std::move(*pool);
}

} // namespace

TEST(ThreadPool, gives_every_task_to_exactly_one_thread) {
  for (int threads : {1, 2, 3, 8}) {
    auto pool = makePool(threads);
    for (int64_t tasks : {1, 2, 3, 7, 8, 9, 1000}) {
      std::vector<int> count(tasks);
      pool->run(tasks, [&](int, int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i)
          ++count[i];
      });
      EXPECT_EQ(count, std::vector<int>(tasks, 1)) << threads << " " << tasks;
    }
  }
}

TEST(ThreadPool, splits_into_contiguous_nearly_equal_shares) {
  auto pool = makePool(4);
  std::vector<std::pair<int64_t, int64_t>> shares(4);
  pool->run(10, [&](int thread, int64_t begin, int64_t end) {
    shares[thread] = {begin, end};
  });
  EXPECT_THAT(shares, testing::ElementsAre(std::pair(0, 3), std::pair(3, 6),
                                           std::pair(6, 8), std::pair(8, 10)));
}

TEST(ThreadPool, takes_as_many_tasks_as_there_can_be) {
  auto pool = makePool(3);
  std::vector<int64_t> ends(3);
  pool->run(INT64_MAX,
            [&](int thread, int64_t, int64_t end) { ends[thread] = end; });
  EXPECT_EQ(ends[2], INT64_MAX);
}

TEST(ThreadPool, does_nothing_without_tasks) {
  auto pool = makePool(2);
  for (int64_t tasks : {int64_t(0), int64_t(-1), INT64_MIN})
    pool->run(tasks, [](int, int64_t, int64_t) { FAIL(); });
}

TEST(ThreadPool, runs_a_single_task_on_the_caller) {
  auto pool = makePool(4);
  auto self = std::this_thread::get_id();
  pool->run(1, [&](int thread, int64_t begin, int64_t end) {
    EXPECT_EQ(thread, 0);
    EXPECT_EQ(end - begin, 1);
    EXPECT_EQ(std::this_thread::get_id(), self);
  });
}

TEST(ThreadPool, survives_bursts_and_pauses) {
  auto pool = makePool(4);
  int64_t sums[4] = {};
  int64_t launches = 0;
  for (int burst = 0; burst < 60; ++burst) {
    for (int launch = 0; launch < 50; ++launch, ++launches)
      pool->run(4, [&](int thread, int64_t begin, int64_t) {
        sums[thread] += begin == thread;
      });
    // Some pauses are longer than the workers spin, some are not.
    std::this_thread::sleep_for(std::chrono::microseconds(burst % 6 * 100));
  }
  for (int64_t sum : sums)
    EXPECT_EQ(sum, launches);
}

TEST(ThreadPool, waits_for_slow_workers) {
  auto pool = makePool(3);
  std::vector<int> done(3);
  pool->run(3, [&](int thread, int64_t, int64_t) {
    std::this_thread::sleep_for(std::chrono::milliseconds(3 * thread));
    done[thread] = 1;
  });
  EXPECT_EQ(done, std::vector<int>(3, 1));
}

TEST(ThreadPool, ends_while_its_workers_spin_or_sleep) {
  for (int i = 0; i < 20; ++i) {
    auto pool = makePool(4);
    pool->run(4, [](int, int64_t, int64_t) {});
    std::this_thread::sleep_for(std::chrono::microseconds(i * 20));
  }
}

TEST(ThreadPool, takes_its_size_from_the_option_or_the_environment) {
  unsetenv("MPC_THREADS");
  EXPECT_EQ(*resolveThreads(3), 3);
  EXPECT_EQ(*resolveThreads(0), availableCpus());
  setenv("MPC_THREADS", "7", 1);
  EXPECT_EQ(*resolveThreads(0), 7);
  EXPECT_EQ(*resolveThreads(3), 3);
  for (const char *bad :
       {"0", "-1", "1025", "two", "2 ", "99999999999999999999"}) {
    setenv("MPC_THREADS", bad, 1);
    auto threads = resolveThreads(0);
    ASSERT_FALSE(threads);
    EXPECT_EQ(threads.error().code(), StatusCode::usage);
    EXPECT_THAT(threads.error().message(), testing::HasSubstr(bad));
  }
  unsetenv("MPC_THREADS");
  EXPECT_FALSE(resolveThreads(-1));
  EXPECT_FALSE(resolveThreads(1025));
}
