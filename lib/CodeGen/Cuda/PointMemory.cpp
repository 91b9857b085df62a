//===- PointMemory.cpp - elements in memory, as C++ -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where elements lie, how they are loaded and staged, and how roots are stored.
//
//===----------------------------------------------------------------------===//

#include "PointPrinter.h"

#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using llvm::formatv;

namespace mpc::cuda {

/// `text` as a factor.
static std::string parenthesize(StringRef text) {
  return text.contains(' ') ? ("(" + text + ")").str() : text.str();
}

/// Number of the element where the indices stand, with or without the vector
/// dimension's chunk.
Scalar PointPrinter::getOffset(RankedTensorType type, const Axes &axes,
                               bool withChunk) {
  Scalar offset;
  auto add = [&](const Scalar &index, int64_t stride) {
    if (stride == 0 || index.text == "0")
      return;
    if (!offset.text.empty())
      offset.text += " + ";
    if (stride == 1)
      offset.text += index.text;
    else
      offset.text += parenthesize(index.text) + " * " + std::to_string(stride);
    offset.depth = std::max(offset.depth, index.depth);
  };
  for (int dim = 0; dim < dims.size(); ++dim) {
    int64_t stride = dims[dim].size == 1 ? 0 : dims.getStride(type, axes, dim);
    if (dim != vectorDim)
      add(indices[dim], stride);
    else if (withChunk)
      add({chunk.base, chunk.depth}, stride);
  }
  forComputed(type, axes, [&](int number, int64_t stride) {
    add(computed[number].first, stride);
  });
  return offset;
}

/// Is a chunk one aligned vector in memory?
bool PointPrinter::movesVectors(RankedTensorType type, const Axes &axes) const {
  if (vectorDim < 0 || chunk.isSingle() || getLaneStride(type, axes) != 1)
    return false;
  for (int dim = 0; dim < dims.size(); ++dim)
    if (dim != vectorDim && dims[dim].size > 1 &&
        dims.getStride(type, axes, dim) % chunk.alignment)
      return false;
  bool isAligned = true;
  forComputed(type, axes, [&](int number, int64_t stride) {
    isAligned &= computed[number].multiple * stride % chunk.alignment == 0;
  });
  return isAligned;
}

/// `base + offset`, without what is nothing.
static std::string addOffset(StringRef base, StringRef offset) {
  return offset.empty() ? base.str() : (base + " + " + offset).str();
}

std::string PointPrinter::getAddress(Value argument, const Axes &axes) {
  return addOffset("in" + std::to_string(getBuffer(argument).getArgNumber()),
                   getOffset(getTensorType(argument), axes, false).text);
}

void PointPrinter::stageAlong(int dim) {
  stageDim = dim;
  stageDepth = text.getDepth();
  stagedBytes = 0; // other sections run in other blocks
}

/// Shared memory that staging may take, less than any chip gives without asking.
constexpr int64_t kMostStagedBytes = 40 << 10;

/// What a tile of 32 x 32 elements takes, with gaps against bank conflicts.
static int64_t getTileBytes(int64_t elementBytes) {
  return 32 * 36 * elementBytes;
}

/// Do neighbours along the dimension that is staged lie side by side, and those
/// along the vector dimension do not? The last of very many operands are read
/// across.
bool PointPrinter::isStaged(RankedTensorType type, const Axes &axes) const {
  int64_t bytes = getTileBytes(getElementBytes(type.getElementType()));
  return stageDim >= 0 && stagedBytes + bytes <= kMostStagedBytes &&
         dims.getStride(type, axes, stageDim) == 1 &&
         dims.getStride(type, axes, vectorDim) > 1;
}

std::string PointPrinter::stage(StringRef element, int64_t bytes,
                                StringRef address) {
  text.line(stageDepth,
            formatv("tile.stage<{0}>({1}, [&](Index row, Index column) {{ "
                    "return load({2}); });",
                    element, stagedBytes, address)
                .str());
  std::string value = formatv("tile.get<{0}>({1}, item)", element, stagedBytes);
  stagedBytes += getTileBytes(bytes);
  return value;
}

Scalar PointPrinter::load(StringRef base, RankedTensorType type,
                          const Axes &given) {
  Axes axes = resolve(given);
  Scalar offset = getOffset(type, axes, true);
  std::string element = getTypeName(type.getElementType()).str();
  std::string address = addOffset(base, offset.text);
  if (isStaged(type, axes))
    return {declareAt(
                offset.depth, element,
                stage(element, getElementBytes(type.getElementType()), address),
                "x"),
            offset.depth};
  // What is not inside must not be read, and is 0.
  Scalar inside = getInside(axes);
  auto declare = [&](int depth, const std::string &type, std::string value) {
    if (!inside.text.empty())
      value = inside.text + " ? " + value + " : " + type + "{}";
    return declareKept(depth, type, value, "x");
  };
  int depth = std::max(offset.depth, inside.depth);
  std::optional<int64_t> stride = getLaneStride(type, axes);
  if (vectorDim < 0 || chunk.isSingle() || stride == 0)
    return {declare(depth, element, "load(" + address + ")"), depth};
  if (movesVectors(type, axes) && !isLane(inside.depth)) {
    std::string vector = declare(
        std::max(depth, chunk.depth), "Vector<" + element + ", " + chunk.width + ">",
        "loadVector<" + chunk.width + ">(" + address + ")");
    return {vector + "[v]", chunk.laneDepth};
  }
  // Indices that are computed lane by lane are in the address already.
  int64_t step = stride ? *stride : getKnownStride(type, axes);
  std::string lane = step == 0   ? ""
                     : step == 1 ? "v"
                                 : "v * " + std::to_string(step);
  return {declare(chunk.laneDepth, element,
                  "load(" + addOffset(address, lane) + ")"),
          chunk.laneDepth};
}

void PointPrinter::storeResult(const Result &result) {
  auto type = getTensorType(kernel.getRoots()[result.root]);
  std::string base = "out" + std::to_string(result.root);
  std::string address =
      addOffset(base, getOffset(type, result.axes, true).text);
  bool isSingle = chunk.isSingle() || vectorDim < 0 ||
                  dims.getStride(type, result.axes, vectorDim) == 0;
  if (isSingle)
    return text.line("store(" + address + ", " + result.variable + ");");
  if (movesVectors(type, result.axes))
    return text.line("storeVector<" + chunk.width + ">(" + address + ", " +
                     result.variable + ");");
  int64_t stride = dims.getStride(type, result.axes, vectorDim);
  std::string lane = stride == 1 ? "v" : "v * " + std::to_string(stride);
  forLanes([&] {
    text.line("store(" + addOffset(address, lane) + ", " + result.variable +
              "[v]);");
  });
}

void PointPrinter::forLanes(function_ref<void()> body) {
  if (chunk.isSingle())
    return body();
  text.open("#pragma unroll\n" + std::string(2 * text.getDepth(), ' ') +
            "for (int v = 0; v < " + chunk.width + "; ++v)");
  body();
  text.close();
}

void PointPrinter::storeRoots(ArrayRef<unsigned> roots, ArrayRef<Axes> axes) {
  SmallVector<Result> results;
  int depth = text.getDepth();
  forLanes([&] {
    for (auto [root, at] : llvm::zip_equal(roots, axes)) {
      if (linalg::GenericOp flag = kernel.getFlag(root)) {
        Axes loops = getFlagLoops(flag, at);
        Scalars arguments;
        for (OpOperand *operand : flag.getDpsInputOperands())
          arguments.push_back(evaluateOperand(flag, *operand, loops));
        arguments.push_back({"false", 0});
        Scalar raised = evaluateBody(flag, loops, arguments)[0];
        text.line("flag" + Twine(root) + " |= " +
                  (guard.empty() ? "" : guard + " && ") + raised.text + ";");
        continue;
      }
      Value value = kernel.getRoots()[root];
      Scalar element = evaluate(value, at);
      StringRef type = getTypeName(getTensorType(value).getElementType());
      bool isVector = vectorDim >= 0 && !chunk.isSingle() &&
                      dims.getStride(getTensorType(value), at, vectorDim) != 0;
      std::string name = element.text;
      if (isVector) {
        name = getFreshName("y");
        text.line(depth,
                  "Vector<" + type + ", " + chunk.width + "> " + name + ";");
        text.line(name + "[v] = " + element.text + ";");
      }
      results.push_back({root, at, name});
    }
  });
  // Stores come last, so that a result may take the place of an argument.
  bool isGuarded = !guard.empty() && !results.empty();
  if (isGuarded)
    text.open("if (" + guard + ")");
  for (const Result &result : results)
    storeResult(result);
  if (isGuarded)
    text.close();
}

void PointPrinter::declareFlags() {
  for (unsigned root = 0; root < kernel.getRoots().size(); ++root)
    if (kernel.getFlag(root))
      text.line("bool flag" + Twine(root) + " = false;");
}

void PointPrinter::raiseFlags() {
  for (unsigned root = 0; root < kernel.getRoots().size(); ++root)
    if (kernel.getFlag(root)) {
      text.line("if (flag" + Twine(root) + ")");
      text.line("  store(out" + Twine(root) + ", true);");
    }
}

} // namespace mpc::cuda
