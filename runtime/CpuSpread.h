//===- CpuSpread.h - one CPU for each thread ------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The system likes to wake a thread on the CPU of its waker, and work of a few
// microseconds gives it no reason to move the thread again: two threads can
// share one CPU for a whole run while another idles. Pinning would cure that,
// but takes from the system the choice that it needs when other programs run.
// So a thread that finds itself doubled moves away once, and stays free.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_CPUSPREAD_H
#define MPCRT_RUNTIME_CPUSPREAD_H

#include <atomic>
#include <cstdint>
#include <memory>

namespace mpcrt {

class CpuSpread {
public:
  explicit CpuSpread(int threads);

  /// To be called by thread `number` at every job. Now and then looks whether
  /// a thread with a lower number runs on the same CPU, and if so leaves it.
  /// Number 0, which belongs to the program, is never moved.
  void visit(int number) {
    if (slots[number].visits++ % kInterval == 0)
      look(number);
  }

private:
  static constexpr uint32_t kInterval = 16;

  struct alignas(64) Slot {
    std::atomic<int> cpu = -1;
    uint32_t visits = 0; ///< this and the next: the thread's own
    int64_t nextMove = 0;
  };

  void look(int number);
  bool isDoubled(int number, int cpu) const;
  void leave() const;

  int threads;
  std::unique_ptr<Slot[]> slots;
};

} // namespace mpcrt

#endif // MPCRT_RUNTIME_CPUSPREAD_H
