//===- Calls.cpp - what threads ask of the device -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Block.h"
#include "GlobalMemory.h"
#include "Hooks.h"
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

const void *mpcEmulatedReadGlobal(const void *from, int bytes, bool fresh) {
  return accessGlobal(reinterpret_cast<uint64_t>(from), bytes, bytes);
}

void *mpcEmulatedWriteGlobal(void *to, int bytes) {
  return accessGlobal(reinterpret_cast<uint64_t>(to), bytes, bytes);
}

const void *mpcEmulatedReadShared(const void *from, int bytes) {
  return block().shared().read(from, bytes);
}

void *mpcEmulatedWriteShared(void *to, int bytes) {
  return block().shared().write(to, bytes);
}

unsigned mpcEmulatedAtomicIncrement(unsigned *counter) {
  auto *at = reinterpret_cast<unsigned *>(
      accessGlobal(reinterpret_cast<uint64_t>(counter), 4, 4));
  return (*at)++;
}

void mpcEmulatedCopyAsync(void *shared, const void *global, int bytes) {
  block().shared().startCopy(shared, global, bytes);
}

void mpcEmulatedCommitCopies() { block().shared().closeGroup(); }

void mpcEmulatedWaitCopies(int pending) { block().shared().land(pending); }

void mpcEmulatedFence() {}

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

void mpcEmulatedLoadMatrices(unsigned *to, const void *row, bool transposed) {
  Lane &self = lane();
  self.to = to;
  self.mask = transposed;
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
