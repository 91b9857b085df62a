//===- MatrixTest.cpp - tensor cores and the loads that feed them ---------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Layouts are checked by products of whole matrices, element by element: a is
// 16 x K, b is K x 8, both read through shared memory.
//
//===----------------------------------------------------------------------===//

#include "Gpu.h"

#include <cmath>
#include <cstring>

namespace emulator::test {

namespace {

/// Small integers and a fraction: exact in all formats, and so are the sums.
float valueAt(int i) { return (i * 7 % 13 - 6) * 0.25f; }

uint16_t toBf16(float x) {
  uint32_t bits;
  std::memcpy(&bits, &x, 4);
  return bits >> 16;
}

uint16_t toF16(float x) {
  auto half = static_cast<_Float16>(x);
  uint16_t bits;
  std::memcpy(&bits, &half, 2);
  return bits;
}

/// a * b for 16 x depth and depth x 8 matrices in row-major order.
std::vector<float> multiply(const std::vector<float> &a,
                            const std::vector<float> &b, int depth) {
  std::vector<float> sum(16 * 8);
  for (int row = 0; row < 16; ++row)
    for (int column = 0; column < 8; ++column)
      for (int k = 0; k < depth; ++k)
        sum[row * 8 + column] += a[row * depth + k] * b[k * 8 + column];
  return sum;
}

std::vector<float> makeMatrix(int size, int seed) {
  std::vector<float> result(size);
  for (int i = 0; i < size; ++i)
    result[i] = valueAt(i + seed);
  return result;
}

constexpr const char *kStoreSum = R"(
  for (int i = 0; i < 4; ++i)
    store(out0 + (lane / 4 + i / 2 * 8) * 8 + lane % 4 * 2 + i % 2, sum[i]);
)";

class MatrixTest : public GpuTest {
protected:
  /// Both matrices come by asynchronous copies; b is transposed on its way to
  /// registers: lanes 0-15 give its 16 rows, the others repeat them.
  void check16(const char *type, uint16_t (*convert)(float)) {
    load(std::string("using T = ") + type + R"(;
extern "C" __global__ void __launch_bounds__(32)
kernel(const T *in0, const T *in1, float *out0) {
  T *a = reinterpret_cast<T *>(sharedMemory()), *b = a + 256;
  int lane = laneIndex();
  copyAsync(a + lane * 8, in0 + lane * 8);
  if (lane < 16)
    copyAsync(b + lane * 8, in1 + lane * 8);
  commitCopies();
  waitCopies<0>();
  barrier();
  uint32 fa[4], fb[4];
  loadMatrices(fa, a + lane % 16 * 16 + lane / 16 * 8);
  loadMatricesTransposed(fb, b + lane % 16 * 8);
  float sum[4] = {};
  uint32 half[2] = {fb[0], fb[1]};
  multiplyAdd<T>(sum, fa, half);
)" + kStoreSum +
         "}\n");
    std::vector<float> a = makeMatrix(256, 1), b = makeMatrix(128, 5);
    std::vector<uint16_t> narrowA(256), narrowB(128);
    for (int i = 0; i < 256; ++i)
      narrowA[i] = convert(a[i]);
    for (int i = 0; i < 128; ++i)
      narrowB[i] = convert(b[i]);
    Address out = allocate(512);
    ASSERT_EQ(run(1, 32, {upload(narrowA), upload(narrowB), out}, 768), 0);
    EXPECT_EQ(download<float>(out, 128), multiply(a, b, 16));
  }
};

} // namespace

TEST_F(MatrixTest, ProductOfF16) { check16("f16", toF16); }

TEST_F(MatrixTest, ProductOfBf16) { check16("bf16", toBf16); }

TEST_F(MatrixTest, ProductOfTf32) {
  load(std::string(R"(
extern "C" __global__ void __launch_bounds__(32)
kernel(const uint32 *in0, const uint32 *in1, float *out0) {
  int lane = laneIndex();
  uint32 a[4], b[2];
  for (int i = 0; i < 4; ++i)
    a[i] = load(in0 + (lane / 4 + i % 2 * 8) * 8 + lane % 4 + i / 2 * 4);
  for (int i = 0; i < 2; ++i)
    b[i] = load(in1 + (lane % 4 + i * 4) * 8 + lane / 4);
  float sum[4] = {};
  multiplyAdd<tf32>(sum, a, b);
)") + kStoreSum +
       "}\n");
  std::vector<float> a = makeMatrix(128, 3), b = makeMatrix(64, 2);
  Address out = allocate(512);
  ASSERT_EQ(run(1, 32, {upload(a), upload(b), out}), 0);
  EXPECT_EQ(download<float>(out, 128), multiply(a, b, 8));
}

TEST_F(MatrixTest, SumsAreAddedTo) {
  load(R"(
extern "C" __global__ void __launch_bounds__(32)
kernel(float *out0) {
  uint32 a[4] = {0x3c003c00, 0x3c003c00, 0x3c003c00, 0x3c003c00};
  uint32 b[2] = {0x3c003c00, 0x3c003c00};
  float sum[4] = {1, 2, 3, 4};
  multiplyAdd<f16>(sum, a, b);
  multiplyAdd<f16>(sum, a, b);
  for (int i = 0; i < 4; ++i)
    store(out0 + laneIndex() * 4 + i, sum[i]);
})");
  Address out = allocate(512);
  ASSERT_EQ(run(1, 32, {out}), 0);
  std::vector<float> sums = download<float>(out, 128);
  for (int i = 0; i < 128; ++i)
    EXPECT_EQ(sums[i], 32 + 1 + i % 4);
}

TEST_F(MatrixTest, CopiesFillUpWithZeros) {
  load(R"(
extern "C" __global__ void __launch_bounds__(32)
kernel(const float *in0, float *out0) {
  float *shared = reinterpret_cast<float *>(sharedMemory());
  copyAsync(shared + threadIndex() * 4, in0, threadIndex() % 5 * 4);
  commitCopies();
  waitCopies<0>();
  storeVector(out0 + threadIndex() * 4,
              loadVector<4>(in0)); // the buffer has room for a vector
  for (int i = 0; i < 4; ++i)
    store(out0 + threadIndex() * 4 + i, loadShared(shared + threadIndex() * 4 + i));
})");
  Address in = upload<float>({1, 2, 3, 4}), out = allocate(512);
  ASSERT_EQ(run(1, 32, {in, out}, 512), 0);
  std::vector<float> values = download<float>(out, 128);
  for (int i = 0; i < 128; ++i)
    EXPECT_EQ(values[i], i % 4 < i / 4 % 5 ? i % 4 + 1 : 0);
}

} // namespace emulator::test
