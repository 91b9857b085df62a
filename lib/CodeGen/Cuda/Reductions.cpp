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

/// What the threads of a row keep in registers from stage to stage, at most.
constexpr int64_t kKeptElements = 32;

//===----------------------------------------------------------------------===//
// Totals
//===----------------------------------------------------------------------===//

Totals::Totals(KernelText &out, const ReductionLoops &loops,
               const ReductionPass &pass)
    : points(out.points), loops(loops), pass(pass),
      number(out.points.getFreshName("")) {}

void Totals::declare() {
  Text &text = points.text;
  std::string members, args;
  unsigned count = 0;
  for (linalg::GenericOp op : pass.reductions)
    for (Type type : op->getResultTypes())
      members += formatv("{0} at{1}; ", getTypeName(getElementTypeOrSelf(type)),
                         count++);
  text.line("struct Total" + number + " { " + members + "};");
  text.open("const auto combine" + number + " = [](const Total" + number +
            " &x, const Total" + number + " &y)");
  std::string results;
  forEach([&](linalg::GenericOp op, unsigned at, unsigned size) {
    Scalars arguments;
    for (const char *side : {"x", "y"})
      for (unsigned i = at; i < at + size; ++i)
        arguments.push_back({formatv("{0}.at{1}", side, i), text.getDepth()});
    for (const Scalar &value : points.evaluateBody(op, {}, arguments))
      results += (results.empty() ? "" : ", ") + value.text;
  });
  text.line("return Total" + number + "{" + results + "};");
  text.close(";");
}

std::string Totals::getInitial() {
  std::string list;
  for (linalg::GenericOp op : pass.reductions)
    for (const std::string &identity : points.getIdentities(op))
      list += (list.empty() ? "" : ", ") + identity;
  return "{" + list + "}";
}

void Totals::add(StringRef total) {
  std::string list;
  for (linalg::GenericOp op : pass.reductions)
    for (OpOperand *operand : op.getDpsInputOperands())
      list += (list.empty() ? "" : ", ") +
              points
                  .evaluate(operand->get(),
                            getOperandAxes(op, *operand,
                                           loops.placement.getLoops(op)))
                  .text;
  points.text.line(total + " = combine" + number + "({" + list + "}, " + total +
                   ");");
}

void Totals::provide(StringRef total, int depth) {
  forEach([&](linalg::GenericOp op, unsigned at, unsigned size) {
    Scalars values;
    for (unsigned i = at; i < at + size; ++i)
      values.push_back({formatv("{0}.at{1}", total, i), depth});
    AffineMap map = op.getIndexingMapMatchingResult(op->getResult(0));
    Axes axes;
    for (unsigned dim = 0; dim < map.getNumResults(); ++dim)
      axes.push_back(loops.placement.getLoops(op)[map.getDimPosition(dim)]);
    points.provide(op, getLoopAxes(op, 0, axes), values);
  });
}

int64_t Totals::getBytes() const {
  int64_t members = 0;
  for (linalg::GenericOp op : pass.reductions)
    members += op->getNumResults();
  return 8 * members;
}

void Totals::forEach(
    function_ref<void(linalg::GenericOp, unsigned, unsigned)> body) {
  unsigned at = 0;
  for (linalg::GenericOp op : pass.reductions) {
    body(op, at, op->getNumResults());
    at += op->getNumResults();
  }
}

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
// Rows
//===----------------------------------------------------------------------===//

namespace {

/// Rows of neighbouring elements: see rows.cuh.
class RowPrinter {
public:
  RowPrinter(KernelText &out, const ReductionWork &work)
      : out(out), work(work), loops(work.loops), points(out.points),
        text(out.points.text) {
    int64_t chunks = llvm::divideCeil(work.columns, work.width);
    // As many elements per thread as stay in registers, at most a block.
    int64_t perThread = std::max<int64_t>(1, 8 / work.width);
    lanes = std::clamp<int64_t>(
        llvm::PowerOf2Ceil(llvm::divideCeil(chunks, perThread)), 1, kThreads);
    items = llvm::divideCeil(chunks, lanes);
    if (chunks <= 32)
      lanes = llvm::PowerOf2Ceil(std::max<int64_t>(1, chunks)), items = 1;
    isKept = items * work.width <= kKeptElements;
  }

  int64_t getBlocks() const {
    return llvm::divideCeil(work.rows, kThreads / lanes);
  }

  void print() {
    text.line(formatv("const RowWorker<{0}, {1}, {2}, {3}, {4}> row(block);",
                      work.rows, work.columns, work.width, lanes, kThreads)
                  .str());
    points.setDims(loops.dims, loops.dims.size() - 1);
    text.line("const Index r = row.row;");
    points.setIndices(loops.kept, "r");
    points.guard = "row.isActive";
    if (isKept)
      points.keepVariables(text.getDepth(), items);
    for (const ReductionPass &pass : loops.passes)
      printPass(pass);
    points.keepVariables(-1);
    if (!loops.keptRoots.empty()) {
      text.open("if (row.isFirst())");
      points.setChunk("0", "1", 1);
      points.guard = "";
      points.storeRoots(loops.keptRoots, loops.keptAxes);
      text.close();
    }
    points.guard = "";
  }

private:
  void printPass(const ReductionPass &pass) {
    Totals totals(out, loops, pass);
    std::string total = "total" + totals.number;
    bool reduces = !pass.reductions.empty();
    if (reduces) {
      totals.declare();
      text.line("Total" + totals.number + " " + total + " = " +
                totals.getInitial() + ";");
    }
    text.open("row.forEach([&](int item, Index column)");
    work.setPoint(points, loops.reduced, "column", 1);
    if (reduces)
      points.forLanes([&] { totals.add(total); });
    if (pass.storesRoots)
      points.storeRoots(loops.wholeRoots, loops.wholeAxes);
    text.close(");");
    if (!reduces)
      return;
    text.line(total + " = row.reduce(" + total + ", combine" + totals.number +
              ");");
    if (lanes > 32)
      out.needShared(kThreads / 32 * totals.getBytes());
    totals.provide(total, text.getDepth());
  }

  KernelText &out;
  const ReductionWork &work;
  const ReductionLoops &loops;
  PointPrinter &points;
  Text &text;
  int64_t lanes, items;
  bool isKept;
};

//===----------------------------------------------------------------------===//
// Columns
//===----------------------------------------------------------------------===//

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
    text.line(formatv("const ColumnWorker<{0}, {1}, {2}, {3}, {4}, {5}> "
                      "columns(block / {5}, block % {5});",
                      work.columns, chunks, work.width, across, down, splits)
                  .str());
    points.setDims(loops.dims, loops.dims.size() - 1);
    text.line("const Index chunk = columns.chunk;");
    work.setPoint(points, loops.kept, "chunk", work.width);
    points.guard = "columns.isActive";
    for (const ReductionPass &pass : loops.passes)
      printPass(pass);
    points.guard = "";
    text.open("if (isOwner)");
    points.storeRoots(loops.keptRoots, loops.keptAxes);
    text.close();
  }

private:
  void printPass(const ReductionPass &pass) {
    Totals totals(out, loops, pass);
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
    std::string place = total + (work.width == 1 ? "[0]" : "[v]");
    if (reduces)
      points.forLanes([&] { totals.add(place); });
    if (pass.storesRoots)
      points.storeRoots(loops.wholeRoots, loops.wholeAxes);
    text.close(");");
    if (!reduces)
      return;
    text.line(formatv("{0}columns.reduce({1}, combine{2}, {3});",
                      owns ? "" : "const bool isOwner = ", total, totals.number,
                      splits > 1 ? "semaphores, workspace" : "nullptr, nullptr")
                  .str());
    owns = true;
    out.needShared(
        std::max<int64_t>(kThreads * work.width * totals.getBytes(), 4));
    if (splits > 1)
      out.needWorkspace(blocks, blocks * splits * across * work.width *
                                    totals.getBytes());
    totals.provide(place, text.getDepth() + (work.width == 1 ? 0 : 1));
  }

  /// Blocks that fill a large chip.
  static constexpr int64_t kFullGrid = 256;

  KernelText &out;
  const ReductionWork &work;
  const ReductionLoops &loops;
  PointPrinter &points;
  Text &text;
  int64_t chunks, across, down, blocks, splits = 1;
  bool owns = false;
};

} // namespace

void emitReductions(KernelText &out) {
  auto work = std::make_shared<ReductionWork>(out.kernel);
  if (work->loops.isVectorReduced) {
    auto rows = std::make_shared<RowPrinter>(out, *work);
    out.include("rows");
    out.addSection(rows->getBlocks(), [work, rows] { rows->print(); });
  } else {
    auto columns = std::make_shared<ColumnPrinter>(out, *work);
    out.include("columns");
    out.addSection(columns->getBlocks(), [work, columns] { columns->print(); });
  }
  for (unsigned root : work->loops.otherRoots)
    emitPointwise(out, {root});
}

} // namespace mpc::cuda
