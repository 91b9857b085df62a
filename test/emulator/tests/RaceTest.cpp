//===- RaceTest.cpp - races between blocks are found ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Gpu.h"

#include <gmock/gmock.h>

namespace emulator::test {

using testing::HasSubstr;
using testing::StrEq;

namespace {

class RaceTest : public GpuTest {
protected:
  void SetUp() override {
    GpuTest::SetUp();
    set("MPC_EMULATOR_RACES", "1");
  }
  void TearDown() override {
    set("MPC_EMULATOR_RACES", "0");
    GpuTest::TearDown();
  }
  /// Four blocks of 64 threads.
  std::string explainBody(const std::string &body) {
    load("extern \"C\" __global__ void __launch_bounds__(64)\n"
         "kernel(float *out0, unsigned *semaphores) {\n"
         "  int me = threadIndex(), all = blockIndex(0) * 64 + me;\n"
         "  auto *word = reinterpret_cast<uint32 *>(sharedMemory());\n" +
         body + "}\n");
    Address to = upload(std::vector<float>(512)),
            semaphore = upload(std::vector<float>(1));
    return explain(4, 64, {to, semaphore}, 64);
  }
};

} // namespace

TEST_F(RaceTest, BlocksWriteDifferentValues) {
  EXPECT_THAT(explainBody("store(out0 + me, 1.0f + blockIndex(0));"),
              HasSubstr("race: "));
}

TEST_F(RaceTest, BlocksMayWriteTheSameValue) {
  EXPECT_THAT(explainBody("store(out0 + me, 1.0f);"), StrEq("0 "));
}

TEST_F(RaceTest, BlocksMayReadTheSame) {
  EXPECT_THAT(explainBody("store(out0 + 256 + all, load(out0 + me));"),
              StrEq("0 "));
}

TEST_F(RaceTest, OneBlockReadsWhatAnotherWrites) {
  EXPECT_THAT(explainBody("store(out0 + all, loadFresh(out0 + 255 - all));"),
              HasSubstr("race: "));
}

TEST_F(RaceTest, LastBlockReadsWhatAllHaveWritten) {
  EXPECT_THAT(explainBody("store(out0 + all, 1.0f);"
                          "if (isLastBlock<4>(semaphores, word))"
                          "  for (int i = 0; i < 4; ++i)"
                          "    store(out0 + 256 + me, loadFresh(out0 + i));"),
              StrEq("0 "));
}

TEST_F(RaceTest, LastBlockReadsWhatItsCacheMayHold) {
  EXPECT_THAT(explainBody("store(out0 + all, 1.0f);"
                          "if (isLastBlock<4>(semaphores, word))"
                          "  for (int i = 0; i < 4; ++i)"
                          "    store(out0 + 256 + me, load(out0 + 64 * i));"),
              HasSubstr("through a cache"));
}

TEST_F(RaceTest, LastBlockReadsWhatWasWrittenWithoutAFence) {
  EXPECT_THAT(
      explainBody("bool isLast = isLastBlock<4>(semaphores, word);"
                  "store(out0 + all, 1.0f);"
                  "if (isLast)"
                  "  for (int i = 0; i < 4; ++i)"
                  "    store(out0 + 256 + me, loadFresh(out0 + 64 * i));"),
      HasSubstr("race: "));
}

} // namespace emulator::test
