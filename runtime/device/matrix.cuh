//===- matrix.cuh - products on tensor cores ------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What one warp does with a tile in shared memory: it reads fragments of a
// step, 32 bytes of depth (16 elements of 16 bits, 8 of tf32), and multiplies
// them by mma.sync. A fragment is a block of 16 along the free dimension, in
// four words, one for each combination of {first 8, last 8} of the block and
// {first half, second half} of the step. An operand A of mma.sync is all four,
// the halves of the step being outermost; two operands B have the halves of the
// block outermost, since the words of each must be neighbours.
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/operands.cuh"

namespace mpc {

constexpr int kStepBytes = 32;

/// Which half of the block and which of the step word `i` of a fragment is.
template <bool IsB>
struct FragmentOrder {
  static constexpr int block(int i) { return IsB ? i / 2 : i % 2; }
  static constexpr int step(int i) { return IsB ? i % 2 : i / 2; }
};

/// Reads fragments of 16-bit or tf32 elements that lie along the depth.
template <class Tile, int Blocks, class Order>
struct DepthFragments {
  /// Steps whose chunks differ within one pass over the banks.
  static constexpr int kTurns = Tile::kTurn / 2;
  int offsets[kTurns];

  __forceinline__ explicit DepthFragments(int firstFree) {
    int lane = laneIndex();
#pragma unroll
    for (int i = 0; i < kTurns; ++i)
      offsets[i] =
          Tile::place(firstFree + lane % 8 + 8 * Order::block(lane / 8),
                      2 * i + Order::step(lane / 8));
  }

  __forceinline__ void load(uint32 (&to)[4], const char *tile, int step,
                            int i) const {
    loadMatrices(to, tile + offsets[step % kTurns] + step / kTurns * (16 * 8) +
                         i * (16 * Tile::kLineBytes));
  }
};

/// Reads fragments of 16-bit elements that lie along the free dimension.
template <class Tile, int Blocks, class Order>
struct FreeFragments {
  static constexpr int kTurns = atMost(Tile::kTurn / 2, Blocks);
  int offsets[kTurns];

  __forceinline__ explicit FreeFragments(int firstFree) {
    int lane = laneIndex();
#pragma unroll
    for (int i = 0; i < kTurns; ++i)
      offsets[i] = Tile::place(lane % 8 + 8 * Order::step(lane / 8),
                               firstFree / 8 + 2 * i + Order::block(lane / 8));
  }

  __forceinline__ void load(uint32 (&to)[4], const char *tile, int step,
                            int i) const {
    loadMatricesTransposed(to, tile + offsets[i % kTurns] +
                                   i / kTurns * (16 * 8) +
                                   step * (16 * Tile::kLineBytes));
  }
};

/// Reads fragments of tf32 elements that lie along the free dimension, word by
/// word, since matrices of 32-bit elements cannot be transposed on the way.
template <class Tile, int Blocks, class Order>
struct FreeWordFragments {
  static constexpr int kTurns = atMost(Tile::kTurn / 2, 2 * Blocks);
  int offsets[kTurns];

  __forceinline__ explicit FreeWordFragments(int firstFree) {
    int lane = laneIndex();
#pragma unroll
    for (int i = 0; i < kTurns; ++i)
      offsets[i] = Tile::place(lane % 4, firstFree / 4 + 2 * i + lane / 16) +
                   4 * (lane / 4 % 4);
  }

  __forceinline__ void load(uint32 (&to)[4], const char *tile, int step,
                            int i) const {
#pragma unroll
    for (int j = 0; j < 4; ++j) {
      int eight = 2 * i + Order::block(j);
      int line = 8 * step + 4 * Order::step(j);
      to[j] = loadShared(reinterpret_cast<const uint32 *>(
          tile + offsets[eight % kTurns] + eight / kTurns * (16 * 8) +
          line * Tile::kLineBytes));
    }
  }
};

template <bool AlongDepth, bool IsTf32>
struct FragmentsOf {
  template <class Tile, int Blocks, class Order>
  using Type = DepthFragments<Tile, Blocks, Order>;
};
template <>
struct FragmentsOf<false, false> {
  template <class Tile, int Blocks, class Order>
  using Type = FreeFragments<Tile, Blocks, Order>;
};
template <>
struct FragmentsOf<false, true> {
  template <class Tile, int Blocks, class Order>
  using Type = FreeWordFragments<Tile, Blocks, Order>;
};

/// Words of f32 become tf32: to nearest, ties to even; infinities and nan stay.
template <int N> __forceinline__ void roundWords(uint32 (&words)[N]) {
#pragma unroll
  for (int i = 0; i < N; ++i) {
    uint32 bits = words[i];
    uint32 rounded = (bits + 0xfffu + (bits >> 13 & 1u)) & 0xffffe000u;
    bool isFinite = absolute(bitsAs<float>(bits)) < bitsAs<float>(0x7f800000u);
    words[i] = isFinite ? rounded : bits;
  }
}

/// The sums of one warp, and two sets of fragments: one is multiplied while the
/// other is read.
template <class Shape, class TileA, class TileB>
class MatrixProducts {
  using Element = typename Shape::Element;
  static constexpr int kRowBlocks = Shape::kWarpRows / 16;
  static constexpr int kColumnBlocks = Shape::kWarpColumns / 16;

  static_assert(Shape::kWarpRows % 16 == 0 && Shape::kWarpColumns % 16 == 0);

  template <class Tile, int Blocks, bool IsB>
  using Fragments =
      typename FragmentsOf<Tile::kAlongDepth, kIsTf32<Element>>::template Type<
          Tile, Blocks, FragmentOrder<IsB>>;

  Fragments<TileA, kRowBlocks, false> readA;
  Fragments<TileB, kColumnBlocks, true> readB;
  uint32 a[2][kRowBlocks][4];
  uint32 b[2][kColumnBlocks][4];
  Vector<float, 4> sums[kRowBlocks][2 * kColumnBlocks];

public:
  static constexpr bool kIsScalar = false;
  static constexpr int kSteps =
      Shape::kTileDepth * int(sizeof(Element)) / kStepBytes;

  /// Floats of a thread, four at a time, in a fixed order.
  static constexpr int kQuads = kRowBlocks * 2 * kColumnBlocks;

  __forceinline__ MatrixProducts(int firstRow, int firstColumn)
      : readA(firstRow), readB(firstColumn) {
#pragma unroll
    for (int i = 0; i < kQuads; ++i)
      quad(i) = {};
  }

  __forceinline__ void load(int set, const char *tileA, const char *tileB,
                            int step) {
    loadB(set, tileB, step);
#pragma unroll
    for (int i = 0; i < kRowBlocks; ++i)
      readA.load(a[set][i], tileA, step, i);
  }

  __forceinline__ void multiply(int set) {
    roundB(set);
#pragma unroll
    for (int i = 0; i < kRowBlocks; ++i)
      multiplyRow(set, i);
  }

  /// Multiplies one set, and reads the other. Each fragment of A is followed by
  /// its successor, so that the two sets of A are not in registers at once.
  __forceinline__ void multiplyAndLoad(int set, const char *tileA,
                                       const char *tileB, int step) {
    loadB(1 - set, tileB, step);
    roundB(set);
#pragma unroll
    for (int i = 0; i < kRowBlocks; ++i) {
      multiplyRow(set, i);
      readA.load(a[1 - set][i], tileA, step, i);
    }
  }

  __forceinline__ Vector<float, 4> &quad(int i) {
    return sums[i / (2 * kColumnBlocks)][i % (2 * kColumnBlocks)];
  }

  /// Writes the sums of 16 rows to shared memory: place(row, column) says
  /// where.
  template <class Place>
  __forceinline__ void storeSlice(int slice, float *to, Place place) const {
    int row = laneIndex() / 4, column = laneIndex() % 4 * 2;
#pragma unroll
    for (int j = 0; j < 2 * kColumnBlocks; ++j)
#pragma unroll
      for (int half = 0; half < 2; ++half)
        storeShared(reinterpret_cast<Vector<float, 2> *>(
                        to + place(row + 8 * half, column + 8 * j)),
                    Vector<float, 2>{sums[slice][j][2 * half],
                                     sums[slice][j][2 * half + 1]});
  }

private:
  __forceinline__ void loadB(int set, const char *tile, int step) {
#pragma unroll
    for (int i = 0; i < kColumnBlocks; ++i)
      readB.load(b[set][i], tile, step, i);
  }

  /// As late as can be, so that nobody waits for what has just been read.
  __forceinline__ void roundB(int set) {
    if constexpr (TileB::kRounds)
#pragma unroll
      for (int i = 0; i < kColumnBlocks; ++i)
        roundWords(b[set][i]);
  }

  __forceinline__ void multiplyRow(int set, int i) {
    if constexpr (TileA::kRounds)
      roundWords(a[set][i]);
#pragma unroll
    for (int j = 0; j < 2 * kColumnBlocks; ++j) {
      const uint32(&block)[4] = b[set][j / 2];
      uint32 pair[2] = {block[j % 2 * 2], block[j % 2 * 2 + 1]};
      multiplyAdd<Element>(sums[i][j].at, a[set][i], pair);
    }
  }
};

} // namespace mpc
