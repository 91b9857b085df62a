//===- Program.cpp - a program that trains the tiny engine ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Program.h"

#include "TinyGpuImage.h"

#include <cstdlib>

namespace mpcrt::test {

const std::string &image() {
  setenv("MPC_LIBCUDA", MPC_EMULATED_CUDA, 1);
  setenv("MPC_NVRTC", MPC_EMULATED_NVRTC, 1);
  return tinyGpuImage();
}

void Program::SetUp() {
  ASSERT_EQ(mpcrt_engine_from_memory(image().data(), image().size(),
                                     "tiny.engine", &engine),
            MPCRT_OK)
      << mpcrt_error();
  session = open();
}

void Program::TearDown() {
  EXPECT_EQ(mpcrt_session_close(session), MPCRT_OK);
  EXPECT_EQ(mpcrt_engine_close(engine), MPCRT_OK);
}

mpcrt_session *Program::open(int threads) {
  mpcrt_session_options options = {};
  options.threads = threads;
  return open(options);
}

mpcrt_session *Program::open(mpcrt_session_options options) {
  options.abi = MPCRT_ABI;
  options.device = GetParam();
  mpcrt_session *session = nullptr;
  EXPECT_EQ(mpcrt_session_open_with(engine, &options, &session), MPCRT_OK)
      << mpcrt_error();
  return session;
}

float Program::step(mpcrt_session *session, float x) {
  float data[3] = {x, 2, 3}, loss = 0;
  mpcrt_input input = {"x", data, sizeof(data)};
  mpcrt_output output = {"loss", &loss, sizeof(loss)};
  EXPECT_EQ(mpcrt_step(session, &input, 1, &output, 1), MPCRT_OK)
      << mpcrt_error();
  return loss;
}

std::vector<float> Program::get(mpcrt_session *session, const char *name) {
  mpcrt_array view = {};
  EXPECT_EQ(mpcrt_view(session, name, &view), MPCRT_OK) << mpcrt_error();
  size_t count = 1;
  for (uint32_t i = 0; i < view.rank; ++i)
    count *= size_t(view.shape[i]);
  std::vector<float> values(count);
  EXPECT_EQ(mpcrt_get(session, name, values.data(), count * sizeof(float)),
            MPCRT_OK)
      << mpcrt_error();
  return values;
}

mpcrt_array arrayOf(float *data) {
  static const int64_t shape[] = {3};
  mpcrt_array array = {};
  array.data = data;
  array.shape = shape;
  array.rank = 1;
  array.dtype = MPCRT_F32;
  return array;
}

} // namespace mpcrt::test
