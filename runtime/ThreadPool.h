//===- ThreadPool.h - the threads that run kernels ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Launches last from 5 us up and come in bursts, so waking a thread must cost
// far less than that: workers spin for a while after each job before they
// sleep. Each worker has a mailbox of its own, and only the workers that get a
// share of a job take part in it.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_THREADPOOL_H
#define MPCRT_RUNTIME_THREADPOOL_H

#include "CpuSpread.h"

#include "mpcrt/Session.h"
#include "mpcrt/Status.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <pthread.h>
#include <type_traits>
#include <vector>

namespace mpcrt {

/// The number of CPUs that this process may use.
int availableCpus();

/// What to use for `wanted` threads: itself if positive, else MPC_THREADS, else
/// one thread per available CPU.
Expected<int> resolveThreads(int wanted);

/// A fixed number of threads, of which the caller of run() is the first, or a
/// program's own. One caller at a time.
class ThreadPool {
public:
  static Expected<std::unique_ptr<ThreadPool>>
  create(int threads, const ParallelFor &given = {});
  ThreadPool(const ThreadPool &) = delete;
  ThreadPool &operator=(const ThreadPool &) = delete;
  ~ThreadPool();

  int threads() const { return count; }

  /// Calls `body(thread, begin, end)` for consecutive, nearly equal shares of
  /// [0, tasks), one per thread, and returns when all are done. Without tasks
  /// nothing is called; a single one runs on the caller. False if threads of
  /// the program's have left some undone.
  template <typename Body>
  bool run(int64_t tasks, Body &&body) {
    using Plain = std::remove_reference_t<Body>;
    return runErased(
        tasks,
        [](void *context, int thread, int64_t begin, int64_t end) {
          (*static_cast<Plain *>(context))(thread, begin, end);
        },
        const_cast<std::remove_const_t<Plain> *>(&body));
  }

private:
  using ErasedBody = void (*)(void *context, int thread, int64_t begin,
                              int64_t end);

  /// One worker. The ticket counts the jobs it has been given; its line of the
  /// cache is written by the caller, and read by nobody else.
  struct alignas(64) Worker {
    std::atomic<uint32_t> ticket = 0;
    std::atomic<uint32_t> asleep = 0;
    ThreadPool *pool = nullptr;
    int number = 0;
    pthread_t thread = {};
  };

  explicit ThreadPool(int threads) : count(threads), spread(threads) {}
  bool runErased(int64_t tasks, ErasedBody body, void *context);
  bool runGiven();
  static void runGivenShare(void *pool, int number);
  void runShare(int number);
  void awaitWorkers();
  void serve(Worker &worker);
  Status startWorker(int number);
  static void *workerMain(void *worker);

  int count;
  ParallelFor given;
  std::vector<std::unique_ptr<Worker>> workers;
  CpuSpread spread;
  int64_t spinNanoseconds = 0;

  // The job. Written before the tickets, read after them.
  ErasedBody jobBody = nullptr;
  void *jobContext = nullptr;
  int64_t jobTasks = 0;
  int jobShares = 0;
  bool stopping = false;

  alignas(64) std::atomic<uint32_t> pending = 0;
  std::atomic<uint32_t> callerAsleep = 0;

  // Of threads that are given, which need not do what they were told.
  std::unique_ptr<std::atomic<bool>[]> isTaken; ///< by number of the share
  std::atomic<int> sharesLeft = 0;
};

} // namespace mpcrt

#endif // MPCRT_RUNTIME_THREADPOOL_H
