//===- CounterTest.cpp - counters of known patterns -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Gpu.h"

#include <gmock/gmock.h>

namespace emulator::test {

namespace {

class CounterTest : public GpuTest {
protected:
  void SetUp() override {
    GpuTest::SetUp();
    set("MPC_EMULATOR_COUNT", "1");
    resetCounters();
  }
  void TearDown() override {
    set("MPC_EMULATOR_COUNT", "0");
    GpuTest::TearDown();
  }

  /// Runs two blocks of two warps with 64 KB of memory.
  void runBody(const std::string &body) {
    load("extern \"C\" __global__ void __launch_bounds__(64)\n"
         "kernel(const float *in0, float *out0) {\n"
         "  char *shared = sharedMemory();\n"
         "  int me = threadIndex(), all = blockIndex(0) * 64 + me;\n" +
         body + "}\n");
    Address from = upload(std::vector<float>(1 << 14, 1.0f)),
            to = allocate(1 << 16);
    ASSERT_EQ(run(2, 64, {from, to}, 1 << 14), 0);
  }
  uint64_t get(const char *name) { return count("kernel", name); }
};

/// The body of a kernel that fills shared memory.
constexpr const char *kFill =
    "for (int i = 0; i < 64; ++i)"
    "  storeShared(reinterpret_cast<float *>(shared) + i * 64 + me, 1.0f);"
    "barrier();";

} // namespace

TEST_F(CounterTest, CoalescedRequestsTouchIdealSectors) {
  runBody("store(out0 + all, load(in0 + all));");
  EXPECT_EQ(get("launches"), 1u);
  EXPECT_EQ(get("blocks"), 2u);
  EXPECT_EQ(get("threads"), 128u);
  EXPECT_EQ(get("loadRequests"), 4u);
  EXPECT_EQ(get("loadSectors"), 16u);
  EXPECT_EQ(get("loadIdealSectors"), 16u);
  EXPECT_EQ(get("loadBytes"), 512u);
  EXPECT_EQ(get("storeRequests"), 4u);
  EXPECT_EQ(get("storeSectors"), 16u);
  EXPECT_EQ(get("storeBytes"), 512u);
}

TEST_F(CounterTest, EveryOtherElementTouchesTwiceTheSectors) {
  runBody("store(out0 + all, load(in0 + 2 * all));");
  EXPECT_EQ(get("loadSectors"), 32u);
  EXPECT_EQ(get("loadIdealSectors"), 16u);
}

TEST_F(CounterTest, FarElementsTouchASectorEach) {
  runBody("store(out0 + all, load(in0 + 32 * all));");
  EXPECT_EQ(get("loadSectors"), 128u);
  EXPECT_EQ(get("loadIdealSectors"), 16u);
}

TEST_F(CounterTest, LanesThatReadTheSameBytesShareThem) {
  runBody("store(out0 + all, load(in0));");
  EXPECT_EQ(get("loadSectors"), 4u);
  EXPECT_EQ(get("loadBytes"), 16u);
}

TEST_F(CounterTest, IterationsAreRequestsOfTheirOwn) {
  runBody("float sum = 0;"
          "for (int i = 0; i < 8; ++i) sum += load(in0 + i * 64 + me);"
          "store(out0 + all, sum);");
  EXPECT_EQ(get("loadRequests"), 32u);
  EXPECT_EQ(get("loadSectors"), 128u);
}

TEST_F(CounterTest, UniqueBytesAreCountedOncePerLaunch) {
  runBody("float x = load(in0 + me) + load(in0 + me);"
          "store(out0 + me % 16 + 16 * blockIndex(0), 1.0f);"
          "if (x == 2) store(out0 + me % 16 + 16 * blockIndex(0), 1.0f);");
  EXPECT_EQ(get("uniqueBytesRead"), 256u);
  EXPECT_EQ(get("uniqueBytesWritten"), 128u);
  EXPECT_EQ(get("uniqueBytes"), 384u);
}

TEST_F(CounterTest, NeighboursInSharedMemoryHaveNoConflicts) {
  runBody(kFill);
  EXPECT_EQ(get("sharedRequests"), 256u);
  EXPECT_EQ(get("sharedConflicts"), 0u);
  EXPECT_EQ(get("barriers"), 2u);
}

TEST_F(CounterTest, EveryOtherWordConflictsTwoWays) {
  runBody("storeShared(reinterpret_cast<float *>(shared) + 2 * me, 1.0f);");
  EXPECT_EQ(get("sharedRequests"), 4u);
  EXPECT_EQ(get("sharedConflicts"), 4u);
}

TEST_F(CounterTest, WideAccessesAreDoneInParts) {
  runBody("storeShared(reinterpret_cast<Vector<float, 4> *>(shared) + me,"
          "            Vector<float, 4>{});");
  EXPECT_EQ(get("sharedRequests"), 4u);
  EXPECT_EQ(get("sharedConflicts"), 0u);
}

/// Rows of 128 bytes lie in the same banks, unless chunks are exchanged.
TEST_F(CounterTest, MatricesConflictWithoutASwizzle) {
  runBody(std::string(kFill) + "uint32 words[4];"
                               "loadMatrices(words, shared + me % 32 * 128);"
                               "store(out0 + all, float(words[0]));");
  EXPECT_EQ(get("matrixRequests"), 4u);
  EXPECT_EQ(get("matrixConflicts"), 4u * 4 * 7);
}

TEST_F(CounterTest, MatricesDoNotConflictWithASwizzle) {
  runBody(std::string(kFill) +
          "uint32 words[4];"
          "loadMatrices(words, shared + me % 32 * 128 + me % 8 * 16);"
          "store(out0 + all, float(words[0]));");
  EXPECT_EQ(get("matrixRequests"), 4u);
  EXPECT_EQ(get("matrixConflicts"), 0u);
}

TEST_F(CounterTest, AsynchronousCopiesReadAndStore) {
  runBody("copyAsync(shared + me * 16, in0 + me * 4);"
          "commitCopies(); waitCopies<0>();");
  EXPECT_EQ(get("copyRequests"), 4u);
  EXPECT_EQ(get("copyConflicts"), 0u);
  EXPECT_EQ(get("loadRequests"), 4u);
  EXPECT_EQ(get("loadSectors"), 64u);
  EXPECT_EQ(get("uniqueBytesRead"), 1024u);
}

TEST_F(CounterTest, ProductsAreCountedPerWarp) {
  runBody("float sum[4] = {}; uint32 a[4] = {}, b[2] = {};"
          "for (int i = 0; i < 3; ++i) multiplyAdd<f16>(sum, a, b);"
          "store(out0 + all, sum[0]);");
  EXPECT_EQ(get("products"), 12u);
}

TEST_F(CounterTest, HostCallsAreCounted) {
  runBody("store(out0 + all, 1.0f);");
  EXPECT_EQ(count(nullptr, "cuLaunchKernel"), 1u);
  EXPECT_EQ(count(nullptr, "launchedKernels"), 1u);
  EXPECT_EQ(count(nullptr, "cuMemAlloc_v2"), 2u);
  EXPECT_EQ(count(nullptr, "liveMemory"), 2u);
  EXPECT_EQ(count(nullptr, "liveBytes"), 2u << 16);
  EXPECT_EQ(count(nullptr, "liveModules"), 1u);
  EXPECT_EQ(count(nullptr, "waits"), 1u);
  auto print =
      reinterpret_cast<const char *(*)()>(findInCuda("mpcEmulatorCounters"));
  EXPECT_THAT(print(), testing::HasSubstr("\"cuLaunchKernel\": 1"));
  EXPECT_THAT(print(), testing::HasSubstr("\"kernel\": {"));
}

} // namespace emulator::test
