//===- Settings.h - what the environment asks of the device ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_EMULATOR_SETTINGS_H
#define MPC_TEST_EMULATOR_SETTINGS_H

#include <cstdint>
#include <string>
#include <string_view>

namespace emulator {

struct Settings {
  int arch = 80;                // MPC_EMULATOR_ARCH
  uint64_t seed = 1;            // MPC_EMULATOR_SEED
  uint64_t memory = 2ull << 30; // MPC_EMULATOR_MEMORY, in bytes
  bool counts = false;  // MPC_EMULATOR_COUNT, or a file for the counters
  bool races = false;   // MPC_EMULATOR_RACES: between blocks
  std::string counters; // MPC_EMULATOR_COUNTERS
  std::string report;   // MPC_EMULATOR_REPORT
  std::string fault;    // MPC_EMULATOR_FAULT

  /// What a block may ask for, with cuFuncSetAttribute.
  int sharedPerBlock() const { return (arch < 90 ? 163 : 227) * 1024; }
};

/// Read once, when the device is first used; mpcEmulatorSet changes one.
const Settings &settings();

/// Counts a call of an entry point; the error that it is told to fail with, or
/// 0.
int getFault(std::string_view name);

/// Deterministic random numbers: one sequence per purpose.
class Random {
public:
  explicit Random(uint64_t seed = 0) : state(seed) {}
  uint64_t next() {
    uint64_t x = state += 0x9e3779b97f4a7c15ull;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ x >> 27) * 0x94d049bb133111ebull;
    return x ^ x >> 31;
  }
  /// A number below `end`.
  uint64_t below(uint64_t end) { return (next() >> 32) * end >> 32; }
  bool oneIn(uint64_t n) { return below(n) == 0; }

private:
  uint64_t state;
};

/// What the host's side leaves to chance; setting the seed begins it anew.
Random &hostRandom();

} // namespace emulator

#endif // MPC_TEST_EMULATOR_SETTINGS_H
