//===- Collectives.cpp - what the lanes of a warp do together -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Layouts of fragments: PTX ISA, sections "Matrix Fragments for mma.m16n8k16
// with floating point type", "… for mma.m16n8k8", "ldmatrix". Sums add the
// products of one instruction in increasing k to the accumulator, each rounded
// to f32 (the hardware's own order is not documented).
//
//===----------------------------------------------------------------------===//

#include "Block.h"
#include "Hooks.h"

#include <cstring>
#include <immintrin.h>

namespace emulator {

void shuffle(Warp &warp) {
  uint32_t words[kWarpSize];
  for (int i = 0; i < kWarpSize; ++i)
    words[i] = warp.lanes[i]->word;
  for (int i = 0; i < kWarpSize; ++i)
    warp.lanes[i]->word = words[(i ^ warp.lanes[i]->mask) % kWarpSize];
}

void vote(Warp &warp) {
  uint32_t any = 0;
  for (Lane *lane : warp.lanes)
    any |= lane->word;
  for (Lane *lane : warp.lanes)
    lane->word = any;
}

void match(Warp &warp) {
  uint32_t words[kWarpSize];
  for (int i = 0; i < kWarpSize; ++i)
    words[i] = warp.lanes[i]->word;
  for (int i = 0; i < kWarpSize; ++i) {
    uint32_t equal = 0;
    for (int other = 0; other < kWarpSize; ++other)
      equal |= uint32_t(words[other] == words[i]) << other;
    warp.lanes[i]->word = equal;
  }
}

//===----------------------------------------------------------------------===//
// Matrices
//===----------------------------------------------------------------------===//

/// Rows have been read, and checked, by the lanes that gave them.
void loadMatrices(Block &, Warp &warp) {
  for (int i = 0; i < 4; ++i) {
    uint16_t matrix[8][8];
    for (int row = 0; row < 8; ++row)
      std::memcpy(matrix[row], warp.lanes[8 * i + row]->row, 16);
    for (int lane = 0; lane < kWarpSize; ++lane) {
      int row = lane / 4, column = lane % 4 * 2;
      bool isTransposed = warp.lanes[lane]->mask;
      uint32_t low = isTransposed ? matrix[column][row] : matrix[row][column];
      uint32_t high =
          isTransposed ? matrix[column + 1][row] : matrix[row][column + 1];
      warp.lanes[lane]->to[i] = low | high << 16;
    }
  }
}

float widen(Format format, uint16_t bits) {
  if (format == Format::f16)
    return _cvtsh_ss(bits);
  uint32_t wide = uint32_t(bits) << 16;
  float result;
  std::memcpy(&result, &wide, 4);
  return result;
}

/// The lower 13 bits are not looked at.
static float truncate(uint32_t word) {
  word &= 0xffffe000u;
  float result;
  std::memcpy(&result, &word, 4);
  return result;
}

namespace {

/// Matrices of one instruction; b is as wide as the rows of sums.
struct Product {
  float a[16][16];
  alignas(32) float b[16][8];
  int depth;

  void gather(Format format, const Warp &warp);
};

} // namespace

void Product::gather(Format format, const Warp &warp) {
  for (int number = 0; number < kWarpSize; ++number) {
    const Lane &lane = *warp.lanes[number];
    int group = number / 4, rest = number % 4;
    if (format == Format::tf32) {
      for (int i = 0; i < 4; ++i)
        a[group + i % 2 * 8][rest + i / 2 * 4] = truncate(lane.a[i]);
      for (int i = 0; i < 2; ++i)
        b[rest + i * 4][group] = truncate(lane.b[i]);
      continue;
    }
    for (int half = 0; half < 2; ++half) {
      for (int i = 0; i < 4; ++i)
        a[group + i % 2 * 8][rest * 2 + half + i / 2 * 8] =
            widen(format, lane.a[i] >> 16 * half);
      for (int i = 0; i < 2; ++i)
        b[rest * 2 + half + i * 8][group] = widen(format, lane.b[i] >> 16 * half);
    }
  }
  depth = format == Format::tf32 ? 8 : 16;
}

void multiply(Warp &warp) {
  Product product;
  product.gather(Format(warp.lanes[0]->mask), warp);
  for (int row = 0; row < 16; ++row) {
    alignas(32) float sums[8];
    int half = row / 8 * 2, first = row % 8 * 4;
    for (int column = 0; column < 8; ++column)
      sums[column] = warp.lanes[first + column / 2]->sum[half + column % 2];
    __m256 sum = _mm256_load_ps(sums);
    // Products of 11-bit mantissas are exact in f32.
    for (int k = 0; k < product.depth; ++k)
      sum = _mm256_fmadd_ps(_mm256_set1_ps(product.a[row][k]),
                            _mm256_load_ps(product.b[k]), sum);
    _mm256_store_ps(sums, sum);
    for (int column = 0; column < 8; ++column)
      warp.lanes[first + column / 2]->sum[half + column % 2] = sums[column];
  }
}

} // namespace emulator
