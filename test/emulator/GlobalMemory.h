//===- GlobalMemory.h - the memory of the emulated device -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Device addresses lie in a region that nobody can touch; the bytes are in
// another one, at the same distance from its begin. Each allocation has slots
// of its own with at least one free slot behind it, so that an access out of
// bounds never hits another allocation, and no address is used twice before all
// were.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_EMULATOR_GLOBALMEMORY_H
#define MPC_TEST_EMULATOR_GLOBALMEMORY_H

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace emulator {

class GlobalMemory {
public:
  static constexpr uint64_t kSlot = 1 << 21;
  static constexpr uint64_t kRegion = 1ull << 38;

  bool isReady() const { return bytes != nullptr; }
  uint64_t getUsed() const { return used; }
  uint64_t getMostUsed() const { return mostUsed; }
  void resetMostUsed() { mostUsed = used; }
  size_t countAllocations() const { return live.size(); }

  /// Returns 0 if there is no room. New memory is full of NaNs.
  uint64_t allocate(uint64_t size);
  bool release(uint64_t address);
  void clear();

  /// The host's view of [address, address + size), null if not all of it is in
  /// one allocation.
  char *find(uint64_t address, uint64_t size) const {
    uint64_t offset = address - base;
    if (offset >= kRegion)
      return nullptr;
    const Slot &slot = slots[offset / kSlot];
    uint64_t inside = address - slot.begin;
    if (inside >= slot.size || size > slot.size - inside)
      return nullptr;
    return bytes + offset;
  }

  bool isInRegion(uint64_t address) const { return address - base < kRegion; }
  /// Tells what is at or next below an address.
  std::string describe(uint64_t address) const;

  /// Begin of the region of device addresses.
  uint64_t getBase() const { return base; }

  GlobalMemory();

private:
  struct Slot {
    uint64_t begin = 0, size = 0;
  };

  uint64_t base = 0;
  char *bytes = nullptr;
  Slot *slots = nullptr;
  uint64_t nextSlot = 1;
  uint64_t used = 0, mostUsed = 0;
  std::map<uint64_t, uint64_t> live;
};

GlobalMemory &globalMemory();

/// The bytes that the thread that runs accesses, where the host finds them;
/// ends its launch if it must not (Memory.cpp).
char *accessGlobal(uint64_t address, int size, int alignment);

} // namespace emulator

#endif // MPC_TEST_EMULATOR_GLOBALMEMORY_H
