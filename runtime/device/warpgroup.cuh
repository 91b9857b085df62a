//===- warpgroup.cuh - what four warps do with tiles in shared memory -----===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/operands.cuh"
#include "mpc/wgmma.cuh"

namespace mpc {

/// As OperandTile, in the form that wgmma.cuh reads: panels of lines of 128 bytes.
template <class ElementType, int Free, int Depth, bool AlongDepth, bool Rounds>
struct PanelTile {
  using Element = ElementType;
  static constexpr bool kAlongDepth = AlongDepth;
  static constexpr int kVector = 16 / int(sizeof(Element));
  static constexpr int kLines = AlongDepth ? Free : Depth;
  static constexpr int kLineChunks = (AlongDepth ? Depth : Free) / kVector;
  static constexpr int kPanelChunks = 8;
  /// From one line of a panel to the next.
  static constexpr int kLineBytes = 16 * kPanelChunks;
  static constexpr int kPanelBytes = kLines * kLineBytes;
  static constexpr int kBytes = kLines * kLineChunks * 16;
  static constexpr int kPeriod = 8;

  static_assert(Depth * sizeof(Element) == kLineBytes && Free % 64 == 0);
  static_assert(!Rounds, "nobody has the elements in hand");

  static constexpr int place(int line, int chunk) {
    return chunk / kPanelChunks * kPanelBytes + line * kLineBytes +
           16 * (chunk % kPanelChunks ^ line % kPanelChunks);
  }

  /// What products read from index `free`, a multiple of 64, and `depth`, one of
  /// 16, on.
  __forceinline__ static uint64 describe(const char *tile, int free, int depth) {
    int offset = AlongDepth
                     ? free * kLineBytes + depth * int(sizeof(Element))
                     : free / 64 * kPanelBytes + depth * kLineBytes;
    return describeLines(tile + offset, AlongDepth ? 16 : kPanelBytes);
  }
};

/// The sums of one warp of a group of four: 16 rows of all columns of the tile.
template <class Shape, class TileA, class TileB>
class WarpgroupProducts {
  using Element = typename Shape::Element;
  static constexpr int kColumns = Shape::kWarpColumns;
  static constexpr int kStepDepth = 16;

  static_assert(Shape::kWarpRows == 16 && kColumns == Shape::kTileColumns);

  int firstRow; ///< of the group
  Vector<float, 4> sums[kColumns / 8];

public:
  static constexpr bool kIsScalar = false;
  static constexpr int kSteps = Shape::kTileDepth / kStepDepth;
  static constexpr int kQuads = kColumns / 8;

  __forceinline__ WarpgroupProducts(int firstRow, int)
      : firstRow(firstRow / 64 * 64) {
#pragma unroll
    for (int i = 0; i < kQuads; ++i)
      sums[i] = {};
  }

  /// Starts the products of a tile.
  __forceinline__ void start(const char *tileA, const char *tileB) {
    holdSums<kQuads>(sums);
    startProducts();
#pragma unroll
    for (int step = 0; step < kSteps; ++step) {
      uint64 a = TileA::describe(tileA, firstRow, step * kStepDepth);
      uint64 b = TileB::describe(tileB, 0, step * kStepDepth);
      multiplyLines<Element, kColumns, !TileA::kAlongDepth, !TileB::kAlongDepth>(
          sums, a, b);
    }
    commitProducts();
    holdSums<kQuads>(sums);
  }

  /// Waits for those of all tiles but the last `Pending` ones.
  template <int Pending> __forceinline__ void wait() {
    holdSums<kQuads>(sums);
    waitProducts<Pending>();
    holdSums<kQuads>(sums);
  }

  __forceinline__ Vector<float, 4> &quad(int i) { return sums[i]; }

  /// As those of MatrixProducts, of which there is one slice.
  template <class Place>
  __forceinline__ void storeSlice(int, float *to, Place place) const {
    int row = laneIndex() / 4, column = laneIndex() % 4 * 2;
#pragma unroll
    for (int j = 0; j < kQuads; ++j)
#pragma unroll
      for (int half = 0; half < 2; ++half)
        storeShared(reinterpret_cast<Vector<float, 2> *>(
                        to + place(row + 8 * half, column + 8 * j)),
                    Vector<float, 2>{sums[j][2 * half], sums[j][2 * half + 1]});
  }
};

} // namespace mpc
