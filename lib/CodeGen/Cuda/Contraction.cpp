//===- Contraction.cpp - products on tensor cores ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "../ContractionLoops.h"
#include "Emitters.h"
#include "Tiles.h"

#include "llvm/Support/FormatVariadic.h"

using namespace mlir;

namespace mpc::cuda {

using llvm::formatv;

namespace {

class ContractionPrinter {
public:
  ContractionPrinter(KernelText &out, linalg::GenericOp op, StringRef chip);

  void print();

  const ContractionLoops &getLoops() const { return loops; }

private:
  int64_t count(ArrayRef<int> some) const;
  void printShape();
  void printOperand(StringRef name, const Factor &factor, int freeDim);
  bool isDirect(const Factor &factor, int contiguous, int other) const;
  bool isAlongDepth(const Factor &factor, int freeDim) const;
  void printDirect(StringRef name, const Factor &factor, int freeDim,
                   bool alongDepth);
  void printComputed(StringRef name, const Factor &factor, int freeDim,
                     bool alongDepth);
  void setDepth();
  void printEpilogue();

  KernelText &out;
  PointPrinter &points;
  Text &text;
  ContractionLoops loops;
  linalg::GenericOp op;
  Element element;
  Tile tile;
  int64_t width = 1; ///< columns of the epilogue that move together
};

/// What the product multiplies: both factors are of one type.
Element getElement(linalg::GenericOp op) {
  Type type = getTensorType(op.getDpsInputs()[0]).getElementType();
  if (type.isF16())
    return Element::f16;
  if (type.isBF16())
    return Element::bf16;
  return op->hasAttr(kMultipliesAttr) ? Element::tf32 : Element::f32;
}

ContractionPrinter::ContractionPrinter(KernelText &out, linalg::GenericOp op,
                                       StringRef chip)
    : out(out), points(out.points), text(out.points.text),
      loops(out.kernel, op), op(op), element(getElement(op)) {
  BoundedWalker<AccessWalker> walker;
  for (auto [root, axes] : llvm::zip_equal(loops.roots, loops.rootAxes))
    walker.addRoot(out.kernel, root, axes);
  width = chooseWidth(walker, loops.dims, loops.column);
  ContractionSize size;
  size.rows = loops.dims[loops.row].size;
  size.columns = loops.dims[loops.column].size;
  size.depth = loops.dims[loops.depth].size * count(loops.outerDepth);
  size.batches = count(loops.outer);
  tile = chooseTile(element, size, chip);
  TileFigures figures = getFigures(tile, element, size, /*sums=*/0);
  out.include("contraction");
  out.code.block = figures.threads;
  out.code.grid = figures.grid;
  out.code.sharedBytes = figures.sharedBytes;
  out.code.semaphores = figures.semaphores;
  out.code.workspaceBytes = figures.workspaceBytes;
}

int64_t ContractionPrinter::count(ArrayRef<int> some) const {
  int64_t result = 1;
  for (int dim : some)
    result *= loops.dims[dim].size;
  return result;
}

//===----------------------------------------------------------------------===//
// Operands
//===----------------------------------------------------------------------===//

/// Can chunks of 16 bytes be copied as they lie?
bool ContractionPrinter::isDirect(const Factor &factor, int contiguous,
                                  int other) const {
  RankedTensorType type = getTensorType(factor.tensor);
  int64_t bytes = getElementBytes(type.getElementType());
  auto isWhole = [&](int64_t stride) { return stride * bytes % 16 == 0; };
  if (!getBuffer(factor.tensor) || !loops.outerDepth.empty())
    return false;
  auto stride = [&](int dim) {
    return loops.dims.getStride(type, factor.axes, dim);
  };
  if (loops.dims[contiguous].size > 1 && stride(contiguous) != 1)
    return false;
  int64_t pitch = loops.dims[other].size > 1 ? stride(other)
                                             : loops.dims[contiguous].size;
  return pitch > 0 && isWhole(pitch) && llvm::all_of(loops.outer, [&](int dim) {
           return isWhole(stride(dim));
         });
}

/// Along which of its dimensions do most accesses of a factor step by one?
bool ContractionPrinter::isAlongDepth(const Factor &factor, int freeDim) const {
  if (!loops.outerDepth.empty())
    return false;
  BoundedWalker<AccessWalker> walker;
  walker.walk(factor.tensor, factor.axes);
  int64_t alongFree = 0, alongDepth = 0;
  for (const AccessWalker::Access &access : walker.getAccesses()) {
    alongFree += loops.dims.getStride(access.type, access.axes, freeDim) == 1;
    alongDepth +=
        loops.dims.getStride(access.type, access.axes, loops.depth) == 1;
  }
  return alongDepth >= alongFree;
}

void ContractionPrinter::printOperand(StringRef name, const Factor &factor,
                                      int freeDim) {
  text.line("// " + name + ": " + (freeDim == loops.row ? "rows" : "columns") +
            " by depth");
  for (bool alongDepth : {true, false})
    if (isDirect(factor, alongDepth ? loops.depth : freeDim,
                 alongDepth ? freeDim : loops.depth))
      return printDirect(name, factor, freeDim, alongDepth);
  printComputed(name, factor, freeDim, isAlongDepth(factor, freeDim));
}

void ContractionPrinter::printDirect(StringRef name, const Factor &factor,
                                     int freeDim, bool alongDepth) {
  RankedTensorType type = getTensorType(factor.tensor);
  int contiguous = alongDepth ? loops.depth : freeDim;
  int other = alongDepth ? freeDim : loops.depth;
  int64_t pitch =
      loops.dims[other].size > 1
          ? loops.dims.getStride(type, factor.axes, other)
          : loops.dims[contiguous].size;
  text.open(formatv("const auto {0} = directOperand<{1}, {2}, {3}>("
                    "[&](Index batch)",
                    name, getName(element), alongDepth, pitch)
                .str());
  points.setDims(loops.dims, -1);
  points.setIndices(loops.outer, "batch");
  text.line("return " + points.getAddress(factor.tensor, factor.axes) + ";");
  text.close(");");
}

/// Sets the indices of all contracted dims from "depth".
void ContractionPrinter::setDepth() {
  if (loops.outerDepth.empty())
    return points.setIndex(loops.depth, "depth");
  int64_t size = loops.dims[loops.depth].size;
  text.line("const Index d = depth % " + Twine(size) + ";");
  text.line("const Index n = depth / " + Twine(size) + ";");
  points.setIndex(loops.depth, "d");
  points.setIndices(loops.outerDepth, "n");
}

void ContractionPrinter::printComputed(StringRef name, const Factor &factor,
                                       int freeDim, bool alongDepth) {
  text.open(formatv("const auto {0} = computedOperand<{1}, {2}>("
                    "[&]<int W>(Index batch, Index free, Index depth)",
                    name, getName(element), alongDepth)
                .str());
  points.setDims(loops.dims, alongDepth ? loops.depth : freeDim);
  points.setIndices(loops.outer, "batch");
  points.setIndex(freeDim, "free");
  setDepth();
  points.setChunk(alongDepth ? "depth" : "free", "W",
                  16 / getElementBytes(element));
  text.line(formatv("Vector<{0}, W> chunk;", getName(element)).str());
  points.forLanes([&] {
    Scalar value = points.evaluate(factor.tensor, factor.axes);
    bool isBits = element == Element::tf32;
    text.line("chunk[v] = " +
              (isBits ? "tf32{bitsAs<uint32>(" + value.text + ")}"
                      : value.text) +
              ";");
  });
  text.line("return chunk;");
  text.close(");");
}

//===----------------------------------------------------------------------===//
// The kernel
//===----------------------------------------------------------------------===//

void ContractionPrinter::printShape() {
  text.open("struct Shape");
  text.line(formatv("using Element = {0};", getName(element)).str());
  auto constant = [&](const char *name, int64_t value) {
    text.line(formatv("static constexpr int {0} = {1};", name, value).str());
  };
  constant("kRows", loops.dims[loops.row].size);
  constant("kColumns", loops.dims[loops.column].size);
  constant("kDepth", loops.dims[loops.depth].size * count(loops.outerDepth));
  constant("kBatches", count(loops.outer));
  constant("kTileRows", tile.rows);
  constant("kTileColumns", tile.columns);
  constant("kTileDepth", tile.depth);
  constant("kWarpRows", tile.warpRows);
  constant("kWarpColumns", tile.warpColumns);
  constant("kStages", tile.stages);
  constant("kSplits", tile.splits);
  text.line(formatv("static constexpr bool kReadsAhead = {0};",
                    tile.readsAhead)
                .str());
  text.close(";");
}

void ContractionPrinter::printEpilogue() {
  text.open(formatv("auto epilogue = lambdaEpilogue<{0}, 0>("
                    "[&]<int W>(Index batch, Index row, Index column, "
                    "const Vector<float, W> &sum, Vector<float, W> *)",
                    width)
                .str());
  points.setDims(loops.dims, loops.column);
  points.setIndices(loops.outer, "batch");
  points.setIndex(loops.row, "row");
  points.setChunk("column", width == 1 ? "1" : "W", width);
  points.provide(op, loops.placement.getLoops(op),
                 {{width == 1 ? "sum[0]" : "sum[v]", points.getLaneDepth()}});
  points.storeRoots(loops.roots, loops.rootAxes);
  text.close(",");
  text.line("    [&]<int W>(Index, Index, const Vector<float, W> *) {},");
  text.open("    [&]");
  points.raiseFlags();
  text.close(");");
}

void ContractionPrinter::print() {
  printShape();
  printOperand("a", loops.lhs, loops.row);
  printOperand("b", loops.rhs, loops.column);
  printEpilogue();
  bool hasMemory = out.code.semaphores || out.code.workspaceBytes;
  text.line(formatv("contract<Shape>(a, b, epilogue, {0});",
                    hasMemory ? "semaphores, workspace" : "nullptr, nullptr")
                .str());
}

} // namespace

void emitContraction(KernelText &out, StringRef chip) {
  linalg::GenericOp product;
  for (auto op : out.kernel.body->getOps<linalg::GenericOp>())
    if (isContraction(op))
      product = op;
  auto printer = std::make_shared<ContractionPrinter>(out, product, chip);
  out.addSection(out.code.grid[0], [printer] { printer->print(); });
  for (unsigned root : printer->getLoops().otherRoots)
    emitPointwise(out, {root});
}

} // namespace mpc::cuda
