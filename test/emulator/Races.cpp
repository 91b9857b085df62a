//===- Races.cpp - blocks that touch the same memory ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Races.h"

#include "Block.h"
#include "Report.h"

#include <algorithm>
#include <cstring>

namespace emulator {

bool isFindingRaces = false;

Races &races() {
  static Races *races = new Races;
  return *races;
}

void Races::beginLaunch() {
  pages.clear();
  semaphores.clear();
  lastNumber = ~0ull;
  now = 0;
}

void Races::beginBlock(uint32_t number, int threads) {
  self = number + 1;
  acquired.clear();
  known.clear();
  fences.assign(threads, 0);
  settledFences = fences;
  lastBarrier = 0;
  pending.host = nullptr;
}

void Races::endThread() { finishWrite(); }

Races::Touch *Races::find(uint64_t address, bool isWriter) {
  if (address / kPage != lastNumber) {
    lastNumber = address / kPage;
    std::unique_ptr<Page> &page = pages[lastNumber];
    if (!page)
      page = std::make_unique<Page>();
    lastPage = page.get();
  }
  return (isWriter ? lastPage->writers : lastPage->readers) + address % kPage;
}

bool Races::isOrdered(const Touch &earlier) const {
  if (earlier.block == 0 || earlier.block == self)
    return true;
  auto it = known.find(earlier.block);
  return it != known.end() && (*it->second)[earlier.thread] > earlier.time;
}

//===----------------------------------------------------------------------===//
// Accesses
//===----------------------------------------------------------------------===//

void Races::read(uint64_t address, int size, bool isFresh) {
  finishWrite();
  Touch mine = {self, uint32_t(block().lane().thread), ++now};
  for (int i = 0; i < size; ++i) {
    Touch writer = *find(address + i, true);
    if (!isOrdered(writer))
      block().fail(kLaunchFailed,
                   format("race: read of global byte %#lx, which thread %u of "
                          "another block (number %u) wrote in this launch",
                          address + i, writer.thread, writer.block - 1));
    if (writer.block && writer.block != self && !isFresh)
      block().fail(kLaunchFailed,
                   format("read of global byte %#lx, which another block "
                          "(number %u) wrote in this launch, through a cache "
                          "that may not know it",
                          address + i, writer.block - 1));
    *find(address + i, false) = mine;
  }
}

void Races::write(uint64_t address, int size, const char *host) {
  finishWrite();
  Touch mine = {self, uint32_t(block().lane().thread), ++now};
  pending.host = host;
  pending.size = size;
  pending.mine = mine;
  std::memcpy(pending.old, host, size);
  for (int i = 0; i < size; ++i) {
    Touch &writer = *find(address + i, true);
    Touch &reader = *find(address + i, false);
    pending.other[i] = !isOrdered(writer)   ? writer
                       : !isOrdered(reader) ? reader
                                            : Touch{};
    writer = mine;
  }
}

void Races::finishWrite() {
  if (!pending.host)
    return;
  const char *host = pending.host;
  pending.host = nullptr;
  for (int i = 0; i < pending.size; ++i)
    if (pending.other[i].block && host[i] != pending.old[i])
      block().fail(
          kLaunchFailed,
          format("race: thread %u wrote another value to a global byte that "
                 "thread %u of another block (number %u) used in this launch",
                 pending.mine.thread, pending.other[i].thread,
                 pending.other[i].block - 1));
}

//===----------------------------------------------------------------------===//
// Order
//===----------------------------------------------------------------------===//

void Races::fence(int thread) {
  finishWrite();
  fences[thread] = ++now;
  for (auto &[block, published] : acquired)
    known[block] = published;
  acquired.clear();
}

void Races::barrier() {
  finishWrite();
  lastBarrier = ++now;
  settledFences = fences;
}

void Races::acquire(uint64_t semaphore) {
  finishWrite();
  for (auto &[block, published] : semaphores[semaphore])
    acquired[block] = published;
}

/// A fence of the thread that counts is one for all that others did before the
/// barrier that came before it.
void Races::increment(uint64_t semaphore, int thread) {
  finishWrite();
  Known &others = semaphores[semaphore];
  for (auto &[block, published] : others)
    acquired[block] = published;
  auto mine = std::make_shared<std::vector<uint32_t>>(settledFences);
  uint32_t own = fences[thread];
  if (own > lastBarrier)
    for (uint32_t &time : *mine)
      time = std::max(time, lastBarrier);
  (*mine)[thread] = own;
  others[self] = mine;
  // What this block knows of others, those after it will know, too.
  for (auto &[block, published] : known)
    others.try_emplace(block, published);
}

} // namespace emulator
