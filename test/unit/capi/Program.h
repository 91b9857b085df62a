//===- Program.h - a program that trains the tiny engine ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_CAPI_PROGRAM_H
#define MPC_TEST_CAPI_PROGRAM_H

#include "TestFiles.h"

#include "mpcrt/mpcrt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mpcrt::test {

/// An engine and a session of it, on the host or on the emulated device.
class Program : public testing::TestWithParam<const char *> {
protected:
  void SetUp() override;
  void TearDown() override;

  bool isOnGpu() const { return std::string(GetParam()) != "host"; }

  /// Another session, with one thread unless said.
  mpcrt_session *open(int threads = 1);
  mpcrt_session *open(mpcrt_session_options options);

  /// Runs the step on that first element of "x"; gives the loss.
  float step(mpcrt_session *session, float x);
  std::vector<float> get(mpcrt_session *session, const char *name);

  mpcrt_engine *engine = nullptr;
  mpcrt_session *session = nullptr;
  TestDirectory directory;
};

/// An array of three numbers, as "w" and the input "x" are.
mpcrt_array arrayOf(float *data);

/// The image of the tiny engine, for the host and sm_80.
const std::string &image();

} // namespace mpcrt::test

/// All tests of the suite, on both devices.
#define ON_BOTH_DEVICES(SUITE)                                                 \
  INSTANTIATE_TEST_SUITE_P(                                                    \
      On, SUITE, testing::Values("host", "cuda"),                              \
      [](const auto &device) { return std::string(device.param); })

#endif // MPC_TEST_CAPI_PROGRAM_H
