//===- simt.cuh - products by scalar instructions -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What MatrixProducts is to tensor cores, for f32: a warp is 4 x 8 lanes, a
// lane has its share of rows and columns in registers, and a step is one chunk,
// 4 of depth. Each sum is one chain of fused multiply-adds, in the order of
// depth.
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/operands.cuh"

namespace mpc {

/// What a lane reads of an operand in a step: 4 of depth for each of its
/// `Count` indices along the free dimension. `Lanes` lanes share that
/// dimension.
template <class Tile, int Count, int Lanes, bool AlongDepth>
struct LaneValues;

/// Along the depth: neighbours in the tile belong to neighbouring lanes.
template <class Tile, int Count, int Lanes>
struct LaneValues<Tile, Count, Lanes, true> {
  /// Lines whose swizzles differ.
  static constexpr int kTurns = Tile::kPeriod / Lanes;
  int first;
  int swizzles[kTurns];
  Vector<float, 4> values[Count];

  __forceinline__ LaneValues(int firstFree, int lane)
      : first((firstFree + lane) * Tile::kLineBytes) {
#pragma unroll
    for (int i = 0; i < kTurns; ++i)
      swizzles[i] = Tile::swizzle(lane + i * Lanes);
  }
  __forceinline__ static int index(int lane, int i) { return lane + i * Lanes; }
  __forceinline__ float at(int i, int depth) const { return values[i][depth]; }

  __forceinline__ void load(const char *tile, int step) {
#pragma unroll
    for (int i = 0; i < Count; ++i)
      values[i] = loadShared(reinterpret_cast<const Vector<float, 4> *>(
          tile + first + i * (Lanes * Tile::kLineBytes) +
          16 * (step ^ swizzles[i % kTurns])));
  }
};

/// Along the free dimension: a lane has whole chunks.
template <class Tile, int Count, int Lanes>
struct LaneValues<Tile, Count, Lanes, false> {
  static_assert(Count % 4 == 0);
  int first;
  Vector<float, 4> values[4][Count / 4];

  __forceinline__ LaneValues(int firstFree, int lane)
      : first(4 * firstFree + 16 * lane) {}
  __forceinline__ static int index(int lane, int i) {
    return i / 4 * (4 * Lanes) + 4 * lane + i % 4;
  }
  __forceinline__ float at(int i, int depth) const {
    return values[depth][i / 4][i % 4];
  }

  __forceinline__ void load(const char *tile, int step) {
#pragma unroll
    for (int depth = 0; depth < 4; ++depth)
#pragma unroll
      for (int i = 0; i < Count / 4; ++i)
        values[depth][i] =
            loadShared(reinterpret_cast<const Vector<float, 4> *>(
                tile + first + (4 * step + depth) * Tile::kLineBytes +
                i * (16 * Lanes)));
  }
};

template <class Shape, class TileA, class TileB>
class ScalarProducts {
  static constexpr int kLaneRows = 4, kLaneColumns = 8;
  static constexpr int kRows = Shape::kWarpRows / kLaneRows;
  static constexpr int kColumns = Shape::kWarpColumns / kLaneColumns;

  static_assert(Shape::kWarpRows % 16 == 0 && Shape::kWarpColumns % 32 == 0);

  LaneValues<TileA, kRows, kLaneRows, TileA::kAlongDepth> a;
  LaneValues<TileB, kColumns, kLaneColumns, TileB::kAlongDepth> b;
  Vector<float, 4> sums[kRows][kColumns / 4];

public:
  static constexpr bool kIsScalar = true;
  static constexpr int kSteps = Shape::kTileDepth / 4;
  static constexpr int kQuads = kRows * kColumns / 4;

  __forceinline__ ScalarProducts(int firstRow, int firstColumn)
      : a(firstRow, laneIndex() / kLaneColumns),
        b(firstColumn, laneIndex() % kLaneColumns) {
#pragma unroll
    for (int i = 0; i < kQuads; ++i)
      quad(i) = {};
  }

  __forceinline__ void multiplyTile(const char *tileA, const char *tileB) {
#pragma unroll 2
    for (int step = 0; step < kSteps; ++step) {
      a.load(tileA, step);
      b.load(tileB, step);
      multiplyStep();
    }
  }

  __forceinline__ Vector<float, 4> &quad(int i) {
    return sums[i / (kColumns / 4)][i % (kColumns / 4)];
  }

  template <class Place>
  __forceinline__ void storeSlice(int slice, float *to, Place place) const {
#pragma unroll
    for (int i = 0; i < 16 / kLaneRows; ++i) {
      int row = a.index(laneIndex() / kLaneColumns, i);
#pragma unroll
      for (int j = 0; j < kColumns; j += TileB::kAlongDepth ? 1 : 4) {
        int column = b.index(laneIndex() % kLaneColumns, j);
        Vector<float, 4> quad = sums[slice * (16 / kLaneRows) + i][j / 4];
        if (TileB::kAlongDepth)
          storeShared(to + place(row, column), quad[j % 4]);
        else
          storeShared(
              reinterpret_cast<Vector<float, 4> *>(to + place(row, column)),
              quad);
      }
    }
  }

private:
  __forceinline__ void multiplyStep() {
#pragma unroll
    for (int depth = 0; depth < 4; ++depth)
#pragma unroll
      for (int i = 0; i < kRows; ++i)
#pragma unroll
        for (int j = 0; j < kColumns; ++j)
          sums[i][j / 4][j % 4] = fusedMultiplyAdd(
              a.at(i, depth), b.at(j, depth), sums[i][j / 4][j % 4]);
  }
};

} // namespace mpc
