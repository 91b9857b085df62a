//===- CpuSpread.cpp - one CPU for each thread ----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CpuSpread.h"

#include <chrono>
#include <sched.h>

namespace mpcrt {

namespace {

/// Moving costs tens of microseconds; where the system insists, it is right.
constexpr int64_t kMoveNanoseconds = 10'000'000;

int64_t now() {
  using namespace std::chrono;
  return duration_cast<nanoseconds>(steady_clock::now().time_since_epoch())
      .count();
}

} // namespace

CpuSpread::CpuSpread(int threads)
    : threads(threads), slots(std::make_unique<Slot[]>(threads)) {}

void CpuSpread::look(int number) {
  int cpu = sched_getcpu();
  Slot &slot = slots[number];
  slot.cpu.store(cpu, std::memory_order_relaxed);
  if (cpu < 0 || !isDoubled(number, cpu) || now() < slot.nextMove)
    return;
  leave();
  slot.nextMove = now() + kMoveNanoseconds;
  slot.cpu.store(sched_getcpu(), std::memory_order_relaxed);
}

bool CpuSpread::isDoubled(int number, int cpu) const {
  for (int i = 0; i < number; ++i)
    if (slots[i].cpu.load(std::memory_order_relaxed) == cpu)
      return true;
  return false;
}

void CpuSpread::leave() const {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof(allowed), &allowed))
    return;
  cpu_set_t free = allowed;
  for (int i = 0; i < threads; ++i)
    if (int cpu = slots[i].cpu.load(std::memory_order_relaxed);
        cpu >= 0 && cpu < CPU_SETSIZE)
      CPU_CLR(cpu, &free);
  if (CPU_COUNT(&free) == 0)
    return;
  // The second call only widens the choice again; the thread stays.
  if (sched_setaffinity(0, sizeof(free), &free) == 0)
    sched_setaffinity(0, sizeof(allowed), &allowed);
}

} // namespace mpcrt
