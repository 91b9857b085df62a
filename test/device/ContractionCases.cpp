//===- ContractionCases.cpp - every tile, and many shapes -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContractionCases.h"

#include <algorithm>
#include <set>

using namespace mpc::cuda;

namespace mpc::test {

bool triesAll = false, isMachine = false;

uint64_t Draw::next() {
  uint64_t x = state += 0x9e3779b97f4a7c15ull;
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ull;
  x = (x ^ x >> 27) * 0x94d049bb133111ebull;
  return x ^ x >> 31;
}

static int64_t divideUp(int64_t x, int64_t by) { return (x + by - 1) / by; }

/// Multiply-adds that the tiles' padding takes, too.
static int64_t getWork(const ContractionCase &some) {
  const Tile &tile = some.tile;
  const ContractionSize &size = some.size;
  return size.batches * divideUp(size.rows, tile.rows) * tile.rows *
         divideUp(size.columns, tile.columns) * tile.columns *
         std::max<int64_t>(1, divideUp(size.depth, tile.depth)) * tile.depth;
}

/// Draws sizes that an emulated device can work.
static void drawSizes(ContractionCase &some, Draw &draw) {
  constexpr int64_t kSizes[] = {1,   2,   3,   7,   16,  31,  32,  33,
                                64,  65,  100, 127, 128, 129, 200, 256,
                                257, 300, 384, 500, 512, 640, 768, 997};
  constexpr int64_t kWork = 36 << 20;
  auto size = [&] { return kSizes[draw.below(std::size(kSizes))]; };
  do {
    some.size.rows = size();
    some.size.columns = size();
    some.size.depth = draw.below(50) ? size() : 0;
    some.size.batches = draw.below(4) ? 1 : 2 + draw.below(3);
  } while (getWork(some) > kWork);
}

/// Draws all but the product, the tile and the form.
static void drawRest(ContractionCase &some, Draw &draw) {
  drawSizes(some, draw);
  some.hasTotals = draw.below(3) == 0;
  int64_t depthTiles = divideUp(some.size.depth, some.tile.depth);
  some.tile.splits = 1;
  if (depthTiles > 1 && draw.below(3) == 0)
    some.tile.splits = 2 + draw.below(std::min<int64_t>(depthTiles - 1, 6));
}

static void drawComputed(ContractionSize &size, Draw &draw) {
  int64_t which = draw.below(6);
  size.lhsWidth = which == 0 || which == 2;
  size.rhsWidth = which == 1 || which == 2;
}

/// So many parts of totals that blocks combine them in teams.
static ContractionCase makeTeams(int64_t batches) {
  ContractionCase some;
  some.size.rows = 997;
  some.size.columns = 20;
  some.size.depth = 16;
  some.size.batches = batches;
  some.hasTotals = true;
  for (const Tile &tile : getTiles(some.size, "sm_90a"))
    if (tile.rows == 16 && tile.columns == 16)
      some.tile = tile;
  return some;
}

std::vector<ContractionCase> makeCases() {
  Draw draw(1);
  std::vector<ContractionCase> cases;
  std::set<std::string> names;
  for (Product product :
       {Product::f16, Product::bf16, Product::tf32, Product::f32}) {
    std::vector<Tile> tiles = getTiles({product}, "sm_90a");
    for (size_t number = 0; number < 8 * tiles.size();) {
      ContractionCase some;
      some.size.product = product;
      some.isLhsAlongDepth = number % 4 < 2;
      some.isRhsAlongDepth = number % 2 < 1;
      some.tile = tiles[number / 4 % tiles.size()];
      if (number >= 4 * tiles.size()) {
        drawComputed(some.size, draw);
        std::vector<Tile> usable = getTiles(some.size, "sm_90a");
        some.tile = usable[draw.below(usable.size())];
      }
      drawRest(some, draw);
      if (!names.insert(some.getName()).second)
        continue;
      cases.push_back(some);
      ++number;
    }
  }
  for (int64_t batches : {3, 5})
    cases.push_back(makeTeams(batches));
  for (size_t left = cases.size(); left > 1; --left)
    std::swap(cases[left - 1], cases[draw.below(left)]);
  return cases;
}

} // namespace mpc::test
