//===- phases.cuh - blocks of one launch that wait for each other ---------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A launch does not say which of its blocks run at the same time, so that none may
// wait for one that has not started. Here a block takes the next task when it
// starts: whoever has one with a lower number is running or done, and gets on.
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/blocks.cuh"

namespace mpc {

/// `tasks` tasks, one for each block. A task may wait until the first so many of
/// them are done. Two semaphores and one word of `shared`, which stays theirs; all
/// threads of a block call these functions.
class Tasks {
public:
  __forceinline__ Tasks(uint32 tasks, uint32 *semaphores, uint32 *shared)
      : tasks(tasks), semaphores(semaphores), shared(shared) {}

  /// The number of this block's task.
  __forceinline__ uint32 take() const {
    if (threadIndex() == 0)
      storeShared(shared, atomicIncrement(semaphores));
    barrier();
    return loadShared(shared);
  }

  /// Waits until tasks 0 … count - 1 are done, and sees what they have stored. All
  /// tasks from `count` on wait for these, or for more.
  __forceinline__ void waitFor(uint32 count) const {
    if (threadIndex() == 0)
      while (loadCounter(semaphores + 1) < count)
        ;
    fence();
    barrier();
  }

  /// This block's task is done. The last one leaves the semaphores as they were.
  __forceinline__ void finish() const {
    fence();
    barrier();
    if (threadIndex() == 0 && atomicIncrement(semaphores + 1) == tasks - 1) {
      fence();
      store(semaphores, 0u);
      store(semaphores + 1, 0u);
    }
  }

private:
  uint32 tasks;
  uint32 *semaphores, *shared;
};

} // namespace mpc
