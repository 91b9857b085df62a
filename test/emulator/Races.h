//===- Races.h - blocks that touch the same memory ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Blocks of a launch run in any order, here one after the other. One may rely
// on what another did only if both counted up the same semaphore: the first one
// after a fence of the thread that did it (or of the one that counts, after a
// barrier), the second one, which may also have looked only, before a fence of
// its own. Each byte knows which block wrote it last, which read it last, and
// when.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_EMULATOR_RACES_H
#define MPC_TEST_EMULATOR_RACES_H

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace emulator {

class Races {
public:
  void beginLaunch();
  void beginBlock(uint32_t number, int threads);
  /// The thread that runs has come to its end.
  void endThread();

  void read(uint64_t address, int size, bool isFresh);
  /// To be called before the bytes at `host` change.
  void write(uint64_t address, int size, const char *host);
  void fence(int thread);
  void barrier();
  void increment(uint64_t semaphore, int thread);
  /// Sees who has counted up so far, without counting.
  void acquire(uint64_t semaphore);

private:
  static constexpr uint64_t kPage = 4096;
  struct Touch {
    uint32_t block = 0; // plus 1
    uint32_t thread = 0;
    uint32_t time = 0;
  };
  struct Page {
    Touch writers[kPage], readers[kPage];
  };
  /// What a block had published of each of its threads when it counted up.
  using Published = std::shared_ptr<const std::vector<uint32_t>>;
  using Known = std::map<uint32_t, Published>; // by block plus 1

  Touch *find(uint64_t address, bool isWriter);
  bool isOrdered(const Touch &earlier) const;
  void finishWrite();

  std::map<uint64_t, std::unique_ptr<Page>> pages;
  Page *lastPage = nullptr;
  uint64_t lastNumber = ~0ull;
  std::map<uint64_t, Known> semaphores;
  Known acquired, known; // before and after a fence
  // Time of each thread's last one, and of the last before a barrier.
  std::vector<uint32_t> fences, settledFences;
  uint32_t self = 0, now = 0, lastBarrier = 0;

  /// A write that may have stored what was there: that is no race.
  struct Pending {
    const char *host = nullptr;
    char old[16];
    int size = 0;
    Touch mine, other[16];
  } pending;
};

Races &races();

/// Whether the launch that runs is checked.
extern bool isFindingRaces;

} // namespace emulator

#endif // MPC_TEST_EMULATOR_RACES_H
