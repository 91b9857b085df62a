//===- Pointwise.cpp - elements that depend on their own place only ---===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Reductions.h"

#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using llvm::formatv;

namespace mpc::cuda {

namespace {

/// The loops of roots of one shape.
struct PointwisePlan {
  SmallVector<Axes> axes;
  LoopDims dims;
  int64_t elements = 1;
  int64_t width = 1;
  /// Operands lie along this dimension, results along the last one; or -1.
  int across = -1;

  PointwisePlan(const Kernel &kernel, ArrayRef<unsigned> roots) {
    ArrayRef<int64_t> shape =
        getTensorType(kernel.getPlace(roots[0])).getShape();
    axes.assign(roots.size(),
                llvm::to_vector<6>(llvm::seq<int>(0, shape.size())));
    AccessWalker walker;
    for (auto [root, at] : llvm::zip_equal(roots, axes))
      walker.addRoot(kernel, root, at);
    dims = LoopDims(shape);
    walker.mergeAll(dims, [](int) { return true; });
    for (int dim = 0; dim < dims.size(); ++dim)
      elements *= dims[dim].size;
    if (dims.size() == 0 || elements == 0)
      return;
    int64_t last = dims.size() - 1;
    width = chooseWidth(walker, dims, last);
    // Chunks do not cross rows; what is left of a single row is a tail.
    while (last > 0 && dims[last].size % width)
      width /= 2;
    findAcross(walker);
  }

private:
  /// Tiles pay from some elements in both directions on.
  void findAcross(const AccessWalker &walker) {
    constexpr int64_t kFewest = 8;
    int last = dims.size() - 1;
    for (int dim = 0; dim < last && dims[last].size >= kFewest; ++dim)
      for (const AccessWalker::Access &access : walker.getAccesses())
        if (dims[dim].size >= kFewest &&
            dims.getStride(access.type, access.axes, dim) == 1 &&
            dims.getStride(access.type, access.axes, last) > 1)
          across = dim;
  }
};

} // namespace

/// Tiles of elements that are read across and written along: see tiles.cuh.
static void emitTiles(KernelText &out, Roots roots,
                      std::shared_ptr<PointwisePlan> plan) {
  int last = plan->dims.size() - 1;
  int64_t rows = plan->dims[plan->across].size, columns = plan->dims[last].size;
  int64_t blocks = llvm::divideCeil(rows, 32) * llvm::divideCeil(columns, 32) *
                   (plan->elements / (rows * columns));
  out.include("tiles");
  out.addSection(blocks, [&out, plan, roots, rows, columns, last] {
    PointPrinter &points = out.points;
    Text &text = points.text;
    text.line(formatv("const TileWorker<Index, {0}, {1}> tile({2});", rows,
                      columns, out.block)
                  .str());
    points.setDims(plan->dims, last);
    SmallVector<int> outer;
    for (int dim = 0; dim < last; ++dim)
      if (dim != plan->across)
        outer.push_back(dim);
    text.line("const Index n = tile.outer;");
    points.setIndices(outer, "n");
    points.stageAlong(plan->across);
    text.open("barrier();\n" + std::string(2 * text.getDepth(), ' ') +
              "tile.forEach([&](int item, Index row, Index column)");
    points.setIndex(plan->across, "row");
    points.setChunk("column", "1", 1);
    points.storeRoots(roots, plan->axes);
    text.close(");");
    out.needShared(points.getStagedBytes());
  });
}

/// Sets the indices of all dims for the chunk that begins at element "at".
static void setChunk(PointPrinter &points, const LoopDims &dims,
                     int64_t width) {
  int last = dims.size() - 1;
  points.setDims(dims, last);
  std::string base = "at";
  if (last > 0) {
    // The vector dimension stands where the chunk begins.
    std::string size = std::to_string(dims[last].size);
    points.text.line("const Index c = at % " + size + ";");
    points.text.line("const Index n = at / " + size + ";");
    points.setIndices(llvm::to_vector(llvm::seq<int>(0, last)), "n");
    base = "c";
  }
  if (last >= 0)
    points.setChunk(base, width == 1 ? "1" : "W", width);
}

void emitPointwise(KernelText &out, Roots roots) {
  auto plan = std::make_shared<PointwisePlan>(out.kernel, roots);
  if (plan->across >= 0 && out.code.block == kThreads)
    return emitTiles(out, roots, plan);
  out.include("pointwise");
  int64_t threads = out.code.block;
  int64_t blocks = llvm::divideCeil(plan->elements, threads * plan->width);
  out.addSection(blocks, [&out, plan, roots, threads] {
    PointPrinter &points = out.points;
    Text &text = points.text;
    text.open(formatv("forEachChunk<Index, {0}, {1}, {2}>({3}, [&]<int W>("
                      "Index at)",
                      plan->elements, plan->width, threads, out.block)
                  .str());
    setChunk(points, plan->dims, plan->width);
    points.storeRoots(roots, plan->axes);
    text.close(");");
  });
}

void emitTotals(KernelText &out, std::shared_ptr<ReductionWork> work) {
  out.include("pointwise");
  out.include("trailing");
  int64_t chunkBlocks = llvm::divideCeil(work->rows, kThreads * work->width);
  int64_t blocks = std::min(chunkBlocks, kFullGrid);
  out.addSection(blocks, [&out, work, chunkBlocks, blocks] {
    PointPrinter &points = out.points;
    Text &text = points.text;
    const ReductionLoops &loops = work->loops;
    SmallVector<TrailingPrinter, 2> parts;
    for (const TrailingPart &part : loops.trailing)
      parts.emplace_back(out, loops.placement, part).declareTotal();
    text.open(formatv("for (Index block = {0}; block < {1}; block += {2})",
                      out.block, chunkBlocks, blocks)
                  .str());
    text.open(formatv("forEachChunk<Index, {0}, {1}, {2}>(block, [&]<int W>("
                      "Index at)",
                      work->rows, work->width, kThreads)
                  .str());
    setChunk(points, loops.dims, work->width);
    // What trails is taken before results take the place of arguments.
    points.forLanes([&] {
      for (TrailingPrinter &part : parts)
        part.totals.add(part.name);
    });
    points.storeRoots(loops.wholeRoots, loops.wholeAxes);
    text.close(");");
    text.close();
    for (TrailingPrinter &part : parts)
      part.finishScalar(blocks, kThreads, out.block);
  });
}

} // namespace mpc::cuda
