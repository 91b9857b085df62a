//===- Rows.cpp - reductions of neighbouring elements -----------------===//
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

/// What the threads of a row keep in registers from stage to stage, at most.
constexpr int64_t kKeptElements = 32;

/// Blocks that are so few are worked one after the other if a part trails: to
/// find out which is the last would take longer.
constexpr int64_t kFewBlocks = 4;

namespace {

/// Rows of neighbouring elements: see rows.cuh.
class RowPrinter {
public:
  RowPrinter(KernelText &out, const ReductionWork &work)
      : out(out), work(work), loops(work.loops), points(out.points),
        text(out.points.text) {
    int64_t chunks = llvm::divideCeil(work.columns, work.width);
    // A row of up to 32 chunks is one chunk per thread; of longer ones a thread
    // takes several, so that few threads have to agree.
    int64_t perThread =
        chunks <= 32 ? 1 : std::max<int64_t>(1, 16 / work.width);
    lanes = std::clamp<int64_t>(llvm::PowerOf2Ceil(std::max<int64_t>(
                                    1, llvm::divideCeil(chunks, perThread))),
                                1, kThreads);
    items = std::max<int64_t>(1, llvm::divideCeil(chunks, lanes));
    isKept = items * work.width <= kKeptElements;
    if (!isKept)
      lanes = kThreads, items = llvm::divideCeil(chunks, lanes);
    for (const TrailingPart &part : loops.trailing)
      parts.emplace_back(out, loops.placement, part);
    chooseSplits();
    rowBlocks = llvm::divideCeil(work.rows, kThreads / lanes) * splits;
    blocks = parts.empty()             ? rowBlocks
             : rowBlocks <= kFewBlocks ? 1
                                       : std::min(rowBlocks, kFullGrid);
  }

  int64_t getBlocks() const { return blocks; }

  void print() {
    text.line(formatv("using Rows = RowWorker<Index, {0}, {1}, {2}, {3}, {4}, "
                      "{5}>;",
                      work.rows, work.columns, work.width, lanes, kThreads,
                      splits)
                  .str());
    for (TrailingPrinter &part : parts)
      declare(part);
    bool isLoop = blocks < rowBlocks;
    if (isLoop)
      text.open(formatv("for (Index at = {0}; at < Rows::kBlocks; at += {1})",
                        out.block, blocks)
                    .str());
    printRows(isLoop ? "at" : out.block);
    if (isLoop)
      text.close();
    points.guard = "";
    for (TrailingPrinter &part : parts)
      finish(part);
  }

private:
  /// Few long rows that are walked once are shared by blocks, each with several
  /// chunks per thread.
  void chooseSplits() {
    constexpr int64_t kFewestChunks = 4;
    if (loops.passes.size() != 1 || loops.passes[0].reductions.empty() ||
        !parts.empty() || work.rows == 0)
      return;
    int64_t most = work.columns / (kThreads * work.width * kFewestChunks);
    splits = std::clamp<int64_t>(std::min(kFullGrid / work.rows, most), 1,
                                 kFullGrid);
    if (splits > 1)
      lanes = kThreads, isKept = false;
  }

  void printRows(StringRef block) {
    text.line("const Rows row(" + block + ");");
    points.setDims(loops.dims, loops.dims.size() - 1);
    text.line("const Index r = row.row;");
    points.setIndices(loops.kept, "r");
    points.guard = "row.isActive";
    if (isKept)
      points.keepVariables(text.getDepth(), items);
    for (const ReductionPass &pass : loops.passes)
      printPass(pass, block);
    points.keepVariables(-1);
    if (splits == 1)
      printKept();
  }

  /// Passes exchange totals at places of their own. With several of them, a
  /// barrier of the next pass frees each before the next row.
  bool hasSeveralPlaces() const {
    return llvm::count_if(loops.passes, [](auto &pass) {
             return !pass.reductions.empty();
           }) > 1;
  }

  /// Places the chunk of item "item" in the row. The constant comes last, so
  /// that addresses of all items differ by it alone.
  void setColumn(StringRef row) {
    std::string column =
        formatv("{0}.first + item * {1}", row, lanes * work.width * splits);
    if (loops.count(loops.reduced) > 1) {
      text.line("const Index column = " + column + ";");
      column = "column";
    }
    work.setPoint(points, loops.reduced, column, 1);
  }

  /// What there is one of per row.
  void printKept() {
    points.setChunk("0", "1", 1);
    points.guard = "row.isFirst()";
    if (!loops.keptRoots.empty())
      points.storeRoots(loops.keptRoots, loops.keptAxes);
    for (TrailingPrinter &part : parts)
      if (!part.isWhole())
        part.totals.add(part.name, points.guard);
  }

  void printPass(const ReductionPass &pass, StringRef block) {
    Totals totals(points, loops.placement, pass);
    std::string total = "total" + totals.number;
    bool reduces = !pass.reductions.empty();
    if (reduces) {
      totals.declare();
      text.line("Total" + totals.number + " " + total + " = " +
                totals.getInitial() + ";");
    }
    text.open("row.forEach([&](Index item)");
    setColumn("row");
    if (reduces)
      points.forLanes([&] { totals.add(total); });
    if (pass.storesRoots) {
      // What trails is taken before results take the place of arguments.
      for (TrailingPrinter &part : parts)
        if (part.isWhole())
          points.forLanes([&] { add(part, block); });
      points.storeRoots(loops.wholeRoots, loops.wholeAxes);
    }
    text.close(");");
    if (!reduces)
      return;
    if (splits > 1)
      return finishSplits(totals, total);
    text.line(formatv("{0} = row.reduce<{1}, {2}>({0}, combine{3});", total,
                      exchanged, !hasSeveralPlaces(), totals.number)
                  .str());
    if (lanes > 32)
      exchanged += llvm::alignTo(kThreads / 32 * totals.getBytes(), 16);
    out.needShared(exchanged);
    totals.provide(total, text.getDepth());
  }

  /// Lets the last block of a row combine the totals of all, and one thread of it
  /// store what there is one of per row.
  void finishSplits(Totals &totals, StringRef total) {
    out.needShared(kThreads / 32 * totals.getBytes());
    int64_t bytes = splits * totals.getBytes();
    std::string memory = out.claimWorkspace(work.rows, work.rows * bytes);
    auto [semaphores, workspace] = StringRef(memory).split(", ");
    text.open(formatv("if (finishTotal<{0}, {1}>(row.split, {2}, Total{3}{4}, "
                      "combine{3}, {5} + row.row, {6} + row.row * {7}))",
                      splits, kThreads, total, totals.number,
                      totals.getInitial(), semaphores, workspace, bytes)
                  .str());
    totals.provide(total, text.getDepth());
    points.setChunk("0", "1", 1);
    points.guard = "";
    if (!loops.keptRoots.empty())
      points.storeRoots(loops.keptRoots, loops.keptAxes);
    text.close();
  }

  //===--------------------------------------------------------------------===//
  // Trailing parts
  //===--------------------------------------------------------------------===//

  void declare(TrailingPrinter &part) {
    part.declareTotal();
    if (part.isScalar())
      return;
    if (!isKept) {
      memory =
          out.claimWorkspace(1, blocks * work.columns * part.totals.getBytes());
      return;
    }
    std::string initial = part.totals.getInitial();
    text.line(formatv("{0} {1}[{2}][{3}];", part.getType(), part.name, items,
                      work.width)
                  .str());
    text.open(formatv("#pragma unroll\n{0}for (int i = 0; i < {1}; ++i)",
                      std::string(2 * text.getDepth(), ' '), items * work.width)
                  .str());
    text.line(
        formatv("{0}[i / {1}][i % {1}] = {2};", part.name, work.width, initial)
            .str());
    text.close();
  }

  /// Takes the element at the current lane.
  void add(TrailingPrinter &part, StringRef block) {
    std::string lane = work.width == 1 ? "0" : "v";
    if (part.isScalar())
      return part.totals.add(part.name, "row.isActive");
    if (isKept)
      return part.totals.add(part.name + "[item][" + lane + "]",
                             "row.isActive");
    // The block's only row is at hand, so nobody else touches its totals.
    std::string elements = part.totals.getElements();
    text.line(formatv("const int64 place = int64({2}) * {0} + row.first + "
                      "item * {3} + {1};",
                      work.columns, lane, out.block, lanes * work.width)
                  .str());
    text.line(formatv("storePartial({0}, place, {1}({2}, {3} == {6} ? {4} : "
                      "loadPartial<{5}>({0}, place)));",
                      getWorkspace(), part.getCombine(), elements, block,
                      part.getInitial(), part.getType(), out.block)
                  .str());
  }

  std::string getWorkspace() const {
    return StringRef(memory).split(", ").second.str();
  }

  void finish(TrailingPrinter &part) {
    if (part.isScalar())
      return part.finishScalar(blocks, kThreads, out.block);
    if (!isKept)
      return finishLong(part);
    if (kThreads > lanes)
      out.needShared(part.totals.getSharedBytes(work.width));
    out.needShared(4);
    text.open(formatv("if (finishColumns<{0}, {1}, {2}, {3}>({7}, {4}, {5}, "
                      "{6}))",
                      blocks, work.columns, lanes, kThreads, part.name,
                      part.getCombine(),
                      part.claimMemory(blocks, work.columns,
                                       1 + llvm::divideCeil(blocks, kTeam)),
                      out.block)
                  .str());
    text.line("const Rows first(0);");
    text.open("first.forEach([&](Index item)");
    points.setDims(loops.dims, loops.dims.size() - 1);
    setColumn("first");
    part.totals.provide(part.name + "[item][" + (work.width == 1 ? "0" : "v") +
                            "]",
                        points.getLaneDepth());
    points.storeRoots(part.part.roots, part.part.rootAxes);
    text.close(");");
    text.close();
  }

  void finishLong(TrailingPrinter &part) {
    out.needShared(4);
    text.open(formatv("finishLongColumns<{0}, {1}, {2}, {3}>({4}, {5}, "
                      "[&](Index column, const {3} &{6})",
                      blocks, work.columns, kThreads, part.getType(),
                      part.getCombine(), memory, part.name)
                  .str());
    points.setDims(loops.dims, loops.dims.size() - 1);
    work.setPoint(points, loops.reduced, "column", 1);
    points.setChunk("column", "1", 1);
    part.totals.provide(part.name, text.getDepth());
    points.storeRoots(part.part.roots, part.part.rootAxes);
    text.close(");");
  }

  KernelText &out;
  const ReductionWork &work;
  const ReductionLoops &loops;
  PointPrinter &points;
  Text &text;
  int64_t lanes, items, rowBlocks, blocks;
  int64_t splits = 1; ///< blocks that share a row
  bool isKept;
  int64_t exchanged = 0; ///< bytes of shared memory that passes have
  SmallVector<TrailingPrinter, 2> parts;
  std::string memory; ///< of a part whose totals no register holds
};

} // namespace

void emitRows(KernelText &out, std::shared_ptr<ReductionWork> work) {
  auto rows = std::make_shared<RowPrinter>(out, *work);
  out.include("rows");
  out.addSection(rows->getBlocks(), [work, rows] { rows->print(); });
}

} // namespace mpc::cuda
