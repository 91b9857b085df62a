//===- ArrayTest.cpp - arrays go in and out with as few copies as can be --===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Program.h"

#include <cstring>

using namespace mpcrt::test;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

class Arrays : public Program {};
ON_BOTH_DEVICES(Arrays);

} // namespace

TEST_P(Arrays, with_strides_are_copied_both_ways) {
  float data[] = {9, 1, 9, 2, 9, 3};
  const int64_t apart = 2, backwards = -2;
  mpcrt_array array = arrayOf(data + 1);
  array.strides = &apart;
  ASSERT_EQ(mpcrt_set_array(session, "w", &array), MPCRT_OK) << mpcrt_error();
  EXPECT_THAT(get(session, "w"), ElementsAre(1, 2, 3));
  array.data = data + 5;
  array.strides = &backwards;
  ASSERT_EQ(mpcrt_get_array(session, "w", &array), MPCRT_OK) << mpcrt_error();
  EXPECT_THAT(data, ElementsAre(9, 3, 9, 2, 9, 1));
}

TEST_P(Arrays, of_two_dimensions_may_be_transposed) {
  // "params" has two rows of 256; this is the transpose of one that has.
  std::vector<float> data(512);
  for (int row = 0; row < 2; ++row)
    for (int column = 0; column < 256; ++column)
      data[column * 2 + row] = float(1000 * row + column);
  const int64_t shape[] = {2, 256}, strides[] = {1, 2};
  mpcrt_array array = {data.data(), shape, strides, 2, MPCRT_F32, 0, 0};
  ASSERT_EQ(mpcrt_set_array(session, "params", &array), MPCRT_OK);
  EXPECT_THAT(get(session, "b"), ElementsAre(1000, 1001));
  std::vector<float> before = data;
  std::fill(data.begin(), data.end(), 0.0f);
  ASSERT_EQ(mpcrt_get_array(session, "params", &array), MPCRT_OK);
  EXPECT_EQ(data, before);
}

TEST_P(Arrays, that_are_bound_are_read_when_a_step_begins) {
  alignas(64) float x[] = {1, 2, 3};
  mpcrt_array array = arrayOf(x);
  ASSERT_EQ(mpcrt_bind(session, "x", &array), MPCRT_OK) << mpcrt_error();
  float loss = 0, other[] = {7, 7, 7};
  mpcrt_output output = {"loss", &loss, sizeof(loss)};
  ASSERT_EQ(mpcrt_step(session, nullptr, 0, &output, 1), MPCRT_OK);
  EXPECT_EQ(loss, 1);
  x[0] = 5; // w has become -0.5
  ASSERT_EQ(mpcrt_step(session, nullptr, 0, &output, 1), MPCRT_OK);
  EXPECT_EQ(loss, 4.5f);
  // What a call is given comes before what is bound.
  mpcrt_input input = {"x", other, sizeof(other)};
  uint64_t ticket = 0;
  ASSERT_EQ(mpcrt_submit(session, &input, 1, &ticket), MPCRT_OK);
  ASSERT_EQ(mpcrt_collect(session, ticket, &output, 1, nullptr, 0), MPCRT_OK);
  EXPECT_EQ(loss, 7 - 2.75f);
  ASSERT_EQ(mpcrt_bind(session, "x", nullptr), MPCRT_OK);
  EXPECT_EQ(mpcrt_step(session, nullptr, 0, &output, 1), MPCRT_USAGE);
}

TEST_P(Arrays, that_are_bound_may_have_strides) {
  float data[] = {1, 9, 2, 9, 3};
  const int64_t apart = 2;
  mpcrt_array array = arrayOf(data);
  array.strides = &apart;
  ASSERT_EQ(mpcrt_bind(session, "x", &array), MPCRT_OK);
  ASSERT_EQ(mpcrt_step(session, nullptr, 0, nullptr, 0), MPCRT_OK);
  EXPECT_THAT(get(session, "w"), ElementsAre(-0.5f, -1, -1.5f));
  data[2] = 4; // on w = -1
  ASSERT_EQ(mpcrt_step(session, nullptr, 0, nullptr, 0), MPCRT_OK);
  EXPECT_EQ(get(session, "w")[1], -1 - 0.5f * (4 - 1));
}

TEST_P(Arrays, can_be_looked_at_where_they_are) {
  mpcrt_array view = {};
  ASSERT_EQ(mpcrt_view(session, "w", &view), MPCRT_OK);
  EXPECT_EQ(view.dtype, uint32_t(MPCRT_F32));
  ASSERT_EQ(view.rank, 1u);
  EXPECT_EQ(view.shape[0], 3);
  EXPECT_EQ(view.memory,
            uint32_t(isOnGpu() ? MPCRT_CUDA_MEMORY : MPCRT_HOST_MEMORY));
  void *stream = nullptr;
  ASSERT_EQ(mpcrt_stream(session, &stream), MPCRT_OK);
  EXPECT_EQ(stream != nullptr, isOnGpu());
  ASSERT_EQ(mpcrt_wait(session), MPCRT_OK);
  if (isOnGpu())
    return;
  step(session, 1);
  EXPECT_EQ(*static_cast<float *>(view.data), -0.5f);
}

/// The session's own memory serves for that of the program.
TEST_P(Arrays, in_memory_of_the_gpu_are_taken_and_given) {
  if (!isOnGpu())
    return;
  float w[] = {1, 2, 3};
  ASSERT_EQ(mpcrt_set(session, "w", w, sizeof(w)), MPCRT_OK);
  mpcrt_session *other = open();
  mpcrt_array theirs = {};
  ASSERT_EQ(mpcrt_view(session, "w", &theirs), MPCRT_OK);
  ASSERT_EQ(mpcrt_set_array(other, "w", &theirs), MPCRT_OK) << mpcrt_error();
  EXPECT_THAT(get(other, "w"), ElementsAre(1, 2, 3));
  ASSERT_EQ(mpcrt_get_array(other, "gradients/w", &theirs), MPCRT_OK);
  EXPECT_THAT(get(session, "w"), ElementsAre(0, 0, 0));

  ASSERT_EQ(mpcrt_set(session, "w", w, sizeof(w)), MPCRT_OK);
  ASSERT_EQ(mpcrt_bind(other, "x", &theirs), MPCRT_OK) << mpcrt_error();
  float loss = 0;
  mpcrt_output output = {"loss", &loss, sizeof(loss)};
  for (float expected : {2.0f, 1.0f}) {
    uint64_t ticket = 0;
    ASSERT_EQ(mpcrt_submit(other, nullptr, 0, &ticket), MPCRT_OK)
        << mpcrt_error();
    ASSERT_EQ(mpcrt_collect(other, ticket, &output, 1, nullptr, 0), MPCRT_OK);
    EXPECT_EQ(loss, expected);
  }
  EXPECT_EQ(mpcrt_session_close(other), MPCRT_OK);
}
