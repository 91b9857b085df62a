//===- SharedMemory.h - the shared memory of a block ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each byte, or word, knows who wrote it last, and two of those who read it,
// and when. Time advances at each barrier of the block or of a warp; what other
// threads did since the last barrier they had in common with this one is a
// race.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_EMULATOR_SHAREDMEMORY_H
#define MPC_TEST_EMULATOR_SHAREDMEMORY_H

#include <cstdint>
#include <vector>

namespace emulator {

class Block;

/// A copy from global to shared memory that has not landed.
struct AsyncCopy {
  uint32_t to;
  uint64_t from;
  int bytes;
  bool isRead;
  char data[16];
};

/// Copies of one thread: those of closed groups, then those of the open one.
struct AsyncCopies {
  std::vector<AsyncCopy> copies;
  std::vector<uint32_t> groups; // number of copies, oldest first

  void clear() {
    copies.clear();
    groups.clear();
  }
};

class SharedMemory {
public:
  SharedMemory();

  /// For a new block: poisons `bytes` bytes, which is all there are.
  void start(int bytes);
  /// After a launch that failed, which may have left copies in flight.
  void forget();

  /// Where shared memory begins for threads.
  char *getBase() const { return base; }
  bool isInRegion(uint64_t address) const {
    return address - reinterpret_cast<uint64_t>(base) < kCapacity;
  }

  /// Check an access of the thread that runs, and return where the bytes are.
  const char *read(const void *from, int size);
  char *write(void *to, int size);

  void startCopy(void *to, const void *from, int size);
  void closeGroup();
  void land(int pending);

  void syncBlock();
  void syncWarp(int warp);

private:
  static constexpr uint32_t kCapacity = 1 << 18;
  static constexpr uint32_t kThreadBits = 11;
  static constexpr uint32_t kThreadMask = (1 << kThreadBits) - 1;
  static constexpr uint32_t kInFlight = ~0u;

  uint32_t locate(const void *at, int size);
  bool isRace(uint32_t cell, uint32_t me) const;
  struct Cells;
  template <int Count>
  void readCells(Cells &cells, uint32_t at, uint32_t me);
  template <int Count>
  void writeCells(Cells &cells, uint32_t at, uint32_t me, uint32_t mark);
  void mark(uint32_t at, int size, uint32_t mark);
  void splitWords(uint32_t at, int size);
  void failRead(const Cells &cells, uint32_t at, int count);
  void failWrite(const Cells &cells, uint32_t at, int count);

  char *base = nullptr;
  char *bytes = nullptr;
  int size = 0;
  uint32_t now = 1, blockBegin = 1, lastBarrier = 1;
  uint32_t lastWarpBarrier[32] = {};
  // Time and thread of accesses; readers holds the last, others another one
  // that read before. Words have one of each, until a part of one is accessed.
  struct Cells {
    int size; // in bytes
    std::vector<uint32_t> writers, readers, others;
  } words, parts;
  std::vector<uint8_t> isSplit; // by word
};

} // namespace emulator

#endif // MPC_TEST_EMULATOR_SHAREDMEMORY_H
