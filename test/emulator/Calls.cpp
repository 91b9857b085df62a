//===- Calls.cpp - what threads ask of the device -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Block.h"
#include "Counters.h"
#include "GlobalMemory.h"
#include "Hooks.h"
#include "Races.h"
#include "Report.h"

namespace emulator {

char *accessGlobal(uint64_t address, int size, int alignment) {
  char *bytes = globalMemory().find(address, size);
  if (address % alignment)
    block().fail(
        kMisalignedAddress,
        format("access of %d bytes at %#lx is misaligned", alignment, address));
  if (!bytes && size)
    block().fail(kIllegalAddress,
                 format("access of %d bytes out of bounds: ", size) +
                     globalMemory().describe(address));
  return bytes;
}

} // namespace emulator

using namespace emulator;

static Lane &lane() { return block().lane(); }

/// For the counters.
static void record(Access access, const void *at, int bytes, const void *site) {
  counters().add({site, reinterpret_cast<uint64_t>(at), 0,
                  uint8_t(lane().thread % kWarpSize), uint8_t(bytes), access});
}

const void *mpcEmulatedReadGlobal(const void *from, int bytes, bool fresh) {
  uint64_t address = reinterpret_cast<uint64_t>(from);
  char *result = accessGlobal(address, bytes, bytes);
  if (isCounting)
    record(Access::load, from, bytes, __builtin_return_address(0));
  if (isFindingRaces)
    races().read(address, bytes, fresh);
  return result;
}

void *mpcEmulatedWriteGlobal(void *to, int bytes) {
  uint64_t address = reinterpret_cast<uint64_t>(to);
  char *result = accessGlobal(address, bytes, bytes);
  if (isCounting)
    record(Access::store, to, bytes, __builtin_return_address(0));
  if (isFindingRaces)
    races().write(address, bytes, result);
  return result;
}

const void *mpcEmulatedReadShared(const void *from, int bytes) {
  if (isCounting)
    record(Access::shared, from, bytes, __builtin_return_address(0));
  return block().shared().read(from, bytes);
}

void *mpcEmulatedWriteShared(void *to, int bytes) {
  if (isCounting)
    record(Access::shared, to, bytes, __builtin_return_address(0));
  return block().shared().write(to, bytes);
}

unsigned mpcEmulatedAtomicIncrement(unsigned *counter) {
  auto *at = reinterpret_cast<unsigned *>(
      accessGlobal(reinterpret_cast<uint64_t>(counter), 4, 4));
  if (isCounting)
    ++counters().now().atomics;
  if (isFindingRaces)
    races().increment(reinterpret_cast<uint64_t>(counter), lane().thread);
  block().forgetLooks();
  return (*at)++;
}

/// Blocks run one after the other: what a block does not see when it first looks,
/// it would wait for in vain.
unsigned mpcEmulatedLoadCounter(const unsigned *counter) {
  uint64_t address = reinterpret_cast<uint64_t>(counter);
  unsigned value = *reinterpret_cast<unsigned *>(accessGlobal(address, 4, 4));
  if (block().waitsAgain(address, value))
    block().fail(kLaunchFailed,
                 format("waits for counter %#lx, which is %u, to be more, but "
                        "no block that came before has anything left to do",
                        address, value));
  if (isCounting)
    record(Access::load, counter, 4, __builtin_return_address(0));
  if (isFindingRaces)
    races().acquire(address);
  return value;
}

void mpcEmulatedCopyAsync(void *shared, const void *global, int bytes) {
  if (isCounting) {
    if (bytes > 0)
      record(Access::load, global, bytes, __builtin_return_address(0));
    record(Access::copy, shared, 16, __builtin_return_address(0));
  }
  block().shared().startCopy(shared, global, bytes);
  // Such copies go past the first cache.
  if (isFindingRaces && bytes > 0)
    races().read(reinterpret_cast<uint64_t>(global), bytes, true);
}

void mpcEmulatedCommitCopies() { block().shared().closeGroup(); }

void mpcEmulatedWaitCopies(int pending) { block().shared().land(pending); }

void mpcEmulatedFence() {
  if (isFindingRaces)
    races().fence(lane().thread);
}

void mpcEmulatedBarrier() {
  block().meet(Wait::barrier, __builtin_return_address(0));
}

void mpcEmulatedWarpBarrier() {
  block().meet(Wait::warpBarrier, __builtin_return_address(0));
}

unsigned mpcEmulatedShuffleXor(unsigned value, int mask) {
  Lane &self = lane();
  self.word = value;
  self.mask = mask;
  block().meet(Wait::shuffle, __builtin_return_address(0));
  return self.word;
}

bool mpcEmulatedAnyLane(bool condition) {
  Lane &self = lane();
  self.word = condition;
  block().meet(Wait::vote, __builtin_return_address(0));
  return self.word;
}

unsigned mpcEmulatedMatchLanes(unsigned value) {
  Lane &self = lane();
  self.word = value;
  block().meet(Wait::match, __builtin_return_address(0));
  return self.word;
}

void mpcEmulatedLoadMatrices(unsigned *to, const void *row, bool transposed) {
  Lane &self = lane();
  self.to = to;
  self.mask = transposed;
  if (isCounting)
    record(Access::matrices, row, 16, __builtin_return_address(0));
  self.row = block().shared().read(row, 16);
  block().meet(Wait::matrices, __builtin_return_address(0));
}

void mpcEmulatedMultiplyAdd(Format format, float *sum, const unsigned *a,
                            const unsigned *b) {
  Lane &self = lane();
  self.mask = int(format);
  self.sum = sum;
  self.a = a;
  self.b = b;
  block().meet(Wait::product, __builtin_return_address(0));
}
