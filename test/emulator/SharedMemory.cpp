//===- SharedMemory.cpp - the shared memory of a block --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SharedMemory.h"

#include "Block.h"
#include "GlobalMemory.h"
#include "Report.h"

#include <algorithm>
#include <cstring>
#include <sys/mman.h>
#include <type_traits>
#include <utility>

namespace emulator {

static constexpr int kWord = 4;

SharedMemory::SharedMemory() : isSplit(kCapacity / kWord) {
  for (auto [cells, cellSize] : {std::pair(&words, kWord), {&parts, 1}})
    *cells = {cellSize, std::vector<uint32_t>(kCapacity / cellSize),
              std::vector<uint32_t>(kCapacity / cellSize),
              std::vector<uint32_t>(kCapacity / cellSize)};
  auto reserve = [](int protection) {
    return static_cast<char *>(mmap(nullptr, kCapacity, protection,
                                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  };
  base = reserve(PROT_NONE);
  bytes = reserve(PROT_READ | PROT_WRITE);
}

void SharedMemory::start(int newSize) {
  size = newSize;
  std::memset(bytes, 0xff, size);
  // Cells of earlier blocks are older than blockBegin, until time runs out.
  if (++now >= 1u << 20)
    forget();
  blockBegin = now;
  std::fill(isSplit.begin(), isSplit.end(), 0);
  syncBlock();
}

void SharedMemory::forget() {
  for (Cells *cells : {&words, &parts})
    for (auto *all : {&cells->writers, &cells->readers, &cells->others})
      std::fill(all->begin(), all->end(), 0);
  std::fill(isSplit.begin(), isSplit.end(), 0);
  now = 1;
}

void SharedMemory::syncBlock() {
  lastBarrier = ++now;
  for (uint32_t &time : lastWarpBarrier)
    time = now;
}

void SharedMemory::syncWarp(int warp) { lastWarpBarrier[warp] = ++now; }

__attribute__((always_inline)) inline uint32_t
SharedMemory::locate(const void *at, int count) {
  uint64_t offset =
      reinterpret_cast<uint64_t>(at) - reinterpret_cast<uint64_t>(base);
  if (offset + count <= uint64_t(size) && offset < kCapacity &&
      (offset & (count - 1)) == 0) [[likely]]
    return offset;
  if (offset >= kCapacity)
    block().fail(
        kIllegalAddress,
        format("access to shared memory at %p, which is not there", at));
  if (offset + count > uint64_t(size))
    block().fail(kIllegalAddress,
                 format("access to shared bytes [%lu, %lu) of %d", offset,
                        offset + count, size));
  if (offset % count)
    block().fail(kMisalignedAddress,
                 format("access of %d bytes at shared byte %lu is misaligned",
                        count, offset));
  return offset;
}

//===----------------------------------------------------------------------===//
// Checks
//===----------------------------------------------------------------------===//

bool SharedMemory::isRace(uint32_t cell, uint32_t me) const {
  uint32_t time = cell >> kThreadBits, thread = cell & kThreadMask;
  if (time < lastBarrier || thread == me)
    return false;
  return thread / kWarpSize != me / kWarpSize ||
         time >= lastWarpBarrier[me / kWarpSize];
}

/// A number of cells that is known here makes the loops below vectors.
template <class Body>
__attribute__((always_inline)) static inline void withConstant(int count,
                                                               Body body) {
  switch (count) {
  case 16:
    return body(std::integral_constant<int, 16>());
  case 8:
    return body(std::integral_constant<int, 8>());
  case 4:
    return body(std::integral_constant<int, 4>());
  case 2:
    return body(std::integral_constant<int, 2>());
  case 1:
    return body(std::integral_constant<int, 1>());
  }
}

/// Of two earlier readers the one of another warp is kept, for it will stay
/// unordered for longer.
template <int Count>
__attribute__((always_inline)) inline void
SharedMemory::readCells(Cells &cells, uint32_t at, uint32_t me) {
  const uint32_t first = blockBegin << kThreadBits,
                 recent = lastBarrier << kThreadBits,
                 mark = now << kThreadBits | me;
  const uint32_t *writers = &cells.writers[at];
  uint32_t bad = 0;
  for (int i = 0; i < Count; ++i)
    bad |=
        uint32_t(writers[i] < first) | (uint32_t(writers[i] >= recent) &
                                        uint32_t((writers[i] ^ me) << 21 != 0));
  if (bad) [[unlikely]]
    failRead(cells, at, Count);
  uint32_t *lasts = &cells.readers[at], *rest = &cells.others[at];
  for (int i = 0; i < Count; ++i) {
    uint32_t last = lasts[i], other = rest[i];
    uint32_t isOther = uint32_t(last >= recent) & ((last ^ me) << 21 != 0);
    uint32_t isNear = (last ^ me) << 21 >> 26 == 0;
    uint32_t otherIsFar =
        uint32_t(other >= recent) & ((other ^ me) << 21 >> 26 != 0);
    rest[i] = isOther & ~(isNear & otherIsFar) & 1 ? last : other;
    lasts[i] = mark;
  }
}

/// Who read before is forgotten: all that races with it races with this, too.
template <int Count>
inline void SharedMemory::writeCells(Cells &cells, uint32_t at, uint32_t me,
                                     uint32_t mark) {
  const uint32_t recent = lastBarrier << kThreadBits;
  uint32_t bad = 0;
  for (auto *all : {&cells.writers, &cells.readers, &cells.others})
    for (int i = 0; i < Count; ++i) {
      uint32_t cell = (*all)[at + i];
      bad |= uint32_t(cell >= recent) & uint32_t((cell ^ me) << 21 != 0);
    }
  if (bad) [[unlikely]]
    failWrite(cells, at, Count);
  for (int i = 0; i < Count; ++i) {
    cells.writers[at + i] = mark;
    cells.readers[at + i] = cells.others[at + i] = 0;
  }
}

void SharedMemory::splitWords(uint32_t at, int count) {
  for (uint32_t word = at / kWord; word <= (at + count - 1) / kWord; ++word) {
    if (isSplit[word])
      continue;
    isSplit[word] = true;
    for (uint32_t i = word * kWord; i < (word + 1) * kWord; ++i) {
      parts.writers[i] = words.writers[word];
      parts.readers[i] = words.readers[word];
      parts.others[i] = words.others[word];
    }
  }
}

void SharedMemory::failRead(const Cells &cells, uint32_t at, int count) {
  const uint32_t me = block().lane().thread;
  for (uint32_t i = at; i < at + count; ++i) {
    uint32_t cell = cells.writers[i], byte = i * cells.size;
    if (cell == kInFlight)
      block().fail(kLaunchFailed,
                   format("read of shared byte %u, whose asynchronous copy has "
                          "not been waited for",
                          byte));
    if (cell < blockBegin << kThreadBits)
      block().fail(
          kLaunchFailed,
          format("read of shared byte %u, which was never written", byte));
    if (isRace(cell, me))
      block().fail(kLaunchFailed,
                   format("race: read of shared byte %u, which thread %u wrote "
                          "since the last barrier",
                          byte, cell & kThreadMask));
  }
}

void SharedMemory::failWrite(const Cells &cells, uint32_t at, int count) {
  const uint32_t me = block().lane().thread;
  for (uint32_t i = at; i < at + count; ++i) {
    uint32_t byte = i * cells.size;
    if (cells.writers[i] == kInFlight)
      block().fail(kLaunchFailed,
                   format("write of shared byte %u, to which an asynchronous "
                          "copy is on its way",
                          byte));
    if (isRace(cells.writers[i], me))
      block().fail(
          kLaunchFailed,
          format("race: write of shared byte %u, which thread %u wrote "
                 "since the last barrier",
                 byte, cells.writers[i] & kThreadMask));
    for (uint32_t cell : {cells.readers[i], cells.others[i]})
      if (isRace(cell, me))
        block().fail(kLaunchFailed,
                     format("race: write of shared byte %u, which thread %u "
                            "read since the last barrier",
                            byte, cell & kThreadMask));
  }
}

/// Whether one of the words of `Count` bytes is split.
template <int Count>
static inline bool isAnySplit(const uint8_t *flags) {
  if constexpr (Count == 16) {
    uint32_t all;
    std::memcpy(&all, flags, sizeof(all));
    return all;
  } else {
    return flags[0] | flags[Count == 8];
  }
}

const char *SharedMemory::read(const void *from, int count) {
  uint32_t at = locate(from, count), me = block().lane().thread;
  withConstant(count, [&](auto size) {
    if constexpr (size >= kWord)
      if (!isAnySplit<size>(&isSplit[at / kWord])) [[likely]]
        return readCells<size / kWord>(words, at / kWord, me);
    splitWords(at, size);
    readCells<size>(parts, at, me);
  });
  return bytes + at;
}

/// Whole words need no parts any more.
void SharedMemory::mark(uint32_t at, int count, uint32_t mark) {
  const uint32_t me = block().lane().thread;
  withConstant(count, [&](auto size) {
    if constexpr (size >= kWord)
      if (!isAnySplit<size>(&isSplit[at / kWord])) [[likely]]
        return writeCells<size / kWord>(words, at / kWord, me, mark);
    splitWords(at, size);
    writeCells<size>(parts, at, me, mark);
    for (int i = 0; i < size / kWord; ++i) {
      words.writers[at / kWord + i] = mark;
      words.readers[at / kWord + i] = words.others[at / kWord + i] = 0;
      isSplit[at / kWord + i] = false;
    }
  });
}

char *SharedMemory::write(void *to, int count) {
  uint32_t at = locate(to, count);
  mark(at, count, now << kThreadBits | block().lane().thread);
  return bytes + at;
}

//===----------------------------------------------------------------------===//
// Asynchronous copies
//===----------------------------------------------------------------------===//

void SharedMemory::startCopy(void *to, const void *from, int count) {
  if (count < 0 || count > 16)
    block().fail(kLaunchFailed,
                 format("asynchronous copy of %d bytes of 16", count));
  AsyncCopy copy = {
      locate(to, 16), reinterpret_cast<uint64_t>(from), count, false, {}};
  mark(copy.to, 16, kInFlight);
  const char *source = accessGlobal(copy.from, count, 16);
  // The device reads at any time until the copy has landed.
  copy.isRead = block().getRandom().oneIn(2);
  if (copy.isRead)
    std::memcpy(copy.data, source, count);
  std::memset(bytes + copy.to, 0xff, 16);
  block().lane().copies.copies.push_back(copy);
}

void SharedMemory::closeGroup() {
  AsyncCopies &mine = block().lane().copies;
  uint32_t closed = 0;
  for (uint32_t group : mine.groups)
    closed += group;
  mine.groups.push_back(mine.copies.size() - closed);
}

void SharedMemory::land(int pending) {
  Lane &lane = block().lane();
  AsyncCopies &mine = lane.copies;
  size_t landing = 0, groups = 0;
  while (mine.groups.size() - groups > size_t(pending))
    landing += mine.groups[groups++];
  for (size_t i = 0; i < landing; ++i) {
    AsyncCopy &copy = mine.copies[i];
    if (!copy.isRead && copy.bytes)
      std::memcpy(copy.data, globalMemory().find(copy.from, copy.bytes),
                  copy.bytes);
    std::memcpy(bytes + copy.to, copy.data, 16);
    for (int word = 0; word < 16 / kWord; ++word)
      words.writers[copy.to / kWord + word] = now << kThreadBits | lane.thread;
  }
  mine.copies.erase(mine.copies.begin(), mine.copies.begin() + landing);
  mine.groups.erase(mine.groups.begin(), mine.groups.begin() + groups);
}

} // namespace emulator
