//===- Reductions.cpp - kernels that combine elements along dims ------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Reductions.h"

#include "llvm/Support/FormatVariadic.h"

using namespace mlir;

namespace mpc::cuda {

using llvm::formatv;

//===----------------------------------------------------------------------===//
// Plans
//===----------------------------------------------------------------------===//

ReductionWork::ReductionWork(const Kernel &kernel)
    : ReductionWork(kernel, BoundedWalker<AccessWalker>()) {}

ReductionWork::ReductionWork(const Kernel &kernel,
                             BoundedWalker<AccessWalker> &&walker)
    : loops(kernel, walker) {
  int last = loops.dims.size() - 1;
  int64_t size = loops.getVectorSize();
  width = chooseWidth(walker, loops.dims, last);
  while (size % width)
    width /= 2;
  rows = loops.count(loops.kept);
  columns = loops.count(loops.reduced);
  (loops.isVectorReduced ? columns : rows) *= size;
}

void ReductionWork::setPoint(PointPrinter &points, ArrayRef<int> outer,
                             StringRef number, int64_t step) const {
  // The number counts chunks of `step` elements along the vector dimension.
  Text &text = points.text;
  int last = loops.dims.size() - 1;
  int64_t inner = loops.getVectorSize() / step;
  std::string base = number.str();
  if (loops.count(outer) > 1) {
    base = points.getFreshName("c");
    std::string rest = points.getFreshName("n");
    text.line("const Index " + base + " = " + number + " % " + Twine(inner) +
              ";");
    text.line("const Index " + rest + " = " + number + " / " + Twine(inner) +
              ";");
    points.setIndices(outer, rest);
  }
  if (step > 1)
    base += " * " + std::to_string(step);
  points.setIndex(last, base);
  points.setChunk(base, Twine(width), width);
}

//===----------------------------------------------------------------------===//
// Columns
//===----------------------------------------------------------------------===//

namespace {

/// Chunks of columns across rows: see columns.cuh.
class ColumnPrinter {
public:
  ColumnPrinter(KernelText &out, const ReductionWork &work)
      : out(out), work(work), loops(work.loops), points(out.points),
        text(out.points.text) {
    chunks = work.rows / work.width;
    across = std::clamp<int64_t>(
        llvm::PowerOf2Ceil(std::max<int64_t>(1, chunks)), 1, 32);
    down = kThreads / across;
    // Where few elements become one, as in a window, a thread takes them all.
    for (; down > 1 && work.columns < down * 4; down /= 2)
      across *= 2;
    blocks = llvm::divideCeil(chunks, across);
    // Few columns and many rows are shared by several blocks, whose partial
    // totals the last one combines.
    bool isSimple = loops.passes.size() == 1 && loops.wholeRoots.empty();
    if (isSimple && blocks > 0)
      splits = std::clamp<int64_t>(
          std::min(kFullGrid / blocks, work.columns / (down * 4)), 1, 256);
  }

  int64_t getBlocks() const { return blocks * splits; }

  void print() {
    text.line(formatv("const ColumnWorker<Index, {0}, {1}, {2}, {3}, {4}, {5}> "
                      "columns({6} / {5}, {6} % {5});",
                      work.columns, chunks, work.width, across, down, splits,
                      out.block)
                  .str());
    points.setDims(loops.dims, loops.dims.size() - 1);
    text.line("const Index chunk = columns.chunk;");
    work.setPoint(points, loops.kept, "chunk", work.width);
    points.guard = "columns.isActive";
    for (const ReductionPass &pass : loops.passes)
      printPass(pass);
    points.guard = "";
    text.open("if (isOwner)");
    provideTotals();
    points.storeRoots(loops.keptRoots, loops.keptAxes);
    text.close();
  }

private:
  void printPass(const ReductionPass &pass) {
    Totals totals(points, loops.placement, pass);
    std::string total = "total" + totals.number;
    bool reduces = !pass.reductions.empty();
    if (reduces) {
      totals.declare();
      std::string list;
      for (int64_t i = 0; i < work.width; ++i)
        list += (i ? ", " : "") + totals.getInitial();
      text.line(formatv("Total{0} {1}[{2}] = {{{3}};", totals.number, total,
                        work.width, list)
                    .str());
    }
    text.open("columns.forEach([&](Index r)");
    points.setIndices(loops.reduced, "r");
    provideTotals();
    std::string place = total + (work.width == 1 ? "[0]" : "[v]");
    if (reduces)
      points.forLanes([&] { totals.add(place); });
    if (pass.storesRoots)
      points.storeRoots(loops.wholeRoots, loops.wholeAxes);
    text.close(");");
    if (!reduces)
      return;
    std::string memory = "nullptr, nullptr";
    if (splits > 1)
      memory = out.claimWorkspace(blocks, blocks * splits * across *
                                              work.width * totals.getBytes());
    text.line(formatv("{0}columns.reduce({1}, combine{2}, {3});",
                      owns ? "" : "const bool isOwner = ", total, totals.number,
                      memory)
                  .str());
    owns = true;
    out.needShared(totals.getSharedBytes(work.width));
    done.push_back({totals, place});
  }

  /// Makes what earlier passes have found known in the innermost open scope.
  void provideTotals() {
    points.setLaneScope();
    for (auto &[totals, place] : done)
      totals.provide(place, points.getLaneDepth());
  }

  KernelText &out;
  const ReductionWork &work;
  const ReductionLoops &loops;
  PointPrinter &points;
  Text &text;
  int64_t chunks, across, down, blocks, splits = 1;
  SmallVector<std::pair<Totals, std::string>> done; ///< and their variables
  bool owns = false;
};

} // namespace

void emitReductions(KernelText &out) {
  auto work = std::make_shared<ReductionWork>(out.kernel);
  if (work->loops.isVectorReduced) {
    emitRows(out, work);
  } else if (!work->loops.trailing.empty()) {
    emitTotals(out, work);
  } else {
    auto columns = std::make_shared<ColumnPrinter>(out, *work);
    out.include("columns");
    out.addSection(columns->getBlocks(), [work, columns] { columns->print(); });
  }
  for (unsigned root : work->loops.otherRoots)
    emitPointwise(out, {root});
}

} // namespace mpc::cuda
