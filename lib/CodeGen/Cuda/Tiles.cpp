//===- Tiles.cpp - how contractions are cut into blocks ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A table of tiles, and a model of how long a launch takes with each of them.
// The model counts cycles of one multiprocessor, in whole numbers:
//   * Blocks are dealt to multiprocessors; as many run together as registers,
//     shared memory and threads allow, the rest come in further rounds.
//   * A tile of depth takes as long as its products at the rate of the tensor
//     cores, times the tile's efficiency (what its main loop issues besides
//     products, and what it reads again from shared memory); or as its bytes
//     from the second-level cache; or a latency (barrier, fragments, a chain of
//     products), which is all that counts where few blocks run.
//   * A computed operand is read one tile ahead, or one of its parts: its thread
//     waits for memory each time, and then computes its pieces.
//   * A block starts and ends: it waits for its first tile, and its results go
//     through shared memory. A split tile is written, and read again by its
//     last block, at the rate of the second-level cache, and so many at once as
//     registers hold. So are the totals of columns.
// So large problems get the tile that reads least, and small ones as many
// blocks as the chip has multiprocessors, by smaller tiles or by splits.
//
//===----------------------------------------------------------------------===//

#include "Tiles.h"

#include <algorithm>

namespace mpc::cuda {
namespace {

/// Per multiprocessor.
struct Chip {
  std::string_view name;
  int64_t multiprocessors; ///< of the chip's full-size product
  int64_t sharedBytes;     ///< for all blocks; one gets 1 KB less
  int64_t threads;
  int64_t products16; ///< multiply-adds of 16 bits per cycle by mma.sync
  int64_t products32; ///< multiply-adds of f32 per cycle
  int64_t productsWarpgroup; ///< of 16 bits by wgmma; 0 if there is none
};

// NVIDIA's architecture white papers and the CUDA programming guide's table of
// compute capabilities. On sm_90a and sm_100 mma.sync gets about two thirds of
// what the newer instructions get.
constexpr Chip kChips[] = {
    {"sm_80", 108, 164 << 10, 2048, 1024, 64, 0},
    {"sm_86", 84, 100 << 10, 1536, 512, 128, 0},
    {"sm_89", 142, 100 << 10, 1536, 512, 128, 0},
    {"sm_90a", 132, 228 << 10, 2048, 1280, 128, 2048},
    {"sm_100", 148, 228 << 10, 2048, 1280, 128, 0},
    {"sm_120", 170, 100 << 10, 1536, 512, 128, 0},
};

constexpr int64_t kParts = 4; ///< of a multiprocessor, each with its warps
constexpr int64_t kPartRegisters = 65536 / kParts;
constexpr int64_t kThreadRegisters = 255;
constexpr int64_t kRoundingRegisters = 16; ///< what rounding takes besides
constexpr int64_t kCacheBytes = 40;     ///< per cycle and multiprocessor
constexpr int64_t kTileLatency = 80;    ///< of a tile of depth: the barrier
constexpr int64_t kStepLatency = 40;    ///< of 32 bytes of depth
constexpr int64_t kBlockLatency = 1500; ///< of a block's start and end
constexpr int64_t kSplitLatency = 1500; ///< until the last block goes on
constexpr int64_t kFetchLatency = 600;  ///< of memory, to whom it is exposed
constexpr int64_t kChunkCycles = 120;   ///< to compute 16 bytes of an operand
constexpr int64_t kPieceCycles = 45;    ///< to compute fewer
constexpr int64_t kWorkspaceLimit = 64 << 20;

struct Entry {
  Tile tile;
  int64_t registers; ///< of a thread
  int64_t
      efficiency; ///< per cent of the products' rate when all units are busy
};

// Warps of 64 x 64 read least from shared memory, but leave no registers to
// read ahead; small ones wait more, so they do.
constexpr Entry kTiles16[] = {
    {{128, 256, 64, 64, 64, 3}, 255, 85},
    {{128, 128, 32, 64, 64, 4}, 255, 80},
    {{128, 64, 32, 64, 32, 4}, 168, 70},
    {{64, 128, 32, 32, 64, 4}, 168, 70},
    {{64, 64, 64, 32, 32, 4, 1, true}, 192, 60},
    {{64, 64, 32, 32, 32, 4}, 128, 55},
    {{64, 32, 64, 32, 16, 4, 1, true}, 144, 40},
    {{32, 64, 64, 16, 32, 4, 1, true}, 128, 40},
    {{32, 32, 64, 16, 16, 4, 1, true}, 64, 30},
    {{64, 16, 64, 16, 16, 4, 1, true}, 64, 25},
    {{16, 64, 64, 16, 16, 4, 1, true}, 64, 25},
    {{16, 16, 64, 16, 16, 4, 1, true}, 104, 15},
};

// Four warps have 64 rows; all of them, all columns.
constexpr Entry kTilesWarpgroups[] = {
    {{128, 256, 64, 16, 256, 4, 1, false, true}, 216, 80},
    {{128, 128, 64, 16, 128, 3, 1, false, true}, 128, 75},
    {{64, 128, 64, 16, 128, 4, 1, false, true}, 128, 60},
};

// The same with half the depth, which is as many bytes.
constexpr Entry kTiles32[] = {
    {{128, 128, 16, 64, 64, 4}, 255, 70},
    {{128, 64, 16, 64, 32, 4}, 168, 60},
    {{64, 128, 16, 32, 64, 4}, 168, 60},
    {{64, 64, 32, 32, 32, 4, 1, true}, 192, 50},
    {{64, 32, 32, 32, 16, 4, 1, true}, 144, 40},
    {{32, 64, 32, 16, 32, 4, 1, true}, 128, 40},
    {{32, 32, 32, 16, 16, 4, 1, true}, 80, 30},
    {{64, 16, 32, 16, 16, 4, 1, true}, 100, 25},
    {{16, 64, 32, 16, 16, 4, 1, true}, 100, 25},
    {{16, 16, 32, 16, 16, 4, 1, true}, 100, 15},
};

// Scalar instructions: up to 8 x 8 sums for each of the 4 x 8 lanes of a warp.
constexpr Entry kTilesScalar[] = {
    {{128, 128, 16, 32, 64, 3}, 168, 85}, {{64, 64, 16, 32, 32, 3}, 110, 75},
    {{32, 64, 16, 16, 32, 3}, 96, 60},    {{32, 32, 16, 16, 32, 3}, 104, 55},
    {{16, 32, 32, 16, 32, 3}, 80, 40},
};

int64_t divideUp(int64_t x, int64_t by) { return (x + by - 1) / by; }

int64_t getBytes(Product product) {
  return product == Product::f16 || product == Product::bf16 ? 2 : 4;
}

const Chip &findChip(std::string_view name) {
  for (const Chip &chip : kChips)
    if (chip.name == name)
      return chip;
  return kChips[0];
}

int64_t getProducts(Product product, const Tile &tile, const Chip &chip) {
  if (tile.byWarpgroups)
    return chip.productsWarpgroup;
  if (product == Product::f32)
    return chip.products32;
  return product == Product::tf32 ? chip.products16 / 2 : chip.products16;
}

/// Blocks that run together on a multiprocessor. Its parts share their warps as
/// evenly as they can; a warp gets registers in multiples of 8 per thread.
int64_t countResident(int64_t registers, const ContractionLaunch &launch,
                      const Chip &chip) {
  int64_t warpRegisters = 32 * divideUp(registers, 8) * 8;
  int64_t byRegisters =
      kPartRegisters / warpRegisters * kParts / (launch.threads / 32);
  int64_t byShared = chip.sharedBytes / (launch.sharedBytes + 1024);
  int64_t byThreads = chip.threads / launch.threads;
  return std::max<int64_t>(
      1, std::min({byRegisters, byShared, byThreads, int64_t(16)}));
}

/// Registers of a thread. Computed operands hold their part of a tile of depth
/// and what addresses take: as much again, or for pieces that are no whole
/// chunks, of which they hold a third of a long tile, a register for each. A
/// single element takes a whole one.
int64_t countRegisters(const ContractionSize &size, const Entry &entry) {
  const Tile &tile = entry.tile;
  int64_t bytes = getBytes(size.product);
  auto count = [&](int64_t lines, int64_t width) -> int64_t {
    if (!width)
      return 0;
    int64_t pieces = lines * tile.depth / width;
    int64_t held = pieces * std::max(bytes * width, int64_t(4)) / 4;
    if (bytes * width == 16)
      return 2 * held;
    bool isLong = size.product != Product::f32 && tile.depth * bytes >= 4 * 32;
    return pieces + (isLong ? divideUp(held, 3) : held);
  };
  int64_t threads =
      32 * (tile.rows / tile.warpRows) * (tile.columns / tile.warpColumns);
  return entry.registers + (size.rounds ? kRoundingRegisters : 0) +
         (count(tile.rows, size.lhsWidth) + count(tile.columns, size.rhsWidth)) /
             threads;
}

/// Semaphores of a column of tiles, of which `parts` blocks have totals: as
/// findTotalsTeam in epilogue.cuh has it.
int64_t countTotalsSemaphores(int64_t parts, int64_t groups) {
  if (parts <= 64 * groups)
    return 1;
  int64_t team = 16;
  while (team * team < parts)
    team *= 2;
  return 1 + divideUp(parts, team);
}

std::vector<Entry> getEntries(const ContractionSize &size, const Chip &chip) {
  std::vector<Entry> all;
  if (size.product == Product::f32)
    all.assign(std::begin(kTilesScalar), std::end(kTilesScalar));
  else if (size.product == Product::tf32)
    all.assign(std::begin(kTiles32), std::end(kTiles32));
  else
    all.assign(std::begin(kTiles16), std::end(kTiles16));
  if (getBytes(size.product) == 2 && chip.productsWarpgroup)
    all.insert(all.begin(), std::begin(kTilesWarpgroups), std::end(kTilesWarpgroups));
  std::erase_if(all, [&](const Entry &entry) {
    ContractionLaunch launch(size, entry.tile);
    return launch.sharedBytes > chip.sharedBytes - 1024 ||
           countRegisters(size, entry) > kThreadRegisters;
  });
  for (Entry &entry : all)
    entry.tile.residents = countResident(
        countRegisters(size, entry), ContractionLaunch(size, entry.tile), chip);
  return all;
}

int64_t countGroups(const ContractionLaunch &launch, const Tile &tile) {
  return launch.threads / tile.columns;
}

/// Cycles that a thread takes to bring its part of a tile of an operand of
/// which `width` elements are read at once: none if it is not computed.
int64_t estimateFetch(const ContractionSize &size, const Tile &tile,
                      int64_t threads, int64_t lines, int64_t width) {
  if (!width)
    return 0;
  int64_t bytes = getBytes(size.product);
  int64_t pieces = divideUp(lines * tile.depth, width * threads);
  if (width * bytes == 16)
    return kFetchLatency + pieces * kChunkCycles;
  // In parts, one for each step but the last: see PieceSource.
  int64_t steps = tile.depth * bytes / 32;
  bool isLong = size.product != Product::f32 && steps >= 4;
  return (isLong ? steps - 1 : 1) * kFetchLatency + pieces * kPieceCycles;
}

/// Cycles from when the first block of a tile has its sums until its last block
/// has those of all splits.
int64_t estimateSplits(const Tile &tile, int64_t together) {
  if (tile.splits == 1)
    return 0;
  int64_t area = tile.rows * tile.columns;
  int64_t quads = tile.warpRows * tile.warpColumns / (4 * 32);
  int64_t ahead = std::max<int64_t>(1, 16 / quads);
  int64_t reads = std::max(divideUp(tile.splits - 1, ahead) * kFetchLatency,
                           tile.splits * area * 4 / kCacheBytes);
  return kSplitLatency + together * area * 4 / kCacheBytes + reads;
}

/// Cycles until the last block has the totals of all.
int64_t estimateTotals(const ContractionSize &size, const Tile &tile,
                       const ContractionLaunch &launch) {
  int64_t parts = size.batches * divideUp(size.rows, tile.rows);
  if (size.totalBytes == 0 || parts == 1)
    return 0;
  int64_t groups = countGroups(launch, tile);
  int64_t teams = countTotalsSemaphores(parts, groups) - 1;
  int64_t read = teams ? divideUp(parts, teams) : parts; // by one block
  constexpr int64_t kAtOnce = 16;
  auto wait = [&](int64_t count) {
    return kSplitLatency + divideUp(count, kAtOnce * groups) * kFetchLatency;
  };
  return wait(read) + (teams ? wait(teams) : 0);
}

/// Cycles of the launch.
int64_t estimate(const ContractionSize &size, const Entry &entry,
                 const Chip &chip) {
  const Tile &tile = entry.tile;
  ContractionLaunch launch(size, tile);
  int64_t blocks = launch.grid[0] * launch.grid[1];
  int64_t dealt = divideUp(blocks, chip.multiprocessors);
  int64_t together = std::clamp<int64_t>(dealt, 1, tile.residents);

  int64_t area = tile.rows * tile.columns;
  int64_t rate = getProducts(size.product, tile, chip);
  int64_t products = area * tile.depth * 100 / (rate * entry.efficiency);
  int64_t bytes = (tile.rows + tile.columns) * tile.depth *
                  getBytes(size.product) / kCacheBytes;
  int64_t latency =
      kTileLatency + kStepLatency * tile.depth * getBytes(size.product) / 32 +
      estimateFetch(size, tile, launch.threads, tile.rows, size.lhsWidth) +
      estimateFetch(size, tile, launch.threads, tile.columns, size.rhsWidth);
  int64_t perTile = std::max({latency, together * products, together * bytes});
  int64_t depthTiles = divideUp(divideUp(size.depth, tile.depth), tile.splits);

  int64_t perBlock =
      kBlockLatency + depthTiles * perTile + together * area * 4 / kCacheBytes;
  perBlock += estimateSplits(tile, together);
  int64_t cycles = divideUp(dealt, together) * perBlock +
                   estimateTotals(size, tile, launch);
  // Splits must gain a fifth: their partial sums are traffic that the other
  // kernels of a step feel, too.
  return tile.splits > 1 ? cycles * 5 / 4 : cycles;
}

} // namespace

ContractionLaunch::ContractionLaunch(const ContractionSize &size,
                                     const Tile &tile) {
  int64_t rowTiles = divideUp(size.rows, tile.rows);
  int64_t columnTiles = divideUp(size.columns, tile.columns);
  int64_t tiles = size.batches * rowTiles * columnTiles;
  int64_t rowWarps = tile.rows / tile.warpRows;
  int64_t warps = rowWarps * (tile.columns / tile.warpColumns);
  bool isSplit = tile.splits > 1;
  // Blocks that have a total of a column.
  int64_t parts = size.batches * rowTiles;
  bool exchangesTotals = size.totalBytes > 0 && parts > 1;

  grid = {tiles, tile.splits};
  threads = 32 * warps;
  int64_t stagesBytes = tile.stages * (tile.rows + tile.columns) * tile.depth *
                        getBytes(size.product);
  int64_t epilogueBytes = 64 * warps * (tile.warpColumns + 8) +
                          size.totalBytes * rowWarps * tile.columns;
  sharedBytes = std::max(stagesBytes, epilogueBytes);
  semaphores =
      (isSplit ? tiles : 0) +
      (exchangesTotals
           ? columnTiles * countTotalsSemaphores(parts, countGroups(*this, tile))
           : 0);
  workspaceBytes =
      (isSplit ? 4 * tile.splits * tiles * tile.rows * tile.columns : 0) +
      (exchangesTotals ? size.totalBytes * parts * columnTiles * tile.columns
                       : 0);
}

// Each split has two tiles of depth, which it takes to read ahead. The partial
// sums of the largest tiles leave no registers for totals.
bool canSplit(const ContractionSize &size, const Tile &tile) {
  if (tile.splits == 1)
    return true;
  ContractionLaunch launch(size, tile);
  bool isTight = tile.rows * tile.columns >= 128 * 128 && size.totalBytes > 0;
  return !isTight && divideUp(size.depth, tile.depth) >= 2 * tile.splits &&
         launch.workspaceBytes <= kWorkspaceLimit;
}

std::vector<Tile> getTiles(const ContractionSize &size, std::string_view chip) {
  std::vector<Tile> tiles;
  for (const Entry &entry : getEntries(size, findChip(chip)))
    tiles.push_back(entry.tile);
  return tiles;
}

Tile chooseTile(const ContractionSize &size, std::string_view chipName) {
  const Chip &chip = findChip(chipName);
  Tile best = {};
  int64_t least = INT64_MAX;
  for (Entry entry : getEntries(size, chip)) {
    for (int64_t splits : {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64}) {
      entry.tile.splits = splits;
      if (!canSplit(size, entry.tile))
        break;
      // Of equals the first is taken: the larger tile, the fewer splits.
      int64_t cycles = estimate(size, entry, chip);
      if (cycles < least) {
        least = cycles;
        best = entry.tile;
      }
    }
  }
  return best;
}

} // namespace mpc::cuda
