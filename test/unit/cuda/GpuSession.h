//===- GpuSession.h - sessions on the emulated device ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_CUDA_GPUSESSION_H
#define MPC_TEST_CUDA_GPUSESSION_H

#include "EngineBuilder.h"
#include "WatchedDriver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mpcrt::test {

/// Tests whose driver is the watched one, with nothing counted yet.
class GpuTest : public testing::Test {
protected:
  void SetUp() override;

  static std::span<WatchedCall> calls();
  static WatchedCall &watched(std::string_view name);
  static void forget(); ///< what was counted and what shall fail

  /// Names of objects of which some were made and not given back.
  static std::vector<std::string> leaks();

  /// The tiny engine with code for sm_80, compiled once.
  static std::shared_ptr<const Engine> engine();
  static std::unique_ptr<Session> open(const std::string &device = "cuda");
};

/// Runs the step on `x`, in one part or two; returns the loss.
float step(Session &session, const std::vector<float> &x);
uint64_t submit(Session &session, const std::vector<float> &x);

std::vector<float> floats(const Session &session, const char *name);

} // namespace mpcrt::test

#endif // MPC_TEST_CUDA_GPUSESSION_H
