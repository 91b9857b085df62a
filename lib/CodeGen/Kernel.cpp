//===- Kernel.cpp - what the emitters read of a kernel ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Kernel.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

namespace mpc::code {

void forComputed(RankedTensorType type, const Axes &axes,
                 function_ref<void(int, int64_t)> body) {
  int64_t stride = 1;
  for (int64_t d = type.getRank() - 1; d >= 0; --d) {
    if (isComputed(axes[d]))
      body(axes[d] - kFirstComputed, stride);
    stride *= type.getDimSize(d);
  }
}

Kernel::Kernel(KernelOp op)
    : body(&op.getBody().front()), kind(op.getKind()), label(op.getLabel()),
      domain(op.getDomain()), reduced(op.getReduced()), loc(op.getLoc()) {}

BlockArgument getBuffer(Value value) {
  while (Operation *op = value.getDefiningOp()) {
    if (!isa<tensor::CollapseShapeOp, tensor::ExpandShapeOp>(op))
      return {};
    value = op->getOperand(0);
  }
  return cast<BlockArgument>(value);
}

linalg::GenericOp Kernel::getFlag(unsigned number) const {
  auto op = getRoots()[number].getDefiningOp<linalg::GenericOp>();
  return op && isFlag(op) ? op : linalg::GenericOp();
}

bool Kernel::isTrailingRoot(unsigned number) const {
  Value root = getRoots()[number];
  while (Operation *op = root.getDefiningOp()) {
    if (!isa<tensor::CollapseShapeOp, tensor::ExpandShapeOp>(op))
      return isTrailing(op);
    root = op->getOperand(0);
  }
  return false;
}

Value Kernel::getPlace(unsigned number) const {
  linalg::GenericOp flag = getFlag(number);
  return flag ? flag.getDpsInputs()[0] : getRoots()[number];
}

static bool areEqual(KernelOp a, KernelOp b) {
  return a.getKind() == b.getKind() && a.getDomain() == b.getDomain() &&
         a.getReduced() == b.getReduced() &&
         a.getResultTypes() == b.getResultTypes() &&
         a.getOperandTypes() == b.getOperandTypes() &&
         OperationEquivalence::isRegionEquivalentTo(
             &a.getBody(), &b.getBody(), OperationEquivalence::IgnoreLocations);
}

SmallVector<KernelOp> findDistinctKernels(ArrayRef<KernelOp> ops,
                                          std::vector<unsigned> &kernelOfOp) {
  SmallVector<KernelOp> distinct;
  for (KernelOp op : ops) {
    auto *it = llvm::find_if(
        distinct, [&](KernelOp other) { return areEqual(op, other); });
    kernelOfOp.push_back(it - distinct.begin());
    if (it == distinct.end())
      distinct.push_back(op);
  }
  return distinct;
}

static bool isAlgorithm(Operation *op, StringRef name) {
  auto algorithm = op->getAttrOfType<StringAttr>(kAlgorithmAttr);
  return algorithm && algorithm.getValue() == name;
}

bool isContraction(Operation *op) { return isAlgorithm(op, kContraction); }

bool isFlag(Operation *op) { return isAlgorithm(op, kFlag); }

bool isReduction(Operation *op) {
  // An outer product has no reduction loop and is a contraction all the same.
  auto generic = dyn_cast<linalg::GenericOp>(op);
  return generic && !isFlag(op) &&
         (generic.getNumReductionLoops() > 0 || isContraction(op));
}

bool isIndexArithmetic(Operation *op) {
  if (op->getNumResults() != 1)
    return false;
  Type type = op->getResult(0).getType();
  return type.isIndex() || (type.isInteger(1) && op->getNumOperands() > 0 &&
                            op->getOperand(0).getType().isIndex());
}

Axes getLoopAxes(linalg::GenericOp op, unsigned number, ArrayRef<int> axes) {
  AffineMap map = op.getIndexingMapMatchingResult(op->getResult(number));
  Axes loops(op.getNumLoops(), -1);
  for (auto [dim, axis] : llvm::enumerate(axes))
    loops[map.getDimPosition(dim)] = axis;
  return loops;
}

Axes getFlagLoops(linalg::GenericOp op, ArrayRef<int> axes) {
  AffineMap map = op.getMatchingIndexingMap(op.getDpsInputOperand(0));
  Axes loops(op.getNumLoops(), -1);
  for (auto [dim, axis] : llvm::enumerate(axes))
    loops[map.getDimPosition(dim)] = axis;
  return loops;
}

Axes getOperandAxes(linalg::GenericOp op, OpOperand &operand,
                    ArrayRef<int> loops) {
  AffineMap map = op.getMatchingIndexingMap(&operand);
  Axes axes;
  for (unsigned dim = 0; dim < map.getNumResults(); ++dim)
    axes.push_back(loops[map.getDimPosition(dim)]);
  return axes;
}

//===----------------------------------------------------------------------===//
// Placement
//===----------------------------------------------------------------------===//

Placement::Placement(const Kernel &kernel) : kernel(kernel) {
  for (auto op : kernel.body->getOps<linalg::GenericOp>())
    loops[op] = Axes(op.getNumLoops(), -1);
  for (auto op : kernel.body->getOps<linalg::GenericOp>())
    if (seed(op))
      propagate();
}

void Placement::propagate() {
  bool changed = true;
  while (changed) {
    changed = false;
    for (auto op : kernel.body->getOps<linalg::GenericOp>())
      changed |= connect(op);
  }
}

/// A reduction whose place nothing has fixed yet lies in the domain as it is.
bool Placement::seed(linalg::GenericOp op) {
  Axes &axes = loops[op];
  if (!isReduction(op) || !llvm::is_contained(axes, -1) ||
      (op.getStaticLoopRanges() != kernel.domain && !isContraction(op)))
    return false;
  for (auto [loop, axis] : llvm::enumerate(axes))
    axis = loop;
  return true;
}

/// Equates the loops of `op` with those of the generics it reads.
bool Placement::connect(linalg::GenericOp op) {
  bool changed = false;
  for (OpOperand *operand : op.getDpsInputOperands()) {
    auto producer = operand->get().getDefiningOp<linalg::GenericOp>();
    if (!producer)
      continue;
    AffineMap from =
        producer.getIndexingMapMatchingResult(cast<OpResult>(operand->get()));
    AffineMap to = op.getMatchingIndexingMap(operand);
    for (unsigned dim = 0; dim < to.getNumResults(); ++dim) {
      int &mine = loops[op][to.getDimPosition(dim)];
      int &theirs = loops[producer][from.getDimPosition(dim)];
      if ((mine < 0) == (theirs < 0))
        continue;
      (mine < 0 ? mine : theirs) = std::max(mine, theirs);
      changed = true;
    }
  }
  return changed;
}

FailureOr<Axes> Placement::getAxes(Value tensor) const {
  ArrayRef<int64_t> shape = getTensorType(tensor).getShape();
  Axes axes(shape.size(), -1);
  if (auto op = tensor.getDefiningOp<linalg::GenericOp>()) {
    AffineMap map = op.getIndexingMapMatchingResult(cast<OpResult>(tensor));
    for (auto [dim, axis] : llvm::enumerate(axes))
      axis = getLoops(op)[map.getDimPosition(dim)];
  }
  // What nothing fixes lies along the next axis of its size.
  int next = 0, rank = kernel.domain.size();
  for (auto [dim, axis] : llvm::enumerate(axes)) {
    if (axis >= 0)
      continue;
    while (next < rank && (kernel.domain[next] != shape[dim] ||
                           llvm::is_contained(axes, next)))
      ++next;
    if (next == rank)
      return failure();
    axis = next++;
  }
  return axes;
}

//===----------------------------------------------------------------------===//
// PointWalker
//===----------------------------------------------------------------------===//

void PointWalker::walk(Value tensor, const Axes &axes) {
  if (!visited.insert({tensor.getAsOpaquePointer(), axes}).second)
    return;
  auto op = tensor.getDefiningOp<linalg::GenericOp>();
  if (!op) {
    if (getBuffer(tensor) || tensor.getDefiningOp<arith::ConstantOp>())
      load(getTensorType(tensor), axes);
    return;
  }
  walkGeneric(op,
              getLoopAxes(op, cast<OpResult>(tensor).getResultNumber(), axes));
}

void PointWalker::walkRoot(const Kernel &kernel, unsigned number,
                           const Axes &axes) {
  if (linalg::GenericOp flag = kernel.getFlag(number))
    walkGeneric(flag, getFlagLoops(flag, axes));
  else
    walk(kernel.getRoots()[number], axes);
}

void PointWalker::walkGeneric(linalg::GenericOp op, const Axes &loops) {
  if (!enter(op, loops))
    return;
  for (OpOperand *operand : op.getDpsInputOperands())
    if (isa<RankedTensorType>(operand->get().getType()))
      walk(operand->get(), getOperandAxes(op, *operand, loops));
  for (auto index : op.getBody()->getOps<linalg::IndexOp>())
    if (!isComputed(loops[index.getDim()]))
      useIndex(loops[index.getDim()]);
  for (auto element : op.getBody()->getOps<ElementOp>())
    walkElement(element, op, loops);
}

void PointWalker::walkElement(ElementOp element, linalg::GenericOp op,
                              const Axes &loops) {
  Axes axes;
  for (Value index : element.getIndices()) {
    axes.push_back(kFirstComputed + int(forms.size()));
    forms.push_back(findIndexForm(index, op, loops,
                                  [&](int axis) { return getForm(axis); }));
  }
  walk(element.getTensor(), axes);
}

} // namespace mpc::code
