//===- StreamTest.cpp - streams, events and graphs ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Gpu.h"

#include <cstring>

namespace emulator::test {

namespace {

class StreamTest : public GpuTest {
protected:
  void SetUp() override {
    GpuTest::SetUp();
    ASSERT_EQ(cuda().cuStreamCreate(&first, 1), 0);
    ASSERT_EQ(cuda().cuStreamCreate(&second, 1), 0);
    ASSERT_EQ(cuda().cuMemHostAlloc(&pinned, 4096, 0), 0);
    memory = allocate(4096);
  }
  int *host() { return static_cast<int *>(pinned); }

  void *first = nullptr, *second = nullptr, *pinned = nullptr;
  Address memory = 0;
};

constexpr const char *kIncrement = R"(
extern "C" __global__ void __launch_bounds__(32) kernel(int *out0) {
  int at = threadIndex();
  store(out0 + at, load(out0 + at) + 1);
})";

} // namespace

TEST_F(StreamTest, WorkIsSeenAfterSynchronisation) {
  int missed = 0;
  for (int i = 0; i < 100; ++i) {
    host()[0] = i;
    host()[1] = -1;
    cuda().cuMemcpyHtoDAsync_v2(memory, host(), 4, first);
    cuda().cuMemcpyDtoHAsync_v2(host() + 1, memory, 4, first);
    missed += host()[1] != i;
    ASSERT_EQ(cuda().cuStreamSynchronize(first), 0);
    ASSERT_EQ(host()[1], i);
  }
  EXPECT_GT(missed, 50) << "who forgets to wait must be found out";
}

TEST_F(StreamTest, PinnedMemoryIsReadLate) {
  int late = 0;
  for (int i = 0; i < 100; ++i) {
    host()[0] = 1;
    cuda().cuMemcpyHtoDAsync_v2(memory, host(), 4, first);
    host()[0] = 2;
    cuda().cuStreamSynchronize(first);
    late += download<int>(memory, 1)[0] == 2;
  }
  EXPECT_GT(late, 50);
}

TEST_F(StreamTest, EventsOrderStreams) {
  void *event;
  ASSERT_EQ(cuda().cuEventCreate(&event, 2), 0);
  for (int i = 0; i < 100; ++i) {
    cuda().cuMemsetD8Async(memory, i, 4, first);
    ASSERT_EQ(cuda().cuEventRecord(event, first), 0);
    ASSERT_EQ(cuda().cuStreamWaitEvent(second, event, 0), 0);
    cuda().cuMemcpyDtoHAsync_v2(host(), memory, 4, second);
    ASSERT_EQ(cuda().cuStreamSynchronize(second), 0);
    ASSERT_EQ(host()[0], i * 0x01010101);
  }
  EXPECT_EQ(cuda().cuEventSynchronize(event), 0);
  EXPECT_EQ(cuda().cuEventDestroy_v2(event), 0);
}

TEST_F(StreamTest, StreamsWithoutEventsAreNotOrdered) {
  int unordered = 0;
  for (int i = 0; i < 100; ++i) {
    cuda().cuMemsetD8Async(memory, i, 4, first);
    cuda().cuMemcpyDtoHAsync_v2(host(), memory, 4, second);
    cuda().cuStreamSynchronize(second);
    unordered += host()[0] != i * 0x01010101;
    cuda().cuStreamSynchronize(first);
  }
  EXPECT_GT(unordered, 30);
}

TEST_F(StreamTest, GraphsRepeatWhatWasCaptured) {
  load(kIncrement);
  void *graph, *exec;
  ASSERT_EQ(cuda().cuStreamBeginCapture_v2(first, 1), 0);
  void *parameters[] = {&memory};
  cuda().cuMemcpyHtoDAsync_v2(memory, host(), 128, first);
  for (int i = 0; i < 3; ++i)
    ASSERT_EQ(cuda().cuLaunchKernel(function, 1, 1, 1, 32, 1, 1, 0, first,
                                    parameters, nullptr),
              0);
  cuda().cuMemcpyDtoHAsync_v2(host(), memory, 128, first);
  ASSERT_EQ(cuda().cuStreamSynchronize(first), 900);
  ASSERT_EQ(cuda().cuStreamEndCapture(first, &graph), 0);
  ASSERT_EQ(cuda().cuGraphInstantiateWithFlags(&exec, graph, 0), 0);
  ASSERT_EQ(cuda().cuGraphDestroy(graph), 0);
  std::memset(host(), 0, 128);
  for (int i = 0; i < 10; ++i)
    ASSERT_EQ(cuda().cuGraphLaunch(exec, first), 0);
  ASSERT_EQ(cuda().cuGraphExecDestroy(exec), 0);
  ASSERT_EQ(cuda().cuStreamSynchronize(first), 0);
  for (int i = 0; i < 32; ++i)
    EXPECT_EQ(host()[i], 30);
}

TEST_F(StreamTest, CapturedStreamsFork) {
  void *event, *done, *graph, *exec;
  cuda().cuEventCreate(&event, 2);
  cuda().cuEventCreate(&done, 2);
  ASSERT_EQ(cuda().cuStreamBeginCapture_v2(first, 1), 0);
  cuda().cuMemsetD8Async(memory, 1, 16, first);
  ASSERT_EQ(cuda().cuEventRecord(event, first), 0);
  ASSERT_EQ(cuda().cuStreamWaitEvent(second, event, 0), 0);
  cuda().cuMemsetD8Async(memory + 4, 2, 4, second);
  cuda().cuMemsetD8Async(memory + 8, 3, 4, first);
  ASSERT_EQ(cuda().cuEventRecord(done, second), 0);
  ASSERT_EQ(cuda().cuStreamWaitEvent(first, done, 0), 0);
  cuda().cuMemcpyDtoHAsync_v2(host(), memory, 16, first);
  ASSERT_EQ(cuda().cuStreamEndCapture(first, &graph), 0);
  ASSERT_EQ(cuda().cuGraphInstantiateWithFlags(&exec, graph, 0), 0);
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(cuda().cuGraphLaunch(exec, second), 0);
    ASSERT_EQ(cuda().cuStreamSynchronize(second), 0);
    EXPECT_EQ(host()[0], 0x01010101);
    EXPECT_EQ(host()[1], 0x02020202);
    EXPECT_EQ(host()[2], 0x03030303);
  }
}

TEST_F(StreamTest, ForkThatIsNotJoinedInvalidatesTheCapture) {
  void *event, *graph;
  cuda().cuEventCreate(&event, 2);
  ASSERT_EQ(cuda().cuStreamBeginCapture_v2(first, 1), 0);
  cuda().cuMemsetD8Async(memory, 1, 16, first);
  cuda().cuEventRecord(event, first);
  cuda().cuStreamWaitEvent(second, event, 0);
  cuda().cuMemsetD8Async(memory, 1, 16, second);
  EXPECT_EQ(cuda().cuStreamEndCapture(first, &graph), 901);
}

TEST_F(StreamTest, MemoryThatIsFreedIsGone) {
  ASSERT_EQ(cuda().cuMemFree_v2(memory), 0);
  EXPECT_EQ(cuda().cuMemFree_v2(memory), 1);
  EXPECT_EQ(cuda().cuMemsetD8Async(memory, 0, 4, first), 1);
}

TEST_F(StreamTest, NewMemoryIsFullOfNans) {
  for (uint32_t word : download<uint32_t>(memory, 1024))
    ASSERT_EQ(word, ~0u);
}

} // namespace emulator::test
