//===- PlantedKernels.cpp - kernels that use the device library -----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PlantedKernels.h"

#include <cstdlib>

namespace emulator::test {

#define ENTRY(THREADS, T)                                                      \
  "extern \"C\" __global__ void __launch_bounds__(" #THREADS                   \
  ")\nkernel(const " #T " *in0, const " #T                                     \
  " *in1, float *out0, unsigned *semaphores, char *workspace) {\n"

/// A contraction of 100 x 88 by 88 x 72 with ragged rows, columns and depth.
#define CONTRACTION(ELEMENT, DEPTH, SPLITS, AHEAD)                             \
  CONTRACTION_IN(ELEMENT, 64, DEPTH, 32, 32, SPLITS, AHEAD, false)
#define CONTRACTION_IN(ELEMENT, TILE, DEPTH, ROWS, COLUMNS, SPLITS, AHEAD,     \
                       GROUPS)                                                 \
  R"(
struct Shape {
  using Element = )" #ELEMENT R"(;
  static constexpr int kRows = 100, kColumns = 72, kDepth = 88, kBatches = 1;
  static constexpr int kTileRows = )" #TILE R"(, kTileColumns = )" #TILE R"(,
                       kTileDepth = )" #DEPTH R"(;
  static constexpr int kWarpRows = )" #ROWS R"(, kWarpColumns = )" #COLUMNS R"(;
  static constexpr int kStages = 3, kSplits = )" #SPLITS R"(;
  static constexpr bool kByWarpgroups = )" #GROUPS R"(;
  static constexpr bool kReadsAhead = )" #AHEAD R"(;
};
struct Epilogue {
  static constexpr int kVector = 4, kSums = 0;
  static constexpr bool kHasTotals = false;
  struct Total {};
  float *out;
  template <int V>
  __forceinline__ void operator()(int, int row, int column,
                                  const Vector<float, V> &sum, auto *) {
    storeVector(out + row * 72 + column, sum);
  }
  __forceinline__ void finish() {}
};
)"

// A along the depth, B along its columns.
#define DIRECT(ELEMENT)                                                        \
  "  auto a = directOperand<" ELEMENT ", true, 88>([&](int) { return in0; });" \
  "  auto b = directOperand<" ELEMENT                                          \
  ", false, 72>([&](int) { return in1; });"                                    \
  "  Epilogue epilogue{out0};"                                                 \
  "  contract<Shape>(a, b, epilogue, semaphores, workspace);"                  \
  "}\n"

// Both read as they are fetched, b by WIDTH elements at once.
#define COMPUTED(WIDTH)                                                        \
  "auto a = computedOperand<float, true, 4>([&]<int W>(int, int free, int "    \
  "depth) {\n"                                                                 \
  "    return loadVector<W>(in0 + free * 88 + depth);\n"                       \
  "  });\n"                                                                    \
  "  auto b = computedOperand<float, false, " #WIDTH                           \
  ">([&]<int W>(int, int free, int depth) {\n"                                 \
  "    return loadVector<W>(in1 + depth * 72 + free);\n"                       \
  "  });\n"                                                                    \
  "  Epilogue epilogue{out0};\n"                                               \
  "  contract<Shape>(a, b, epilogue, semaphores, workspace);\n"                \
  "}\n"

// A product of floats in tiles of DEPTH.
#define SCALAR(NAME, DEPTH, WIDTH)                                             \
  {NAME,                                                                       \
   CONTRACTION(float, DEPTH, 1, false) ENTRY(128, float) COMPUTED(WIDTH),      \
   {4, 1},                                                                     \
   128,                                                                        \
   100 * 88 * 4,                                                               \
   88 * 72 * 4,                                                                \
   100 * 72 * 4,                                                               \
   4,                                                                          \
   4,                                                                          \
   3 * 128 * DEPTH * 4}

static const PlantedKernel kKernels[] = {
    {"pointwise",
     ENTRY(64, float) "forEachChunk<int, 997, 4, 64>("
                      "    blockIndex(0), [&]<int W>(int at) {"
                      "  auto x = loadVector<W>(in0 + at);"
                      "  for (int v = 0; v < W; ++v) x[v] = x[v] * 2 + 1;"
                      "  storeVector(out0 + at, x);"
                      "});}\n",
     {4, 1},
     64,
     997 * 4,
     4,
     997 * 4,
     4,
     4,
     0},
    // Two warps have a row; each row is divided by its sum.
    {"rows",
     ENTRY(128, float)
         R"(RowWorker<int, 5, 100, 4, 64, 128> rows(blockIndex(0));
  Vector<float, 4> x{};
  float sum = 0, most = 0;
  rows.forEach([&](int item) {
    int column = rows.first + item * rows.kStep;
    x = loadVector<4>(in0 + rows.row * 100 + column);
    for (int v = 0; v < 4; ++v)
      sum += x[v];
  });
  sum = rows.reduce(sum, [](float a, float b) { return a + b; });
  rows.forEach([&](int item) {
    int column = rows.first + item * rows.kStep;
    for (int v = 0; v < 4; ++v)
      most = maximum(most, x[v] *= 1 / sum);
    if (rows.isActive)
      storeVector(out0 + rows.row * 100 + column, x);
  });
  most = rows.reduce(most, [](float a, float b) { return maximum(a, b); });
  if (rows.isFirst())
    store(out0 + 500 + rows.row, most);
}
)",
     {3, 1},
     128,
     500 * 4,
     4,
     505 * 4,
     4,
     4,
     16},
    // 37 rows of 9 chunks of 2 columns.
    {"columns",
     ENTRY(64, float)
         R"(ColumnWorker<int, 37, 9, 2, 8, 8, 3> columns(blockIndex(0), blockIndex(1));
  float sums[2] = {};
  columns.forEach([&](int row) {
    auto x = loadVector<2>(in0 + row * 18 + columns.chunk * 2);
    for (int v = 0; v < 2; ++v)
      sums[v] += x[v];
  });
  if (columns.reduce(sums, [](float a, float b) { return a + b; }, semaphores,
                     workspace))
    for (int v = 0; v < 2; ++v)
      store(out0 + columns.chunk * 2 + v, sums[v]);
}
)",
     {2, 3},
     64,
     37 * 18 * 4,
     4,
     18 * 4,
     8,
     2 * 3 * 8 * 2 * 4,
     8 * 8 * 2 * 4},
    {"total",
     ENTRY(64, float)
         R"(float total = load(in0 + blockIndex(0) * 64 + threadIndex());
  if (finishTotal<5, 64>(blockIndex(0), total, 0.0f,
                         [](float a, float b) { return a + b; }, semaphores,
                         workspace))
    store(out0, total);
}
)",
     {5, 1},
     64,
     5 * 64 * 4,
     4,
     4,
     4,
     5 * 4,
     8},
    // Two groups of 32 threads; 24 columns of a thread each.
    {"totals",
     ENTRY(64, float)
         R"(int lane = threadIndex() % 32;
  float totals[1][1] = {{lane < 24 ? load(in0 + blockIndex(0) * 48 +
                                          threadIndex() / 32 * 24 + lane) : 0}};
  if (finishColumns<3, 24, 32, 64>(blockIndex(0), totals,
                                   [](float a, float b) { return a + b; },
                                   semaphores, workspace))
    if (lane < 24)
      store(out0 + lane, totals[0][0]);
}
)",
     {3, 1},
     64,
     3 * 48 * 4,
     4,
     24 * 4,
     4,
     3 * 24 * 4,
     64 * 4},
    {"half",
     CONTRACTION(f16, 32, 2, true) ENTRY(128, f16) DIRECT("f16"),
     {4, 2},
     128,
     100 * 88 * 2,
     88 * 72 * 2,
     100 * 72 * 4,
     4 * 4,
     4 * 2 * 4 * 64 * 64,
     3 * 128 * 32 * 2,
     true},
    {"groups",
     CONTRACTION_IN(f16, 128, 64, 16, 128, 1, false, true)
         ENTRY(256, f16) DIRECT("f16"),
     {1, 1},
     256,
     100 * 88 * 2,
     88 * 72 * 2,
     100 * 72 * 4,
     4,
     4,
     3 * 256 * 64 * 2,
     true},
    {"tf32",
     CONTRACTION(tf32, 16, 1, false) ENTRY(128, float) DIRECT("tf32"),
     {4, 1},
     128,
     100 * 88 * 4,
     88 * 72 * 4,
     100 * 72 * 4,
     4,
     4,
     3 * 128 * 16 * 4},
    // Places follow values.
    {"short sort",
     ENTRY(256, float)
         R"(sortShortRows<int, 9, 33, 1, 20, true, 256>(
      blockIndex(0), in0, out0, reinterpret_cast<uint32 *>(out0) + 9 * 20);
}
)",
     {2, 1},
     256,
     9 * 33 * 4,
     4,
     2 * 9 * 20 * 4,
     4,
     4,
     0},
    {"sort",
     ENTRY(256, float)
         R"(sortRow<int, 2, 700, 1, 700, false>(
      blockIndex(0), in0, out0, reinterpret_cast<uint32 *>(out0) + 2 * 700);
}
)",
     {2, 1},
     256,
     2 * 700 * 4,
     4,
     2 * 2 * 700 * 4,
     4,
     4,
     (9 * 256 + 2 * 2048) * 4},
    {"long sort",
     ENTRY(256, float)
         R"(LongRowSorter<int, 2, 2500, 1, 2500, false, float>(
      in0, out0, reinterpret_cast<uint32 *>(out0) + 2 * 2500, semaphores,
      workspace).run();
}
)",
     {40, 1},
     256,
     2 * 2500 * 4,
     4,
     2 * 2 * 2500 * 4,
     8,
     4 * 2 * 2500 * 4 + 4 * 256 * 4,
     (9 * 256 + 1) * 4},
    {"cumsum",
     ENTRY(256, float)
         R"(RunningSums<int, 2, 9000, 1, false, false, float>(in0, out0)
      .runTile(blockIndex(0), semaphores, workspace);
}
)",
     {12, 1},
     256,
     2 * 9000 * 4,
     4,
     2 * 9000 * 4,
     8,
     6 * 4,
     (256 + 16) * 4 + 16},
    // 60 updates, two for each of rows 0 … 29, of 40.
    {"scatter",
     ENTRY(64, float)
         R"(auto *numbers = reinterpret_cast<const uint32 *>(in1);
  RowAdder<int, 40, 5, 60, 16, 4, 8, 64, uint32, float>{
      numbers, numbers, in0, nullptr, out0}.run(blockIndex(0));
}
)",
     {3, 1},
     64,
     60 * 5 * 4,
     60 * 4,
     40 * 5 * 4,
     4,
     4,
     0,
     false,
     true},
    // One update, of a row that is 0 elsewhere.
    {"put",
     ENTRY(256, float)
         R"(Putter<int, 1, 3000, 1, 1, 256, float>{
      in0, reinterpret_cast<const uint32 *>(in1), out0}
      .run(blockIndex(0), semaphores);
}
)",
     {3, 1},
     256,
     4,
     4,
     3000 * 4,
     8,
     4,
     4,
     false,
     true},
    SCALAR("scalar", 16, 4),
    SCALAR("pieces", 16, 2),
    // Its last tile lies where the epilogue's slices will.
    SCALAR("shallow", 8, 4),
};

const PlantedKernel &findKernel(std::string_view name) {
  for (const PlantedKernel &kernel : kKernels)
    if (name == kernel.name)
      return kernel;
  std::abort();
}

} // namespace emulator::test
