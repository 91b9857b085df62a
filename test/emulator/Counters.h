//===- Counters.h - what kernels do to memory -----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Accesses of a warp are one request if they are of one place in the code and
// the same number of times that a lane came there since the warp last met.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_EMULATOR_COUNTERS_H
#define MPC_TEST_EMULATOR_COUNTERS_H

#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace emulator {

// Sectors are the 32-byte pieces of memory that requests touch; ideal ones are
// as many as the bytes of a request would fill. Unique bytes are counted once
// per launch. Conflicts are passes over the banks that would not be needed if
// all lanes met different banks. Products, matrices and copies are counted per
// warp, barriers per block.
#define EMULATOR_KERNEL_COUNTERS(COUNTER)                                      \
  COUNTER(launches)                                                            \
  COUNTER(blocks)                                                              \
  COUNTER(threads)                                                             \
  COUNTER(loadRequests)                                                        \
  COUNTER(loadSectors)                                                         \
  COUNTER(loadIdealSectors)                                                    \
  COUNTER(loadBytes)                                                           \
  COUNTER(storeRequests)                                                       \
  COUNTER(storeSectors)                                                        \
  COUNTER(storeIdealSectors)                                                   \
  COUNTER(storeBytes)                                                          \
  COUNTER(uniqueBytesRead)                                                     \
  COUNTER(uniqueBytesWritten)                                                  \
  COUNTER(uniqueBytes)                                                         \
  COUNTER(sharedRequests)                                                      \
  COUNTER(sharedConflicts)                                                     \
  COUNTER(matrixRequests)                                                      \
  COUNTER(matrixConflicts)                                                     \
  COUNTER(copyRequests)                                                        \
  COUNTER(copyConflicts)                                                       \
  COUNTER(products)                                                            \
  COUNTER(barriers)                                                            \
  COUNTER(warpBarriers)                                                        \
  COUNTER(shuffles)                                                            \
  COUNTER(atomics)

struct KernelCounters {
#define COUNTER(NAME) uint64_t NAME = 0;
  EMULATOR_KERNEL_COUNTERS(COUNTER)
#undef COUNTER
};

/// What one lane does to memory at one place in the code.
enum class Access : uint8_t { load, store, shared, matrices, copy };

struct Record {
  const void *site;
  uint64_t address;
  uint32_t occurrence;
  uint8_t lane, size;
  Access access;
};

/// Which bytes of global memory a launch has touched.
class TouchedBytes {
public:
  void add(uint64_t address, uint64_t size, bool isWrite);
  /// Adds the numbers of bytes to the counters, and forgets them.
  void finish(KernelCounters &counters);

private:
  static constexpr uint64_t kPage = 4096;
  struct Page {
    uint64_t bits[2][kPage / 64] = {}; // read, written
  };
  std::map<uint64_t, std::unique_ptr<Page>> pages;
  Page *last = nullptr;
  uint64_t lastNumber = ~0ull;
};

class Counters {
public:
  void beginLaunch(const std::string &kernel, uint64_t blocks, int threads);
  void endLaunch();
  /// All lanes of a warp have come to where they wait.
  void endRound();
  /// A block has ended before its time.
  void dropRound() { records.clear(); }

  /// Accesses of a lane come in their order.
  void add(Record record);
  KernelCounters &now() { return *current; }

  std::map<std::string, KernelCounters> kernels;

private:
  using Records = std::vector<Record>;
  void numberOccurrences();
  void count(const Record *begin, const Record *end);
  void countGlobal(const Record *begin, const Record *end);
  /// Passes over the banks that a request needs beyond the fewest.
  int countConflicts(const Record *begin, const Record *end) const;

  KernelCounters unused;
  KernelCounters *current = &unused;
  TouchedBytes touched;
  Records records;
};

Counters &counters();

/// Whether the launch that runs is counted.
extern bool isCounting;

} // namespace emulator

#endif // MPC_TEST_EMULATOR_COUNTERS_H
