//===- contraction.cuh - sums of products over a common dimension ---------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// sum[batch][row][column] = Σ over depth of A(row, depth) * B(column, depth),
// in tiles: f16, bf16 and tf32 on tensor cores, f32 by fused multiply-adds.
//
// The emitted text defines four structs and one kernel that calls
// contract<Shape, A, B, Epilogue>(a, b, epilogue, semaphores, workspace).
//
// Shape: `Element` (f16, bf16, tf32 or float) and the constants kRows,
// kColumns, kDepth, kBatches; kTileRows, kTileColumns, kTileDepth; kWarpRows,
// kWarpColumns; kStages (at least 2), kSplits; kReadsAhead: whether the first
// fragments of a tile are read before the products of the tile before it end,
// which hides a wait after the barrier and takes up to 32 registers; kByWarpgroups:
// whether four warps multiply together, reading tiles from shared memory (sm_90a
// only). Tiles are powers of two; a warp's part is a multiple of 16 x 16 (float: 16
// x 32; by groups: 16 rows of all columns of the tile); kTileDepth is at least 32
// elements of 16 bits, 16 of tf32, 8 of float (by groups: 64 of 16 bits, 3 stages).
// Splits are no more than tiles of depth.
//
// Operands A (free = row) and B (free = column), one of
//   direct:   kIsDirect = true; kAlongDepth (contiguous along depth, else along
//             free); kPitch (elements between neighbours of the other
//             dimension, a multiple of 16 bytes); const Element *base(int
//             batch) const, aligned to 16 bytes. Read in chunks of 16 bytes, up
//             to the pitch. kRounds (tf32 only): memory has f32, rounded to
//             nearest even when it is multiplied.
//   computed: kIsDirect = false; kRounds = false; kAlongDepth; kWidth, which is
//             16 / sizeof(Element) or a smaller power of two that divides the
//             size of the contiguous dimension; template <int V>
//             Vector<Element, V> load(int batch, int free, int depth) const: V
//             elements along the contiguous dimension, from a multiple of V on.
//             V is kWidth, or 1 at ragged ends; all V are in range.
//
// Epilogue: kVector (1, 2, 4 or 8), kHasTotals and Total, a struct, what is
// combined over all batches and rows of a column; and
//   template <int V> void operator()(int batch, int row, int column,
//       const Vector<float, V> &sum, Total *totals): once for each chunk of the
//       result, V is kVector or, for the columns after the last multiple of
//       kVector, 1. Combines what is new with totals[0 .. V - 1], if there are
//       any. Rows increase for each thread.
//   Total initial(), Total combine(const Total &, const Total &), and
//   template <int V> void storeTotals(int column, const Total *totals): once
//   for
//       each chunk of columns.
//   void finish(): once per thread, at the end.
//
// Launch: grid {batches * row tiles * column tiles, splits}, block kThreads,
// shared memory kSharedBytes, semaphores kSemaphores, workspace
// kWorkspaceBytes, where (lib/CodeGen/Cuda/Tiles.cpp computes the same)
//   threads   = 32 (tile rows / warp rows) (tile columns / warp columns)
//   shared    = max(stages (tile rows + tile columns) tile depth bytes,
//                   64 (threads / 32) (warp columns + 8) +
//                   total bytes (tile rows / warp rows) tile columns)
//   where bytes is sizeof(Element), total bytes is sizeof(Total) or 0;
//   semaphores = (splits > 1 ? batches * row tiles * column tiles : 0) +
//                (has totals and parts > 1 ? column tiles * (parts > team ?
//                1 + parts / team, rounded up : 1) : 0)
//   where parts is batches * row tiles, and team is findTotalsTeam() of them;
//   workspace = (splits > 1 ? 4 splits * batches * row tiles * column tiles *
//                tile rows * tile columns : 0) +
//               (has totals and batches * row tiles > 1 ? total bytes * batches
//               *
//                row tiles * column tiles * tile columns : 0)
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/epilogue.cuh"
#include "mpc/functors.cuh"
#include "mpc/matrix.cuh"
#include "mpc/operands.cuh"
#include "mpc/simt.cuh"
#include "mpc/trailing.cuh"
#include "mpc/warpgroup.cuh"

namespace mpc {

template <class Element, bool ByGroups>
struct ProductsOf {
  template <class Shape, class TileA, class TileB>
  using Type = MatrixProducts<Shape, TileA, TileB>;
};
template <>
struct ProductsOf<float, false> {
  template <class Shape, class TileA, class TileB>
  using Type = ScalarProducts<Shape, TileA, TileB>;
};
template <class Element>
struct ProductsOf<Element, true> {
  template <class Shape, class TileA, class TileB>
  using Type = WarpgroupProducts<Shape, TileA, TileB>;
};

template <bool ByGroups>
struct TileOf {
  template <class Element, int Free, int Depth, class Operand>
  using Type =
      OperandTile<Element, Free, Depth, Operand::kAlongDepth, Operand::kRounds>;
};
template <>
struct TileOf<true> {
  template <class Element, int Free, int Depth, class Operand>
  using Type =
      PanelTile<Element, Free, Depth, Operand::kAlongDepth, Operand::kRounds>;
};

template <class Shape, class A, class B, class Epilogue>
struct Contraction {
  using Element = typename Shape::Element;
  using Tiles = TileOf<Shape::kByWarpgroups>;
  using TileA = typename Tiles::template Type<Element, Shape::kTileRows,
                                              Shape::kTileDepth, A>;
  using TileB = typename Tiles::template Type<Element, Shape::kTileColumns,
                                              Shape::kTileDepth, B>;
  using SourceA = OperandSource<Shape, A, Shape::kRows, TileA>;
  using SourceB = OperandSource<Shape, B, Shape::kColumns, TileB>;
  using Products =
      typename ProductsOf<Element, Shape::kByWarpgroups>::template Type<Shape, TileA,
                                                                    TileB>;
  using Loop = EpilogueLoop<Shape, Products, Epilogue>;

  /// The fewest tiles of depth that a split has. There are no more stages than
  /// tiles: what is read ahead after the last tile is then an old one.
  static constexpr int kFewestTiles =
      divideUp(Shape::kDepth, Shape::kTileDepth) / Shape::kSplits;
  static constexpr bool kReadsAhead = Shape::kReadsAhead && kFewestTiles >= 2;
  static constexpr int kStages =
      atLeast(Shape::kByWarpgroups ? 3 : 2, atMost(Shape::kStages, kFewestTiles));
  /// Buffers that are full when the loop begins. Groups of warps may still read
  /// the tile before the last one when the next one is fetched.
  static constexpr int kFilled = kStages - (Shape::kByWarpgroups ? 2 : 1);
  static constexpr int kSteps = Products::kSteps;
  static constexpr int kStageBytes = TileA::kBytes + TileB::kBytes;
  static constexpr int kRowTiles = divideUp(Shape::kRows, Shape::kTileRows);
  static constexpr int kColumnTiles =
      divideUp(Shape::kColumns, Shape::kTileColumns);
  static constexpr int kDepthTiles = divideUp(Shape::kDepth, Shape::kTileDepth);
  static constexpr bool kIsRagged = Shape::kDepth % Shape::kTileDepth != 0;
  static constexpr int kParts = kFetchParts<Shape>;
  static constexpr int kTiles = Shape::kBatches * kRowTiles * kColumnTiles;

  static constexpr int kThreads = kContractionThreads<Shape>;
  static constexpr int kSharedBytes =
      atLeast(Shape::kStages * kStageBytes, Loop::kBytes);
  static constexpr int kSplitSemaphores = Shape::kSplits > 1 ? kTiles : 0;
  static constexpr int kSemaphores =
      kSplitSemaphores +
      (Loop::kExchangesTotals ? kColumnTiles * Loop::kTotalsSemaphores : 0);
  static constexpr int64
      kSplitBytes = Shape::kSplits > 1
                        ? int64(4) * Shape::kSplits * kTiles
                              * Shape::kTileRows *Shape::kTileColumns
                        : 0;
  static constexpr int64 kWorkspaceBytes = kSplitBytes + Loop::kWorkspaceBytes;

  static_assert(kStages >= 2 && kSteps % 2 == 0, "steps alternate");
  static_assert(Shape::kSplits == 1 || Shape::kSplits <= kDepthTiles);

  /// Tiles of the depth pass through kStages buffers. While one is multiplied,
  /// those after it are on their way. The loop is unrolled by the stages, so
  /// that places in shared memory are constants.
  struct Pipeline {
    SourceA &a;
    SourceB &b;
    Products &products;
    char *shared;

    __forceinline__ char *stageA(int stage) const {
      return shared + stage * kStageBytes;
    }
    __forceinline__ char *stageB(int stage) const {
      return stageA(stage) + TileA::kBytes;
    }
    __forceinline__ void start(int stage, int ahead, int part, int parts) {
      a.start(stageA(stage), ahead, part, parts);
      b.start(stageB(stage), ahead, part, parts);
    }
    __forceinline__ void finishFirst(int stage) {
      a.finishFirst(stageA(stage));
      b.finishFirst(stageB(stage));
    }
    __forceinline__ void finish(int stage) {
      a.finish(stageA(stage));
      b.finish(stageB(stage));
    }
    __forceinline__ void advance(int tiles) {
      a.advance(tiles);
      b.advance(tiles);
    }
    __forceinline__ void loadFirst(int stage) {
      products.load(0, stageA(stage), stageB(stage), 0);
    }

    __forceinline__ void fill(int count, bool isRagged) {
#pragma unroll
      for (int i = 0; i < kFilled; ++i) {
        if (i < count) {
          if (kIsRagged && i == 0 && isRagged) {
            a.startRagged(stageA(i));
            b.startRagged(stageB(i));
          } else {
            start(i, 0, 0, 1);
            advance(1);
            finishFirst(i);
          }
        }
        commitCopies();
      }
    }

    /// The next tile is there for all, and the one before the current one is no
    /// longer needed by any.
    __forceinline__ void await() {
      waitCopies<kFilled - 1>();
      if constexpr (Shape::kByWarpgroups)
        showToProducts();
      barrier();
    }

    /// Multiplies the tile in a stage, of which `left` are left with it. The
    /// tile that is fetched is the one `ahead` of the sources' place.
    __forceinline__ void multiply(int stage, int target, int next, int ahead,
                                  int left) {
      if (!kReadsAhead) {
        await();
        loadFirst(stage);
      }
      bool fetches = left >= kStages;
#pragma unroll
      for (int step = 0; step < kSteps; ++step) {
        if (fetches)
          start(target, ahead, step, kParts);
        if (step + 1 < kSteps) {
          products.multiplyAndLoad(step % 2, stageA(stage), stageB(stage),
                                   step + 1);
          continue;
        }
        if (fetches)
          finish(target);
        commitCopies();
        if (kReadsAhead) {
          await();
          products.multiplyAndLoad(step % 2, stageA(next), stageB(next), 0);
        } else {
          products.multiply(step % 2);
        }
      }
    }

    __forceinline__ void run(int count, bool isRagged) {
      fill(count, isRagged);
      if constexpr (Shape::kByWarpgroups)
        runWarpgroups(count);
      else if constexpr (Products::kIsScalar)
        runScalar(count);
      else if constexpr (SourceA::kIsLong || SourceB::kIsLong)
        runRolled(count);
      else
        runUnrolled(count);
    }

    __forceinline__ void runUnrolled(int count) {
      if (kReadsAhead) {
        await();
        loadFirst(0);
      }
#pragma unroll 1
      while (true) {
#pragma unroll
        for (int stage = 0; stage < kStages; ++stage) {
          multiply(stage, (stage + kStages - 1) % kStages,
                   (stage + 1) % kStages, stage, count);
          if (--count == 0)
            return;
        }
        advance(kStages);
      }
    }

    /// Sources of many instructions would be there once per stage: too much for
    /// the compiler, and for the cache of instructions.
    __forceinline__ void runRolled(int count) {
      if (kReadsAhead) {
        await();
        loadFirst(0);
      }
      int stage = 0;
#pragma unroll 1
      for (; count > 0; --count) {
        int next = stage + 1 == kStages ? 0 : stage + 1;
        multiply(stage, stage == 0 ? kStages - 1 : stage - 1, next, 0, count);
        advance(1);
        stage = next;
      }
    }

    /// The products of a tile run while the next one is waited for. Behind the
    /// barrier, all groups have ended those of the tile before the last one, into
    /// whose buffer the next one comes.
    __forceinline__ void runWarpgroups(int count) {
      int stage = 0;
#pragma unroll 1
      for (; count > 0; --count) {
        await();
        bool fetches = count > kFilled;
        int target = stage >= 2 ? stage - 2 : stage - 2 + kStages;
        if (fetches)
          start(target, 0, 0, 1);
        products.start(stageA(stage), stageB(stage));
        if (fetches)
          finishFirst(target);
        commitCopies();
        advance(1);
        products.template wait<1>();
        stage = stage + 1 == kStages ? 0 : stage + 1;
      }
      products.template wait<0>();
    }

    /// Scalar products are so many instructions that places do not count.
    __forceinline__ void runScalar(int count) {
      int stage = 0;
#pragma unroll 1
      for (; count > 0; --count) {
        await();
        bool fetches = count >= kStages;
        int target = stage == 0 ? kStages - 1 : stage - 1;
        if (fetches)
          start(target, 0, 0, 1);
        commitCopies();
        advance(1);
        products.multiplyTile(stageA(stage), stageB(stage));
        if (fetches)
          finish(target);
        stage = stage + 1 == kStages ? 0 : stage + 1;
      }
    }
  };

  /// Blocks that run together share few rows and columns: tiles are numbered in
  /// bands of 8 rows of tiles, down each column of the band.
  struct Place {
    int batch = 0, row, column;
    __forceinline__ explicit Place(int index) {
      if (Shape::kBatches > 1) {
        batch = index / (kRowTiles * kColumnTiles);
        index -= batch * (kRowTiles * kColumnTiles);
      }
      constexpr int kBand = 8;
      int first = index / (kBand * kColumnTiles) * kBand;
      int rows = atMost(kRowTiles - first, kBand);
      int rest = index - first * kColumnTiles;
      row = first + rest % rows;
      column = rest / rows;
    }
  };

  __forceinline__ static void run(const A &operandA, const B &operandB,
                                  Epilogue &epilogue, unsigned *semaphores,
                                  char *workspace) {
    char *shared = sharedMemory();
    Place place(blockIndex(0));
    int split = blockIndex(1);
    int warp = threadIndex() / kWarpSize;
    constexpr int kWarpsPerRow = Shape::kTileColumns / Shape::kWarpColumns;
    Products products(warp / kWarpsPerRow * Shape::kWarpRows,
                      warp % kWarpsPerRow * Shape::kWarpColumns);
    if constexpr (Shape::kDepth > 0) {
      // The ragged tile counts as the first.
      int first = split * kDepthTiles / Shape::kSplits;
      int last = (split + 1) * kDepthTiles / Shape::kSplits;
      bool isRagged = kIsRagged && first == 0;
      int firstTile = first - (kIsRagged && first > 0);
      SourceA a(operandA, place.batch, place.row * Shape::kTileRows, firstTile);
      SourceB b(operandB, place.batch, place.column * Shape::kTileColumns, firstTile);
      // A factor of 1 that the assembler does not know: it would unroll a loop
      // of known length once more, and take four times as long.
      int count = (last - first) * (blockCount(1) / Shape::kSplits);
      Pipeline{a, b, products, shared}.run(count, isRagged);
      barrier();
    }
    // What follows is found anew, so that it takes no registers before.
    if (Shape::kSplits > 1) {
      place = Place(freshBlockIndex(0));
      int tile = place.batch * (kRowTiles * kColumnTiles) +
                 place.row * kColumnTiles + place.column;
      if (!addSplits<Shape>(products, tile, kTiles, semaphores, workspace,
                            shared))
        return epilogue.finish();
    }
    place = Place(freshBlockIndex(0));
    Loop loop(epilogue, place.batch, place.row, place.column, shared);
    loop.run(products);
    if constexpr (Epilogue::kHasTotals)
      loop.runTotals(semaphores + kSplitSemaphores, workspace + kSplitBytes);
    epilogue.finish();
  }
};

/// What the emitted kernel calls.
template <class Shape, class A, class B, class Epilogue>
__forceinline__ void contract(const A &a, const B &b, Epilogue &epilogue,
                              unsigned *semaphores, char *workspace) {
  Contraction<Shape, A, B, Epilogue>::run(a, b, epilogue, semaphores,
                                          workspace);
}

} // namespace mpc
