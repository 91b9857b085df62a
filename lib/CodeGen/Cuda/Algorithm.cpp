//===- Algorithm.cpp - calls of the device library's algorithms -------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Emitters.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using llvm::divideCeil;
using llvm::formatv;

namespace mpc::cuda {

namespace {

/// Prints the call of an algorithm. Sizes of tiles, of memory and of grids are
/// those that the device library has.
class AlgorithmPrinter {
public:
  AlgorithmPrinter(KernelText &out, AlgorithmOp op)
      : out(out), op(op), p(op.getParameters()) {}

  void print() {
    switch (op.getAlgorithm()) {
    case Algorithm::sort:
      return printSort();
    case Algorithm::cumsum:
      return printCumsum();
    case Algorithm::add_rows:
      return printAddRows();
    case Algorithm::put_along:
      return printPutAlong();
    }
  }

private:
  void printSort();
  void printLongSort(const std::string &types);
  void printCumsum();
  void printAddRows();
  void printPutAlong();

  /// Dimensions outside and inside of that which is worked along, as rows.
  int64_t getRows() const { return p[0] * p[2]; }

  Type getElement(Value tensor) const {
    return getTensorType(tensor).getElementType();
  }
  std::string getName(Type element) const { return getTypeName(element).str(); }

  std::string operand(unsigned i) {
    return formatv("in{0}", getBuffer(op.getOperands()[i]).getArgNumber());
  }

  /// Null if nobody reads it.
  std::string result(unsigned i) {
    Value value = op.getResults()[i];
    auto roots = out.kernel.getRoots();
    auto root = llvm::find(roots, value);
    if (root == roots.end())
      return formatv("static_cast<{0} *>(nullptr)", getName(getElement(value)));
    return formatv("out{0}", root - roots.begin());
  }

  /// Adds blocks that wait for each other; `printCall` gets the arguments that
  /// name semaphores and workspace.
  void addTasks(int64_t tasks, int64_t workspaceBytes,
                function_ref<std::string(StringRef)> printCall) {
    addBlocks(tasks, printCall(out.claimWorkspace(2, workspaceBytes)));
  }

  void addBlocks(int64_t blocks, const std::string &call) {
    out.addSection(blocks,
                   [&text = out.points.text, call] { text.line(call); });
  }

  KernelText &out;
  AlgorithmOp op;
  ArrayRef<int64_t> p;
};

} // namespace

//===----------------------------------------------------------------------===//
// sort
//===----------------------------------------------------------------------===//

constexpr int64_t kShortRow = 64;
constexpr int64_t kDigits = 256;
constexpr int64_t kSortTile = 2048;
constexpr int64_t kSortWords = (kThreads / 32 + 1) * kDigits;

/// Bytes in which keys of `element` differ.
static int64_t getKeyBytes(Type element) {
  return llvm::divideCeil(element.getIntOrFloatBitWidth(), 8);
}

void AlgorithmPrinter::printSort() {
  out.include("sort");
  int64_t size = p[1], kept = p[3], rows = getRows();
  if (size == 0 || kept == 0)
    return;
  std::string types = formatv("<Index, {0}, {1}, {2}, {3}, {4}", rows, size,
                              p[2], kept, p[4] ? "true" : "false");
  if (size > kSortTile)
    return printLongSort(types);
  std::string arguments = formatv("({0}, {1}, {2}, {3});", out.block,
                                  operand(0), result(0), result(1));
  if (size <= kShortRow)
    return addBlocks(divideCeil(rows * size, kThreads),
                     formatv("sortShortRows{0}, {1}>{2}", types, kThreads,
                             arguments));
  int64_t itemBytes =
      4 + (getKeyBytes(getElement(op.getOperands()[0])) == 8 ? 8 : 4);
  out.needShared(4 * kSortWords + kSortTile * itemBytes);
  addBlocks(rows, "sortRow" + types + ">" + arguments);
}

/// See LongRowSorter.
void AlgorithmPrinter::printLongSort(const std::string &types) {
  Type element = getElement(op.getOperands()[0]);
  int64_t rows = getRows(), tiles = rows * divideCeil(p[1], kSortTile);
  int64_t itemBytes = 4 + (getKeyBytes(element) == 8 ? 8 : 4);
  out.needShared(4 * kSortWords + 4);
  addTasks(getKeyBytes(element) * (2 * tiles + rows),
           2 * rows * p[1] * itemBytes + tiles * kDigits * 4,
           [&](StringRef workspace) -> std::string {
             return formatv("LongRowSorter{0}, {1}>({2}, {3}, {4}, {5}).run();",
                            types, getName(element), operand(0), result(0),
                            result(1), workspace);
           });
}

//===----------------------------------------------------------------------===//
// cumsum
//===----------------------------------------------------------------------===//

/// See RunningSums.
void AlgorithmPrinter::printCumsum() {
  constexpr int64_t kTile = 4096, kShort = 64, kManyRows = 4096;
  out.include("cumsum");
  int64_t size = p[1], rows = getRows();
  if (size == 0)
    return;
  Type element = getElement(op.getResults()[0]);
  std::string sums = formatv(
      "RunningSums<Index, {0}, {1}, {2}, {3}, {4}, {5}>({6}, {7})", rows, size,
      p[2], p[3] ? "true" : "false", p[4] ? "true" : "false", getName(element),
      operand(0), result(0));
  if (size <= kShort || (p[2] >= 32 && rows >= kManyRows))
    return addBlocks(divideCeil(rows, kThreads),
                     formatv("{0}.runRow({1} * Index({2}) + threadIndex());",
                             sums, out.block, kThreads));
  int64_t wide = std::max<int64_t>(4, getElementBytes(element));
  out.needShared((kThreads + 16) * wide + 16);
  int64_t tiles = rows * divideCeil(size, kTile);
  if (tiles == rows)
    return addBlocks(
        rows, formatv("{0}.runTile({1}, nullptr, nullptr);", sums, out.block));
  addTasks(2 * tiles, tiles * wide, [&](StringRef workspace) -> std::string {
    return formatv("{0}.runTile({1}, {2});", sums, out.block, workspace);
  });
}

//===----------------------------------------------------------------------===//
// add_rows
//===----------------------------------------------------------------------===//

/// See RowAdder.
void AlgorithmPrinter::printAddRows() {
  constexpr int64_t kBlockElements = 16384;
  out.include("scatter");
  int64_t rows = p[0], columns = p[1], count = p[2];
  if (rows * columns == 0)
    return;
  Type element = getElement(op.getResults()[0]);
  int64_t blockRows =
      std::clamp<int64_t>(kBlockElements / columns / 16 * 16, 1, rows);
  int64_t width = 16 / getElementBytes(element);
  if (blockRows * columns % width || rows * columns % width)
    width = 1;
  int64_t lanes =
      std::min<int64_t>(kThreads, llvm::PowerOf2Ceil(uint64_t(columns)));
  std::string name = getName(element);
  addBlocks(
      divideCeil(rows, blockRows),
      formatv("RowAdder<Index, {0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}>"
              "{{{9}, {10}, {11}, {12}, {13}}.run({14});",
              rows, columns, count, blockRows, width, lanes, kThreads,
              getName(getElement(op.getOperands()[0])), name, operand(0),
              operand(1), operand(2),
              op.getOperands().size() == 4 ? operand(3) : "nullptr", result(0),
              out.block));
}

//===----------------------------------------------------------------------===//
// put_along
//===----------------------------------------------------------------------===//

/// See Putter.
void AlgorithmPrinter::printPutAlong() {
  constexpr int64_t kBlock = 8 * kThreads;
  out.include("scatter");
  int64_t rows = getRows(), size = p[1], count = p[3];
  if (rows * size == 0)
    return;
  std::string putter =
      formatv("Putter<Index, {0}, {1}, {2}, {3}, {4}, {5}>{{{6}, {7}, {8}}", rows,
              size, p[2], count, kThreads, getName(getElement(op.getResults()[0])),
              operand(0), operand(1), result(0));
  int64_t puts = divideCeil(rows * count, kBlock);
  if (count == size)
    return addBlocks(puts,
                     formatv("{0}.run({1}, nullptr);", putter, out.block));
  out.needShared(4);
  addTasks(divideCeil(rows * size, kBlock) + puts, 0,
           [&](StringRef workspace) -> std::string {
             return formatv("{0}.run({1}, {2});", putter, out.block,
                            workspace.split(',').first);
           });
}

void emitAlgorithm(KernelText &out) {
  AlgorithmPrinter(out, out.kernel.getAlgorithm()).print();
}

} // namespace mpc::cuda
