//===- Warpgroups.cpp - what four warps multiply together -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Descriptors and swizzled layouts: PTX ISA, section "Asynchronous Warpgroup Level
// Matrix Instructions". The hardware reads shared memory at any time between the
// start of a product and its end: here when it starts or, by chance, when it is
// waited for. Each thread computes its own sums, adding in increasing k. Whether
// writes were shown to the products (a fence between proxies) is not checked.
//
//===----------------------------------------------------------------------===//

#include "Block.h"
#include "Counters.h"
#include "Hooks.h"
#include "Report.h"

#include <cmath>
#include <cstring>

namespace emulator {

namespace {

/// One operand of 16 indices of depth.
class Lines {
public:
  Lines(uint64_t descriptor, bool isFree, Format format)
      : start((descriptor & 0x3fff) << 4),
        leading((descriptor >> 16 & 0x3fff) << 4),
        stride((descriptor >> 32 & 0x3fff) << 4), isFree(isFree),
        format(format) {
    if (descriptor >> 62 != 1)
      block().fail(kLaunchFailed, "a product reads lines that are not of 128 "
                                  "bytes");
  }

  float read(int free, int k) const {
    uint32_t linear =
        isFree ? start + free / 64 * leading + k / 8 * stride + k % 8 * 128 +
                     free % 64 * 2
               : start + free / 8 * stride + free % 8 * 128 + k * 2;
    uint32_t place = linear ^ (linear >> 7 & 7) << 4;
    SharedMemory &shared = block().shared();
    uint16_t bits;
    std::memcpy(&bits, shared.read(shared.getBase() + place, 2), 2);
    return widen(format, bits);
  }

private:
  uint32_t start, leading, stride;
  bool isFree;
  Format format;
};

constexpr int kDepth = 16;

} // namespace

/// The sums of the thread that runs.
static void multiply(const GroupProduct &product) {
  Lines a(product.a, product.freeA, product.format);
  Lines b(product.b, product.freeB, product.format);
  int thread = block().lane().thread, lane = thread % kWarpSize;
  int firstRow = thread / kWarpSize % 4 * 16 + lane / 4;
  float rows[2][kDepth];
  for (int half = 0; half < 2; ++half)
    for (int k = 0; k < kDepth; ++k)
      rows[half][k] = a.read(firstRow + 8 * half, k);
  for (int eight = 0; eight < product.columns / 8; ++eight)
    for (int i = 0; i < 2; ++i) {
      float *sums = product.sums + 4 * eight + i;
      for (int k = 0; k < kDepth; ++k) {
        float factor = b.read(8 * eight + lane % 4 * 2 + i, k);
        for (int half = 0; half < 2; ++half)
          sums[2 * half] = std::fma(rows[half][k], factor, sums[2 * half]);
      }
    }
}

} // namespace emulator

using namespace emulator;

void mpcEmulatedMultiplyLines(Format format, int columns, bool freeA,
                              bool freeB, float *sums, unsigned long long a,
                              unsigned long long b) {
  Lane &lane = block().lane();
  if (block().getLaunch().threads % (4 * kWarpSize))
    block().fail(kLaunchFailed, "a product of four warps in a block that has "
                                "not as many");
  if (isCounting && lane.thread % kWarpSize == 0)
    counters().now().products += columns / 8;
  GroupProduct product = {format, columns, freeA, freeB, sums, a, b, false};
  // Sums are added to in order: what comes after one that waits, waits too.
  bool isLate = !lane.products.empty() && !lane.products.back().isDone;
  if (!isLate && block().getRandom().oneIn(2)) {
    multiply(product);
    product.isDone = true;
  }
  lane.products.push_back(product);
}

void mpcEmulatedCommitProducts() {
  Lane &lane = block().lane();
  size_t closed = 0;
  for (size_t group : lane.productGroups)
    closed += group;
  lane.productGroups.push_back(lane.products.size() - closed);
}

void mpcEmulatedWaitProducts(int pending) {
  Lane &lane = block().lane();
  while (lane.productGroups.size() > size_t(pending)) {
    size_t count = lane.productGroups.front();
    for (size_t i = 0; i < count; ++i)
      if (!lane.products[i].isDone)
        multiply(lane.products[i]);
    lane.products.erase(lane.products.begin(), lane.products.begin() + count);
    lane.productGroups.erase(lane.productGroups.begin());
  }
}
