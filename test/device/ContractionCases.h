//===- ContractionCases.h - every tile, and many shapes -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_DEVICE_CONTRACTIONCASES_H
#define MPC_TEST_DEVICE_CONTRACTIONCASES_H

#include "ContractionText.h"

#include <vector>

namespace mpc::test {

/// Every tile of every product in all four forms, and as many cases again with
/// tiles drawn by chance: sizes, splits, batches, computed operands and totals
/// are drawn for all of them, always the same ones. They come shuffled; names
/// are unique.
std::vector<ContractionCase> makeCases();

/// Were all cases asked for, and not only a sample?
extern bool triesAll;

/// Is it a GPU that multiplies?
extern bool isMachine;

/// Numbers that look random and are the same everywhere.
class Draw {
public:
  explicit Draw(uint64_t seed) : state(seed) {}
  uint64_t next();
  int64_t below(int64_t end) { return (next() >> 32) % end; }
  /// Evenly spread over [-1, 1).
  float fraction() { return static_cast<int32_t>(next() >> 32) * 0x1p-31f; }

private:
  uint64_t state;
};

} // namespace mpc::test

#endif // MPC_TEST_DEVICE_CONTRACTIONCASES_H
