//===- FaultTest.cpp - what goes wrong outside of kernels -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Gpu.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <iterator>

namespace emulator::test {

using testing::HasSubstr;

namespace {

class FaultTest : public GpuTest {
protected:
  void TearDown() override {
    set("MPC_EMULATOR_FAULT", "");
    GpuTest::TearDown();
  }
  void loadCopy() {
    load("extern \"C\" __global__ void __launch_bounds__(64)\n"
         "kernel(const float *in0, float *out0) {\n"
         "  store(out0 + threadIndex(), load(in0 + threadIndex()));\n"
         "}\n");
  }
};

} // namespace

TEST_F(FaultTest, OneCallFails) {
  set("MPC_EMULATOR_FAULT", "cuMemAlloc_v2:2:2");
  Address at = 0;
  EXPECT_EQ(cuda().cuMemAlloc_v2(&at, 4), 0);
  EXPECT_EQ(cuda().cuMemAlloc_v2(&at, 4), 2);
  EXPECT_EQ(cuda().cuMemAlloc_v2(&at, 4), 0);
}

TEST_F(FaultTest, AllCallsFail) {
  set("MPC_EMULATOR_FAULT", "cuCtxSynchronize:0:719");
  EXPECT_EQ(cuda().cuCtxSynchronize(), 719);
  EXPECT_EQ(cuda().cuCtxSynchronize(), 719);
}

TEST_F(FaultTest, SeveralEntryPointsFail) {
  set("MPC_EMULATOR_FAULT", "cuMemAlloc:1:2,cuEventCreate:1:999");
  Address at = 0;
  void *event = nullptr;
  EXPECT_EQ(cuda().cuMemAlloc_v2(&at, 4), 2);
  EXPECT_EQ(cuda().cuEventCreate(&event, 0), 999);
}

TEST_F(FaultTest, CompilationFails) {
  auto setInNvrtc = reinterpret_cast<void (*)(const char *, const char *)>(
      findInNvrtc("mpcEmulatorSet"));
  setInNvrtc("MPC_EMULATOR_FAULT", "nvrtcCompileProgram:1:6");
  EXPECT_EQ(compile("").result, 6);
  setInNvrtc("MPC_EMULATOR_FAULT", "");
  EXPECT_EQ(compile("").result, 0);
}

TEST_F(FaultTest, LaunchesHaveLimits) {
  loadCopy();
  Address from = upload(std::vector<float>(64)), to = allocate(256);
  EXPECT_EQ(launch(1, 128, {from, to}), 1) << "__launch_bounds__(64)";
  EXPECT_EQ(launch(0, 64, {from, to}), 1);
  EXPECT_EQ(launch(1, 64, {from, to}, 49153), 1);
  EXPECT_EQ(cuda().cuFuncSetAttribute(function, 8, 163 * 1024 + 1), 1);
  EXPECT_EQ(cuda().cuFuncSetAttribute(function, 8, 163 * 1024), 0);
  EXPECT_EQ(launch(1, 64, {from, to}, 49153), 0);
}

TEST_F(FaultTest, MemoryThatWasFreedCannotBeRead) {
  loadCopy();
  Address from = upload(std::vector<float>(64)), to = allocate(256);
  ASSERT_EQ(cuda().cuMemFree_v2(from), 0);
  EXPECT_EQ(cuda().cuMemFree_v2(from), 1);
  EXPECT_THAT(explain(1, 64, {from, to}), HasSubstr("out of bounds"));
}

TEST_F(FaultTest, DeviceRunsOutOfMemory) {
  Address at = 0;
  EXPECT_EQ(cuda().cuMemAlloc_v2(&at, 3ull << 30), 2);
}

TEST_F(FaultTest, HostMustNotTouchMemoryOfTheDevice) {
  Address at = allocate(4);
  EXPECT_DEATH(*reinterpret_cast<volatile float *>(at) = 1.0f,
               "the host touched memory of the device");
}

TEST_F(FaultTest, LeaksAreReported) {
  std::string path = testing::TempDir() + "mpc-emulator-leaks";
  std::filesystem::remove(path);
  set("MPC_EMULATOR_REPORT", path);
  resetCounters();
  allocate(4);
  void *stream = nullptr, *event = nullptr;
  ASSERT_EQ(cuda().cuStreamCreate(&stream, 1), 0);
  ASSERT_EQ(cuda().cuEventCreate(&event, 0), 0);
  ASSERT_EQ(cuda().cuEventDestroy_v2(event), 0);
  ASSERT_EQ(cuda().cuDevicePrimaryCtxRelease_v2(0), 0);
  set("MPC_EMULATOR_REPORT", "");
  EXPECT_EQ(count(nullptr, "leaks"), 2u);
  std::ifstream file(path);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_THAT(text, HasSubstr("{\"leaks\": {\"memory\": 1, \"pinned\": 0, "
                              "\"modules\": 0, \"streams\": 1, \"events\": 0, "
                              "\"graphs\": 0}}"));
  ASSERT_EQ(cuda().cuDevicePrimaryCtxRetain(&context, 0), 0);
}

TEST_F(FaultTest, NothingLeaksIfAllIsGivenBack) {
  resetCounters();
  Address at = allocate(4);
  ASSERT_EQ(cuda().cuMemFree_v2(at), 0);
  ASSERT_EQ(cuda().cuDevicePrimaryCtxRelease_v2(0), 0);
  EXPECT_EQ(count(nullptr, "leaks"), 0u);
  ASSERT_EQ(cuda().cuDevicePrimaryCtxRetain(&context, 0), 0);
}

} // namespace emulator::test
