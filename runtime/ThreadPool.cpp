//===- ThreadPool.cpp - the threads that run kernels ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ThreadPool.h"

#include "Error.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace mpcrt {

namespace {

constexpr int kMaxThreads = 1024;

/// Long enough to bridge the gaps inside a step and between two steps whose
/// batch is at hand: waking a thread that sleeps was seen to take 40 us. Short
/// enough not to burn a CPU that has nothing to do.
constexpr int64_t kSpinNanoseconds = 200'000;
constexpr int64_t kOfferNanoseconds = 5'000;

void relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

int64_t now() {
  using namespace std::chrono;
  return duration_cast<nanoseconds>(steady_clock::now().time_since_epoch())
      .count();
}

/// Sleeps unless `word` no longer holds `value`; may return early.
void futexWait(std::atomic<uint32_t> &word, uint32_t value) {
  syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, value, nullptr, nullptr, 0);
}

void futexWake(std::atomic<uint32_t> &word) {
  syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

/// Returns true as soon as `word` has left `value`, false after a while.
///
/// The one we wait for may be waiting for this very CPU: the system likes to
/// wake a thread where its waker runs. So the CPU is offered now and then.
bool spin(const std::atomic<uint32_t> &word, uint32_t value,
          int64_t nanoseconds) {
  int64_t start = now(), offered = start;
  for (int64_t time = start; time - start < nanoseconds; time = now()) {
    for (int i = 0; i < 16; ++i) {
      if (word.load(std::memory_order_acquire) != value)
        return true;
      relax();
    }
    if (time - offered > kOfferNanoseconds) {
      sched_yield();
      offered = time;
    }
  }
  return false;
}

/// Waits until `word` has left `value`: first awake, then asleep.
///
/// `asleep` and `word` are written and read in opposite order by the two sides,
/// all sequentially consistent: either the waiter sees the new word, or the
/// waker sees that someone sleeps.
void await(std::atomic<uint32_t> &word, uint32_t value,
           std::atomic<uint32_t> &asleep, int64_t spinNanoseconds) {
  if (spin(word, value, spinNanoseconds))
    return;
  asleep.store(1);
  while (word.load() == value)
    futexWait(word, value);
  asleep.store(0, std::memory_order_relaxed);
}

void wakeIfAsleep(std::atomic<uint32_t> &word,
                  const std::atomic<uint32_t> &asleep) {
  if (asleep.load())
    futexWake(word);
}

} // namespace

int availableCpus() {
  // Machines with more CPUs than a cpu_set_t holds answer EINVAL.
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof(set), &set) == 0)
    return std::max(1, CPU_COUNT(&set));
  return static_cast<int>(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN)));
}

Expected<int> resolveThreads(int wanted) {
  if (wanted > 0 && wanted <= kMaxThreads)
    return wanted;
  if (wanted != 0)
    return makeError(StatusCode::usage,
                     "{} threads are wanted, but 1 to {} are possible", wanted,
                     kMaxThreads);
  const char *text = std::getenv("MPC_THREADS");
  if (!text || !*text)
    return std::min(availableCpus(), kMaxThreads);
  const char *end = text + std::strlen(text);
  int threads = 0;
  auto [stop, error] = std::from_chars(text, end, threads);
  if (error != std::errc() || stop != end || threads < 1 ||
      threads > kMaxThreads)
    return makeError(StatusCode::usage,
                     "MPC_THREADS is {}, but a number from 1 to {} is expected",
                     quote(text), kMaxThreads);
  return threads;
}

Expected<std::unique_ptr<ThreadPool>>
ThreadPool::create(int threads, const ParallelFor &given) {
  std::unique_ptr<ThreadPool> pool(new ThreadPool(threads));
  if (given.call) {
    pool->given = given;
    pool->isTaken = std::make_unique<std::atomic<bool>[]>(threads);
    return pool;
  }
  // A thread that spins while another waits for its CPU only delays it.
  pool->spinNanoseconds = threads <= availableCpus() ? kSpinNanoseconds : 0;
  for (int number = 1; number < threads; ++number)
    if (Status status = pool->startWorker(number); !status.ok())
      return status;
  return pool;
}

Status ThreadPool::startWorker(int number) {
  auto worker = std::make_unique<Worker>();
  worker->pool = this;
  worker->number = number;
  // Signals belong to the program's own threads.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int error =
      pthread_create(&worker->thread, nullptr, workerMain, worker.get());
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (error)
    return makeError(StatusCode::os, "cannot start thread {}: {}", number + 1,
                     osReason(error));
  workers.push_back(std::move(worker));
  return {};
}

ThreadPool::~ThreadPool() {
  stopping = true;
  for (auto &worker : workers) {
    worker->ticket.fetch_add(1);
    wakeIfAsleep(worker->ticket, worker->asleep);
  }
  for (auto &worker : workers)
    pthread_join(worker->thread, nullptr);
}

void *ThreadPool::workerMain(void *worker) {
  auto *self = static_cast<Worker *>(worker);
  self->pool->serve(*self);
  return nullptr;
}

void ThreadPool::serve(Worker &worker) {
  for (uint32_t seen = 0;; ++seen) {
    await(worker.ticket, seen, worker.asleep, spinNanoseconds);
    if (stopping)
      return;
    runShare(worker.number);
    if (pending.fetch_sub(1) == 1)
      wakeIfAsleep(pending, callerAsleep);
  }
}

void ThreadPool::runShare(int number) {
  if (!given.call)
    spread.visit(number);
  int64_t each = jobTasks / jobShares, rest = jobTasks % jobShares;
  int64_t begin = number * each + std::min<int64_t>(number, rest);
  jobBody(jobContext, number, begin, begin + each + (number < rest));
}

bool ThreadPool::runErased(int64_t tasks, ErasedBody body, void *context) {
  if (tasks <= 0)
    return true;
  if (tasks == 1 || count == 1) {
    body(context, 0, 0, tasks);
    return true;
  }

  jobBody = body;
  jobContext = context;
  jobTasks = tasks;
  jobShares = static_cast<int>(std::min<int64_t>(tasks, threads()));
  if (given.call)
    return runGiven();
  pending.store(jobShares - 1, std::memory_order_relaxed);
  for (int i = 0; i < jobShares - 1; ++i) {
    workers[i]->ticket.fetch_add(1);
    wakeIfAsleep(workers[i]->ticket, workers[i]->asleep);
  }
  runShare(0);
  awaitWorkers();
  return true;
}

/// The program may throw, do a share twice or leave it out: what counts is that
/// each has been done once.
bool ThreadPool::runGiven() {
  for (int i = 0; i < jobShares; ++i)
    isTaken[i] = false;
  sharesLeft = jobShares;
  try {
    return given.call(given.user, jobShares, runGivenShare, this) == 0 &&
           sharesLeft == 0;
  } catch (...) {
    return false;
  }
}

void ThreadPool::runGivenShare(void *self, int number) {
  auto &pool = *static_cast<ThreadPool *>(self);
  if (number < 0 || number >= pool.jobShares ||
      pool.isTaken[number].exchange(true))
    return;
  pool.runShare(number);
  --pool.sharesLeft;
}

void ThreadPool::awaitWorkers() {
  while (uint32_t left = pending.load(std::memory_order_acquire))
    await(pending, left, callerAsleep, spinNanoseconds);
}

} // namespace mpcrt
