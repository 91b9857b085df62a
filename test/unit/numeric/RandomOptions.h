//===- RandomOptions.h - which random graphs are tried --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_NUMERIC_RANDOMOPTIONS_H
#define MPC_TEST_NUMERIC_RANDOMOPTIONS_H

#include <cstdint>

struct RandomOptions {
  static constexpr uint64_t kSample = 100, kAll = 1500;

  uint64_t first = 0, count = kSample;
  int64_t ops = 15;
};

const RandomOptions &randomOptions();

#endif // MPC_TEST_NUMERIC_RANDOMOPTIONS_H
