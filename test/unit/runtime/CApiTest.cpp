//===- CApiTest.cpp - the runtime's C interface ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EngineBuilder.h"
#include "TestFiles.h"

#include "mpcrt/mpcrt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace mpcrt;
using namespace mpcrt::test;
using testing::HasSubstr;

extern "C" mpcrt_status mpcrt_test_train(const void *image, uint64_t bytes,
                                         int steps, float *loss);

namespace {

class CApi : public testing::Test {
protected:
  void SetUp() override {
    std::string image = buildEngine(tinySpec());
    ASSERT_EQ(mpcrt_engine_from_memory(image.data(), image.size(), "c.engine",
                                       &engine),
              MPCRT_OK);
    ASSERT_EQ(mpcrt_session_open(engine, 1, &session), MPCRT_OK);
  }
  void TearDown() override {
    mpcrt_session_close(session);
    mpcrt_engine_close(engine);
  }

  mpcrt_engine *engine = nullptr;
  mpcrt_session *session = nullptr;
};

} // namespace

TEST_F(CApi, trains_from_c) {
  std::string image = buildEngine(tinySpec());
  float loss = 0;
  EXPECT_EQ(mpcrt_test_train(image.data(), image.size(), 1, &loss), MPCRT_OK);
  EXPECT_EQ(loss, 11);
  EXPECT_EQ(mpcrt_test_train(image.data(), image.size(), 2, &loss), MPCRT_OK);
  EXPECT_EQ(loss, 5.5f);
  EXPECT_EQ(mpcrt_test_train(image.data(), 100, 2, &loss), MPCRT_BAD_INPUT);
  EXPECT_THAT(mpcrt_error(), HasSubstr("c.engine: is cut off"));
}

TEST_F(CApi, describes_the_engine) {
  mpcrt_type type;
  ASSERT_EQ(mpcrt_parameter_count(engine), 2u);
  ASSERT_EQ(mpcrt_parameter(engine, 1, &type), MPCRT_OK);
  EXPECT_STREQ(type.name, "b");
  EXPECT_EQ(type.dtype, MPCRT_F32);
  EXPECT_EQ(type.rank, 1u);
  EXPECT_EQ(type.shape[0], 2);
  EXPECT_EQ(type.bytes, 8u);
  EXPECT_EQ(mpcrt_parameter(engine, 2, &type), MPCRT_USAGE);
  ASSERT_EQ(mpcrt_state_count(engine), 6u);
  ASSERT_EQ(mpcrt_state(engine, 3, &type), MPCRT_OK);
  EXPECT_STREQ(type.name, "iteration");
  EXPECT_EQ(type.rank, 0u);

  ASSERT_EQ(mpcrt_function_count(engine), 5u);
  EXPECT_STREQ(mpcrt_function_name(engine, 1), "train");
  EXPECT_EQ(mpcrt_function_name(engine, 5), nullptr);
  EXPECT_EQ(mpcrt_input_count(engine, "train"), 1u);
  EXPECT_EQ(mpcrt_input_count(engine, "none"), 0u);
  ASSERT_EQ(mpcrt_input_type(engine, "train", 0, &type), MPCRT_OK);
  EXPECT_STREQ(type.name, "x");
  ASSERT_EQ(mpcrt_output_type(engine, "twice", 0, &type), MPCRT_OK);
  EXPECT_EQ(type.bytes, 1024u);
  EXPECT_EQ(mpcrt_output_type(engine, "twice", 1, &type), MPCRT_USAGE);
  EXPECT_THAT(mpcrt_error(), HasSubstr("index 1 is out of range"));
  EXPECT_EQ(mpcrt_output_type(engine, "none", 0, &type), MPCRT_USAGE);
}

TEST_F(CApi, sets_gets_and_runs) {
  float b[2] = {1, 2}, found[2] = {};
  EXPECT_EQ(mpcrt_set(session, "b", b, sizeof(b)), MPCRT_OK);
  EXPECT_EQ(mpcrt_get(session, "params/b", found, sizeof(found)), MPCRT_OK);
  EXPECT_EQ(found[1], 2);
  EXPECT_EQ(mpcrt_get(session, "c", found, sizeof(found)), MPCRT_USAGE);
  EXPECT_EQ(mpcrt_run(session, "none", nullptr, 0, nullptr, 0), MPCRT_USAGE);
  EXPECT_THAT(mpcrt_error(), HasSubstr("has no function 'none'"));
  EXPECT_EQ(mpcrt_run(session, "grid", nullptr, 0, nullptr, 0), MPCRT_OK);
}

TEST_F(CApi, saves_and_loads) {
  TestDirectory directory;
  std::string path = directory.path("step-000007.safetensors");
  ASSERT_EQ(mpcrt_init(session, 5), MPCRT_OK);
  ASSERT_EQ(mpcrt_save(session, path.c_str(), 7, 5), MPCRT_OK);
  ASSERT_EQ(mpcrt_init(session, 6), MPCRT_OK);
  int64_t iteration = 0, seed = 0;
  ASSERT_EQ(mpcrt_load(session, path.c_str(), &iteration, &seed), MPCRT_OK);
  EXPECT_EQ(iteration, 7);
  EXPECT_EQ(seed, 5);
  ASSERT_EQ(mpcrt_init(session, 6), MPCRT_OK);
  ASSERT_EQ(mpcrt_load_parameters(session, path.c_str()), MPCRT_OK);
  float w[3] = {};
  ASSERT_EQ(mpcrt_get(session, "w", w, sizeof(w)), MPCRT_OK);
  EXPECT_EQ(w[0], 5);
  EXPECT_EQ(mpcrt_load(session, "/none", nullptr, nullptr), MPCRT_OS);
}

TEST(CApiAlone, reports_files_that_are_not_there) {
  mpcrt_engine *engine = nullptr;
  EXPECT_EQ(mpcrt_engine_open("/none", &engine), MPCRT_OS);
  EXPECT_EQ(engine, nullptr);
  EXPECT_THAT(mpcrt_error(),
              HasSubstr("/none: cannot read: no such file or directory"));
  mpcrt_engine_close(nullptr);
  mpcrt_session_close(nullptr);
}
