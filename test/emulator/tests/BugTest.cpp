//===- BugTest.cpp - bugs of kernels are found ----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Gpu.h"

#include <gmock/gmock.h>

namespace emulator::test {

using testing::HasSubstr;

namespace {

class BugTest : public GpuTest {
protected:
  void loadBody(const std::string &body) {
    load("extern \"C\" __global__ void __launch_bounds__(64)\n"
         "kernel(const float *in0, float *out0) {\n"
         "  float *shared = reinterpret_cast<float *>(sharedMemory());\n"
         "  int me = threadIndex();\n" +
         body + "}\n");
  }
  std::string explainBody(const std::string &body) {
    loadBody(body);
    Address from = upload(std::vector<float>(64, 1.0f)), to = allocate(256);
    return explain(1, 64, {from, to}, 512);
  }
};

} // namespace

TEST_F(BugTest, ReadOutOfBounds) {
  std::string text = explainBody("store(out0 + me, load(in0 + me + 1));");
  EXPECT_THAT(text,
              HasSubstr("700 emulated device: kernel kernel, block (0, 0, "
                        "0), thread 63: access of 4 bytes out of bounds"));
  EXPECT_THAT(text, HasSubstr("byte 256 of an allocation of 256 bytes"));
}

TEST_F(BugTest, ErrorStays) {
  explainBody("store(out0 + 64, 1.0f);");
  Address at;
  EXPECT_EQ(cuda().cuMemAlloc_v2(&at, 4), 700);
  EXPECT_EQ(cuda().cuCtxSynchronize(), 700);
}

TEST_F(BugTest, MisalignedVector) {
  EXPECT_THAT(explainBody("storeVector(out0 + 1, Vector<float, 4>{});"),
              HasSubstr("716"));
}

TEST_F(BugTest, AccessThatGoesPastTheLibrary) {
  EXPECT_THAT(explainBody("out0[me] = 1.0f;"),
              HasSubstr("does not go through ptx.cuh"));
}

TEST_F(BugTest, SharedOutOfBounds) {
  EXPECT_THAT(explainBody("storeShared(shared + 65 + me, 1.0f);"),
              HasSubstr("access to shared bytes [512, 516) of 512"));
}

TEST_F(BugTest, SharedNeverWritten) {
  EXPECT_THAT(explainBody("store(out0 + me, loadShared(shared + me));"),
              HasSubstr("which was never written"));
}

TEST_F(BugTest, MissingBarrier) {
  EXPECT_THAT(explainBody("storeShared(shared + me, 1.0f);"
                          "store(out0 + me, loadShared(shared + 63 - me));"),
              testing::AnyOf(HasSubstr("since the last barrier"),
                             HasSubstr("never written")));
}

TEST_F(BugTest, WriteAfterReadWithoutBarrier) {
  EXPECT_THAT(explainBody("storeShared(shared + me, 1.0f);"
                          "barrier();"
                          "float x = loadShared(shared + 63 - me);"
                          "storeShared(shared + me, x);"),
              HasSubstr("since the last barrier"));
}

TEST_F(BugTest, WarpBarrierOrdersOneWarpOnly) {
  EXPECT_THAT(explainBody("storeShared(shared + me, 1.0f);"
                          "warpBarrier();"
                          "store(out0 + me, loadShared(shared + (me ^ 1)));"),
              HasSubstr("0 "));
  EXPECT_THAT(explainBody("storeShared(shared + me, 1.0f);"
                          "warpBarrier();"
                          "store(out0 + me, loadShared(shared + (me ^ 32)));"),
              testing::AnyOf(HasSubstr("since the last barrier"),
                             HasSubstr("never written")));
}

TEST_F(BugTest, MissingWait) {
  EXPECT_THAT(explainBody("copyAsync(shared + me * 4 % 64, in0);"
                          "commitCopies();"),
              HasSubstr("asynchronous cop"));
}

TEST_F(BugTest, DivergentBarrier) {
  EXPECT_THAT(explainBody("if (me < 32) barrier();"), HasSubstr("divergence"));
}

TEST_F(BugTest, DivergentShuffle) {
  EXPECT_THAT(explainBody("if (me % 2) store(out0 + me, shuffleXor(1.0f, 1));"),
              HasSubstr("divergence"));
}

} // namespace emulator::test
