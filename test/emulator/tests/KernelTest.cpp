//===- KernelTest.cpp - kernels compute what they should ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Gpu.h"

#include <numeric>

namespace emulator::test {

TEST_F(GpuTest, PointwiseKernelWithATail) {
  load(R"(
extern "C" __global__ void __launch_bounds__(64)
kernel(const float *in0, float *out0) {
  forEachChunk<int64, 997, 4, 64>(blockIndex(0), [&]<int W>(int64 at) {
    Vector<float, W> x = loadVector<W>(in0 + at);
    for (int v = 0; v < W; ++v)
      x[v] = fusedMultiplyAdd(x[v], 2.0f, 1.0f);
    storeVector(out0 + at, x);
  });
})");
  std::vector<float> in(997);
  std::iota(in.begin(), in.end(), -300.0f);
  Address from = upload(in), to = allocate(997 * 4);
  ASSERT_EQ(run(4, 64, {from, to}), 0);
  std::vector<float> out = download<float>(to, 997);
  for (int i = 0; i < 997; ++i)
    ASSERT_EQ(out[i], in[i] * 2 + 1) << i;
}

TEST_F(GpuTest, ReductionWithBarriersAndShuffles) {
  load(R"(
extern "C" __global__ void __launch_bounds__(128)
kernel(const float *in0, float *out0) {
  RowWorker<int64, 3, 1000, 4, 128, 128> rows(blockIndex(0));
  float sum = 0;
  rows.forEach([&](int item) {
    int64 column = rows.first + item * rows.kStep;
    Vector<float, 4> x = loadVector<4>(in0 + rows.row * 1000 + column);
    for (int v = 0; v < 4; ++v)
      sum += x[v];
  });
  sum = rows.reduce(sum, [](float a, float b) { return a + b; });
  if (rows.isFirst())
    store(out0 + rows.row, sum);
})");
  std::vector<float> in(3000);
  std::iota(in.begin(), in.end(), 0.0f);
  Address from = upload(in), to = allocate(12);
  ASSERT_EQ(run(3, 128, {from, to}, 64), 0);
  std::vector<float> out = download<float>(to, 3);
  for (int row = 0; row < 3; ++row)
    EXPECT_EQ(out[row], 1000 * 1000 * row + 499500);
}

TEST_F(GpuTest, KernelOfManyParameters) {
  constexpr int kCount = 100;
  std::string parameters, sum = "0";
  for (int i = 0; i < kCount; ++i) {
    parameters += "const float *in" + std::to_string(i) + ", ";
    sum += " + load(in" + std::to_string(i) + ")";
  }
  load("extern \"C\" __global__ void __launch_bounds__(64)\nkernel(" +
       parameters + "float *out0) {\n  store(out0 + threadIndex(), " + sum +
       ");\n}");
  std::vector<float> in(kCount);
  std::iota(in.begin(), in.end(), 0.0f);
  std::vector<Address> buffers;
  for (int i = 0; i < kCount; ++i)
    buffers.push_back(upload(std::vector<float>{in[i]}));
  Address to = allocate(64 * 4);
  buffers.push_back(to);
  ASSERT_EQ(run(1, 64, buffers), 0);
  for (float value : download<float>(to, 64))
    EXPECT_EQ(value, 4950);
}

TEST_F(GpuTest, LastBlockSumsPartials) {
  load(R"(
extern "C" __global__ void __launch_bounds__(32)
kernel(float *out0, unsigned *semaphores, char *workspace) {
  if (threadIndex() == 0)
    storePartial(workspace, blockIndex(0), float(blockIndex(0)));
  if (!isLastBlock<8>(semaphores, reinterpret_cast<uint32 *>(sharedMemory())))
    return;
  float sum = 0;
  for (int i = 0; i < 8; ++i)
    sum += loadPartial<float>(workspace, i);
  if (threadIndex() == 0)
    store(out0, sum);
})");
  Address to = allocate(4), semaphores = upload<unsigned>({0}),
          workspace = allocate(32);
  ASSERT_EQ(run(8, 32, {to, semaphores, workspace}, 4), 0);
  EXPECT_EQ(download<float>(to, 1)[0], 28);
  EXPECT_EQ(download<unsigned>(semaphores, 1)[0], 0u);
}

} // namespace emulator::test
