//===- ContractionTiles.cpp - compiles the tiles of contractions ----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// usage: mpc-contraction-tiles [FOLDER ARCH (sample|some|all) [PART...]]
// Writes cubins of the table's tiles into FOLDER and prints a line for each:
// name, milliseconds of NVRTC, dynamic shared memory. Names that contain none
// of the PARTs are left out. Without arguments, prints which NVRTC it would
// use.
//
//===----------------------------------------------------------------------===//

#include "ContractionText.h"

#include "mpcrt/CudaCompiler.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <span>

using namespace mpc::cuda;
using mpc::test::ContractionCase;

/// What is done with a tile; everything is odd.
struct Use {
  bool isLhsAlongDepth, isRhsAlongDepth;
  bool computesLhs, computesRhs;
  int64_t splits, batches;
  bool hasTotals;
};

/// "sample": all forms. "some": all forms with all that takes registers at
/// once. "all": both, and for f16 each of that alone.
static std::vector<Use> getUses(std::string_view howMany, Product product) {
  std::vector<Use> uses;
  for (bool lhs : {true, false})
    for (bool rhs : {true, false}) {
      if (howMany != "some")
        uses.push_back({lhs, rhs, false, false, 1, 1, false});
      if (howMany == "sample")
        continue;
      uses.push_back({lhs, rhs, false, false, 3, 2, true});
      uses.push_back({lhs, rhs, true, true, 3, 2, true});
      if (howMany == "some" || product != Product::f16)
        continue;
      uses.push_back({lhs, rhs, false, false, 3, 1, false});
      uses.push_back({lhs, rhs, false, false, 1, 1, true});
      uses.push_back({lhs, rhs, true, false, 1, 1, false});
      uses.push_back({lhs, rhs, false, true, 1, 1, false});
    }
  return uses;
}

/// bf16 is left out: it differs from f16 in the name of one instruction.
static std::vector<ContractionCase> getCases(std::string_view arch,
                                             std::string_view howMany) {
  std::vector<ContractionCase> cases;
  for (Product product : {Product::f16, Product::tf32, Product::f32})
    for (const Use &use : getUses(howMany, product)) {
      ContractionCase some;
      some.size = {
          product,        997, 997, 997, use.batches, 0, use.computesLhs,
          use.computesRhs}; // widths of 1: it is odd
      some.isLhsAlongDepth = use.isLhsAlongDepth;
      some.isRhsAlongDepth = use.isRhsAlongDepth;
      some.hasTotals = use.hasTotals;
      some.size.totalBytes = use.hasTotals ? 8 : 0;
      for (const Tile &tile : getTiles(some.size, arch)) {
        some.tile = tile;
        some.tile.splits = use.splits;
        if (canSplit(some.size, some.tile))
          cases.push_back(some);
      }
    }
  return cases;
}

/// Whether a kernel is asked for.
static bool isWanted(const std::string &name, std::span<char *const> parts) {
  return parts.empty() ||
         std::any_of(parts.begin(), parts.end(),
                     [&](char *part) { return name.find(part) != name.npos; });
}

int main(int argc, char **argv) {
  auto nvrtc = mpcrt::findNvrtc();
  if (!nvrtc) {
    fmt::print(stderr, "{}\n", nvrtc.error().message());
    return static_cast<int>(nvrtc.error().code());
  }
  if (argc < 4) {
    fmt::print("NVRTC {}.{}\n", nvrtc->major, nvrtc->minor);
    return 0;
  }
  std::string folder = argv[1], arch = argv[2];
  mpcrt::CudaOptions options;
  options.threads = 1;
  options.useCache = false;
  for (const ContractionCase &some : getCases(arch, argv[3])) {
    std::string name = some.getName();
    if (!isWanted(name, {argv + 4, argv + argc}))
      continue;
    mpcrt::CudaSource source = {name, some.getText()};
    auto binaries = mpcrt::compileCuda({&source, 1}, arch, options);
    if (!binaries) {
      fmt::print(stderr, "{}\n", binaries.error().message());
      return 1;
    }
    const mpcrt::CudaBinary &binary = binaries->front();
    std::ofstream(folder + "/" + name + ".cubin", std::ios::binary)
        .write(reinterpret_cast<const char *>(binary.bytes.data()),
               binary.bytes.size());
    fmt::print("{} {:.0f} {}\n", name, binary.milliseconds,
               some.getLaunch().sharedBytes);
    std::fflush(stdout);
  }
}
