//===- Contraction.cpp - products on tensor cores ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "../ContractionLoops.h"
#include "Reductions.h"
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

  /// Tiles of all batches, and their splits.
  std::array<int64_t, 2> blocks;

private:
  int64_t count(ArrayRef<int> some) const;
  void printShape();
  void printOperand(StringRef name, const Factor &factor, int freeDim);
  bool isDirect(const Factor &factor, int contiguous, int other) const;
  Factor withoutRounding(const Factor &factor) const;
  std::optional<bool> findDirect(const Factor &computed, int freeDim) const;
  bool isAlongDepth(const Factor &factor, int freeDim) const;
  int64_t chooseOperandWidth(const Factor &factor, int freeDim) const;
  void printDirect(StringRef name, const Factor &computed, int freeDim,
                   bool alongDepth);
  void printComputed(StringRef name, const Factor &factor, int freeDim,
                     bool alongDepth);
  void printEpilogue();
  void printStoreTotals(StringRef lane);

  KernelText &out;
  PointPrinter &points;
  Text &text;
  ContractionLoops loops;
  linalg::GenericOp op;
  ContractionSize size;
  Tile tile;
  SmallVector<TrailingPrinter, 1> columns, scalars; ///< totals of them
  std::string memory = "nullptr, nullptr";
  int64_t width = 1; ///< columns of the epilogue that move together
};

/// What the product multiplies: both factors are of one type.
Product getProduct(linalg::GenericOp op) {
  Type type = getTensorType(op.getDpsInputs()[0]).getElementType();
  if (type.isF16())
    return Product::f16;
  if (type.isBF16())
    return Product::bf16;
  return op->hasAttr(kMultipliesAttr) ? Product::tf32 : Product::f32;
}

/// The element type of runtime/device/contraction.cuh.
StringRef getName(Product product) {
  switch (product) {
  case Product::f16:
    return "f16";
  case Product::bf16:
    return "bf16";
  case Product::tf32:
    return "tf32";
  case Product::f32:
    return "float";
  }
  llvm_unreachable("unknown product");
}

ContractionPrinter::ContractionPrinter(KernelText &out, linalg::GenericOp op,
                                       StringRef chip)
    : out(out), points(out.points), text(out.points.text),
      loops(out.kernel, op), op(op) {
  BoundedWalker<AccessWalker> walker;
  for (auto [root, axes] : llvm::zip_equal(loops.roots, loops.rootAxes))
    walker.addRoot(out.kernel, root, axes);
  for (const TrailingPart &part : loops.trailing)
    for (linalg::GenericOp reduction : part.pass.reductions)
      for (OpOperand *operand : reduction.getDpsInputOperands())
        walker.walk(operand->get(),
                    getOperandAxes(reduction, *operand,
                                   loops.placement.getLoops(reduction)));
  width = chooseWidth(walker, loops.dims, loops.column);
  for (const TrailingPart &part : loops.trailing)
    (part.kept.empty() ? scalars : columns)
        .emplace_back(out, loops.placement, part);
  assert(columns.size() <= 1 && "results have one last dimension");
  size.product = getProduct(op);
  size.rows = loops.dims[loops.row].size;
  size.columns = loops.dims[loops.column].size;
  size.depth = loops.dims[loops.depth].size;
  size.batches = count(loops.outer);
  size.totalBytes = columns.empty() ? 0 : columns.front().totals.getBytes();
  size.lhsWidth = chooseOperandWidth(loops.lhs, loops.row);
  size.rhsWidth = chooseOperandWidth(loops.rhs, loops.column);
  auto rounds = [&](const Factor &factor, int64_t width) {
    return !width && withoutRounding(factor).tensor != factor.tensor;
  };
  size.rounds =
      rounds(loops.lhs, size.lhsWidth) || rounds(loops.rhs, size.rhsWidth);
  // A tile may reach beyond the end.
  constexpr int64_t kMost = INT32_MAX / 2;
  if (std::max({size.rows, size.columns, size.depth, size.batches}) > kMost)
    points.fail(op.getLoc(), "GPUs count rows, columns, depth and batches of a "
                             "product in 32 bits: this one has more");
  tile = chooseTile(size, chip);
  ContractionLaunch launch(size, tile);
  out.include("contraction");
  out.code.block = launch.threads;
  out.code.grid[1] = launch.grid[1];
  blocks = launch.grid;
  out.residents = tile.residents;
  out.needShared(launch.sharedBytes);
  if (launch.semaphores || launch.workspaceBytes)
    memory = out.claimWorkspace(launch.semaphores, launch.workspaceBytes);
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
  if (!loops.isPlain(factor))
    return false;
  auto stride = [&](int dim) {
    return loops.dims.getStride(type, factor.axes, dim);
  };
  if (loops.dims[contiguous].size > 1 && stride(contiguous) != 1)
    return false;
  int64_t pitch =
      loops.dims[other].size > 1 ? stride(other) : loops.dims[contiguous].size;
  return pitch > 0 && isWhole(pitch) && llvm::all_of(loops.outer, [&](int dim) {
           return isWhole(stride(dim));
         });
}

/// What a factor rounds to tf32 and does nothing else to, which may be done where
/// it is multiplied; or the factor itself.
Factor ContractionPrinter::withoutRounding(const Factor &factor) const {
  auto rounding = factor.tensor.getDefiningOp<linalg::GenericOp>();
  if (size.product != Product::tf32 || !rounding ||
      !rounding->hasAttr(kRoundsAttr))
    return factor;
  return {rounding.getDpsInputs().front(), factor.axes};
}

/// Whether a direct operand is contiguous along the depth; none if it is
/// computed.
std::optional<bool> ContractionPrinter::findDirect(const Factor &computed,
                                                   int freeDim) const {
  Factor factor = withoutRounding(computed);
  for (bool alongDepth : {true, false})
    if (isDirect(factor, alongDepth ? loops.depth : freeDim,
                 alongDepth ? freeDim : loops.depth))
      return alongDepth;
  return std::nullopt;
}

/// Along which of its dimensions do most accesses of a factor step by one?
bool ContractionPrinter::isAlongDepth(const Factor &factor, int freeDim) const {
  BoundedWalker<AccessWalker> walker;
  walker.walk(factor.tensor, factor.axes);
  int64_t alongFree = 0, alongDepth = 0;
  for (const AccessWalker::Access &access : walker.getAccesses()) {
    alongFree += access.getStride(loops.dims, freeDim).is(1);
    alongDepth += access.getStride(loops.dims, loops.depth).is(1);
  }
  return alongDepth >= alongFree;
}

/// Elements of a computed operand that are read at once: what 16 bytes of a
/// tile hold or, if they are fewer, a divisor of its lines' length. 0 if it is
/// direct.
int64_t ContractionPrinter::chooseOperandWidth(const Factor &factor,
                                               int freeDim) const {
  if (findDirect(factor, freeDim))
    return 0;
  int along = isAlongDepth(factor, freeDim) ? loops.depth : freeDim;
  BoundedWalker<AccessWalker> walker;
  walker.walk(factor.tensor, factor.axes);
  int64_t full =
      size.product == Product::f16 || size.product == Product::bf16 ? 8 : 4;
  int64_t width = chooseWidth(walker, loops.dims, along, full);
  while (width < full && loops.dims[along].size % width)
    width /= 2;
  return width;
}

void ContractionPrinter::printOperand(StringRef name, const Factor &factor,
                                      int freeDim) {
  text.line("// " + name + ": " + (freeDim == loops.row ? "rows" : "columns") +
            " by depth");
  if (std::optional<bool> alongDepth = findDirect(factor, freeDim))
    return printDirect(name, factor, freeDim, *alongDepth);
  printComputed(name, factor, freeDim, isAlongDepth(factor, freeDim));
}

void ContractionPrinter::printDirect(StringRef name, const Factor &computed,
                                     int freeDim, bool alongDepth) {
  Factor factor = withoutRounding(computed);
  bool rounds = factor.tensor != computed.tensor;
  RankedTensorType type = getTensorType(factor.tensor);
  int contiguous = alongDepth ? loops.depth : freeDim;
  int other = alongDepth ? freeDim : loops.depth;
  int64_t pitch = loops.dims[other].size > 1
                      ? loops.dims.getStride(type, factor.axes, other)
                      : loops.dims[contiguous].size;
  text.open(formatv("const auto {0} = directOperand<{1}, {2}, {3}{4}>("
                    "[&](Index batch)",
                    name, getName(size.product), alongDepth, pitch,
                    rounds ? ", true" : "")
                .str());
  points.setDims(loops.dims, -1);
  points.setIndices(loops.outer, "batch");
  text.line("return " + points.getAddress(factor.tensor, factor.axes) + ";");
  text.close(");");
}

void ContractionPrinter::printComputed(StringRef name, const Factor &factor,
                                       int freeDim, bool alongDepth) {
  int64_t width = freeDim == loops.row ? size.lhsWidth : size.rhsWidth;
  text.open(formatv("const auto {0} = computedOperand<{1}, {2}, {3}>("
                    "[&]<int W>(Index batch, Index free, Index depth)",
                    name, getName(size.product), alongDepth, width)
                .str());
  points.setDims(loops.dims, alongDepth ? loops.depth : freeDim);
  points.setIndices(loops.outer, "batch");
  points.setIndex(freeDim, "free");
  points.setIndex(loops.depth, "depth");
  points.setChunk(alongDepth ? "depth" : "free", "W", width);
  text.line(formatv("Vector<{0}, W> chunk;", getName(size.product)).str());
  points.forLanes([&] {
    Scalar value = points.evaluate(factor.tensor, factor.axes);
    bool isBits = size.product == Product::tf32;
    text.line(
        "chunk[v] = " +
        (isBits ? "tf32{bitsAs<uint32>(" + value.text + ")}" : value.text) +
        ";");
  });
  text.line("return chunk;");
  text.close(");");
}

//===----------------------------------------------------------------------===//
// The kernel
//===----------------------------------------------------------------------===//

void ContractionPrinter::printShape() {
  out.types.open("struct Shape");
  out.types.line(formatv("using Element = {0};", getName(size.product)).str());
  auto constant = [&](const char *name, int64_t value) {
    out.types.line(
        formatv("static constexpr int {0} = {1};", name, value).str());
  };
  constant("kRows", size.rows);
  constant("kColumns", size.columns);
  constant("kDepth", size.depth);
  constant("kBatches", size.batches);
  constant("kTileRows", tile.rows);
  constant("kTileColumns", tile.columns);
  constant("kTileDepth", tile.depth);
  constant("kWarpRows", tile.warpRows);
  constant("kWarpColumns", tile.warpColumns);
  constant("kStages", tile.stages);
  constant("kSplits", tile.splits);
  out.types.line(
      formatv("static constexpr bool kReadsAhead = {0};", tile.readsAhead)
          .str());
  out.types.line(
      formatv("static constexpr bool kByWarpgroups = {0};", tile.byWarpgroups).str());
  out.types.close(";");
}

/// What becomes of each chunk of the product.
void ContractionPrinter::printEpilogue() {
  std::string lane = width == 1 ? "[0]" : "[v]";
  text.open(
      "const auto apply = [&]<int W>(Index batch, Index row, Index column, "
      "const Vector<float, W> &sum, auto *totals)");
  points.setDims(loops.dims, loops.column);
  points.setIndices(loops.outer, "batch");
  points.setIndex(loops.row, "row");
  points.setChunk("column", width == 1 ? "1" : "W", width);
  points.provide(op, loops.placement.getLoops(op),
                 {{"sum" + lane, points.getLaneDepth()}});
  if (!columns.empty() || !scalars.empty())
    points.forLanes([&] {
      for (TrailingPrinter &part : scalars)
        part.totals.add(part.name);
      for (TrailingPrinter &part : columns)
        part.totals.add("totals" + lane);
    });
  points.storeRoots(loops.roots, loops.rootAxes);
  text.close(";");
  text.open("const auto finish = [&]");
  for (TrailingPrinter &part : scalars)
    part.finishScalar(blocks[0] * blocks[1], out.code.block,
                      formatv("blockIndex(1) * {0} + blockIndex(0)", blocks[0])
                          .str());
  text.close(";");
  if (columns.empty())
    return text.line("auto epilogue = lambdaEpilogue<" + Twine(width) +
                     ">(apply, finish);");
  printStoreTotals(lane);
  text.line(formatv("auto epilogue = totalsEpilogue<{0}>(apply, finish, {1}, "
                    "{2}, storeTotals);",
                    width, columns.front().getInitial(),
                    columns.front().getCombine())
                .str());
}

void ContractionPrinter::printStoreTotals(StringRef lane) {
  TrailingPrinter &part = columns.front();
  text.open("const auto storeTotals = [&]<int W>(Index column, const " +
            part.getType() + " *totals)");
  points.setDims(loops.dims, loops.column);
  points.setChunk("column", width == 1 ? "1" : "W", width);
  part.totals.provide("totals" + lane.str(), points.getLaneDepth());
  points.storeRoots(part.part.roots, part.part.rootAxes);
  text.close(";");
}

void ContractionPrinter::print() {
  for (TrailingPrinter &part : scalars)
    part.declareTotal();
  for (TrailingPrinter &part : columns)
    part.declareTotal();
  printShape();
  printOperand("a", loops.lhs, loops.row);
  printOperand("b", loops.rhs, loops.column);
  printEpilogue();
  text.line("contract<Shape>(a, b, epilogue, " + memory + ");");
}

} // namespace

void emitContraction(KernelText &out, StringRef chip) {
  linalg::GenericOp product;
  for (auto op : out.kernel.body->getOps<linalg::GenericOp>())
    if (isContraction(op))
      product = op;
  auto printer = std::make_shared<ContractionPrinter>(out, product, chip);
  out.addSection(printer->blocks[0], [printer] { printer->print(); });
  for (unsigned root : printer->getLoops().otherRoots)
    emitPointwise(out, {root});
}

} // namespace mpc::cuda
