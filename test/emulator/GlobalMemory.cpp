//===- GlobalMemory.cpp - the memory of the emulated device ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "GlobalMemory.h"

#include "Settings.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <sys/mman.h>

namespace emulator {

static char *reserve(uint64_t size, int protection) {
  void *at = mmap(nullptr, size, protection,
                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return at == MAP_FAILED ? nullptr : static_cast<char *>(at);
}

GlobalMemory::GlobalMemory() {
  char *region = reserve(kRegion + kSlot, PROT_NONE);
  bytes = reserve(kRegion, PROT_READ | PROT_WRITE);
  slots = reinterpret_cast<Slot *>(
      reserve(kRegion / kSlot * sizeof(Slot), PROT_READ | PROT_WRITE));
  if (!region || !bytes || !slots)
    bytes = nullptr;
  base = (reinterpret_cast<uint64_t>(region) + kSlot - 1) / kSlot * kSlot;
}

GlobalMemory &globalMemory() {
  static GlobalMemory *memory = new GlobalMemory;
  return *memory;
}

uint64_t GlobalMemory::allocate(uint64_t size) {
  uint64_t count = (size + kSlot - 1) / kSlot;
  if (size == 0 || size > settings().memory - used)
    return 0;
  if (nextSlot + count + 1 > kRegion / kSlot) {
    // Start over behind what lives.
    nextSlot =
        live.empty()
            ? 1
            : (live.rbegin()->first + live.rbegin()->second - base) / kSlot + 2;
    if (nextSlot + count + 1 > kRegion / kSlot)
      return 0;
  }
  uint64_t address = base + nextSlot * kSlot;
  for (uint64_t i = 0; i < count; ++i)
    slots[nextSlot + i] = {address, size};
  nextSlot += count + 1;
  std::memset(bytes + (address - base), 0xff, size);
  live[address] = size;
  used += size;
  mostUsed = std::max(mostUsed, used);
  return address;
}

bool GlobalMemory::release(uint64_t address) {
  auto it = live.find(address);
  if (it == live.end())
    return false;
  uint64_t first = (address - base) / kSlot;
  uint64_t count = (it->second + kSlot - 1) / kSlot;
  for (uint64_t i = 0; i < count; ++i)
    slots[first + i] = {};
  madvise(bytes + (address - base), count * kSlot, MADV_DONTNEED);
  used -= it->second;
  live.erase(it);
  return true;
}

void GlobalMemory::clear() {
  while (!live.empty())
    release(live.begin()->first);
}

std::string GlobalMemory::describe(uint64_t address) const {
  auto it = live.upper_bound(address);
  char text[160];
  if (it == live.begin()) {
    std::snprintf(text, sizeof(text), "address %#lx, below all allocations",
                  address);
  } else {
    --it;
    std::snprintf(text, sizeof(text),
                  "address %#lx, byte %lu of an allocation of %lu bytes at "
                  "%#lx",
                  address, address - it->first, it->second, it->first);
  }
  return text;
}

} // namespace emulator
