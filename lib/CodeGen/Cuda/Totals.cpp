//===- Totals.cpp - running results of reductions, as C++ -------------===//
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

//===----------------------------------------------------------------------===//
// Totals
//===----------------------------------------------------------------------===//

Totals::Totals(PointPrinter &points, const Placement &placement,
               const ReductionPass &pass)
    : points(points), placement(placement), pass(pass),
      number(points.getFreshName("")) {}

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

std::string Totals::getElements() {
  std::string list;
  for (linalg::GenericOp op : pass.reductions)
    for (OpOperand *operand : op.getDpsInputOperands())
      list +=
          (list.empty() ? "" : ", ") +
          points
              .evaluate(operand->get(),
                        getOperandAxes(op, *operand, placement.getLoops(op)))
              .text;
  return "{" + list + "}";
}

void Totals::add(StringRef total, StringRef guard) {
  std::string elements = getElements();
  if (!guard.empty())
    points.text.line("if (" + guard + ")");
  points.text.line((guard.empty() ? "" : "  ") + total + " = combine" + number +
                   "(" + elements + ", " + total + ");");
}

void Totals::provide(StringRef total, int depth) {
  forEach([&](linalg::GenericOp op, unsigned at, unsigned size) {
    Scalars values;
    for (unsigned i = at; i < at + size; ++i)
      values.push_back({formatv("{0}.at{1}", total, i), depth});
    points.provide(op, placement.getLoops(op), values);
  });
}

int64_t Totals::getBytes() const {
  int64_t members = 0, widest = 4;
  for (linalg::GenericOp op : pass.reductions)
    for (Type type : op->getResultTypes()) {
      ++members;
      widest = std::max(widest, getElementBytes(getElementTypeOrSelf(type)));
    }
  return widest * members;
}

int64_t Totals::getSharedBytes(int64_t width) const {
  // The struct itself may be smaller, so that more of them go together.
  constexpr int64_t kMostTogether = 32 << 10;
  int64_t all = kThreads * width * getBytes();
  return all <= kMostTogether
             ? all
             : std::max(kMostTogether, kThreads * getBytes());
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
// Trailing parts
//===----------------------------------------------------------------------===//

bool TrailingPrinter::isWhole() const {
  linalg::GenericOp op = part.pass.reductions.front();
  return op.getNumLoops() == out.kernel.domain.size();
}

void TrailingPrinter::declareTotal() {
  totals.declare();
  if (isScalar())
    out.points.text.line(getType() + " " + name + " = " + totals.getInitial() +
                         ";");
}

std::string TrailingPrinter::claimMemory(int64_t blocks, int64_t count,
                                         int64_t semaphores) {
  if (blocks == 1)
    return "nullptr, nullptr";
  return out.claimWorkspace(semaphores, blocks * count * totals.getBytes());
}

void TrailingPrinter::finishScalar(int64_t blocks, int64_t threads,
                                   StringRef block) {
  Text &text = out.points.text;
  out.needShared(llvm::divideCeil(threads, 32) * totals.getBytes());
  text.open(formatv("if (finishTotal<{0}, {1}>({2}, {3}, {4}, {5}, {6}))",
                    blocks, threads, block, name, getInitial(), getCombine(),
                    claimMemory(blocks, 1))
                .str());
  out.points.setDims(LoopDims(), -1);
  totals.provide(name, text.getDepth());
  out.points.storeRoots(part.roots, part.rootAxes);
  text.close();
}

} // namespace mpc::cuda
