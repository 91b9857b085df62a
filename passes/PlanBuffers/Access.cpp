//===- Access.cpp - at which indices a kernel touches its tensors ---------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Access.h"

using namespace mlir;

namespace mpc {

namespace {

ArrayRef<int64_t> getShape(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

SmallVector<int64_t> allDims(KernelOp kernel) {
  return llvm::to_vector(llvm::seq<int64_t>(0, kernel.getDomain().size()));
}

bool isAlgorithm(Operation *op, StringRef name) {
  auto algorithm = op->getAttrOfType<StringAttr>(kAlgorithmAttr);
  return algorithm && algorithm.getValue() == name;
}

/// A launch writes it when all of its blocks have read what they read.
bool isTrailingValue(Value value) {
  Operation *op = value.getDefiningOp();
  return op && isTrailing(op);
}

} // namespace

int64_t getBytes(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  return tensor.getNumElements() *
         std::max(tensor.getElementTypeBitWidth() / 8, 1u);
}

bool raisesBit(Operation *op) { return op && isAlgorithm(op, kFlag); }

KernelAccess::KernelAccess(KernelOp kernel) : kernel(kernel) {
  Block &block = kernel.getBody().front();
  for (Value argument : block.getArguments())
    origins[argument].insert(argument);
  for (Operation &op : block)
    if (auto loops = dyn_cast<linalg::LinalgOp>(op))
      rank(loops);
  placeResults();
  for (Operation &op : llvm::reverse(block))
    if (auto loops = dyn_cast<linalg::LinalgOp>(op); loops && !raisesBit(loops))
      placeOperands(loops);
}

/// Notes after how many reductions the op runs and what it reads.
void KernelAccess::rank(linalg::LinalgOp op) {
  unsigned level = 0;
  Arguments read, elsewhere;
  auto see = [&](Value operand, Arguments &into) {
    level = std::max(level, levels.lookup(operand));
    if (auto it = origins.find(operand); it != origins.end())
      into.insert_range(it->second);
  };
  for (Value operand : op->getOperands())
    see(operand, read);
  // Other iterations may still have to read what this one would overwrite.
  for (auto element : op->getRegion(0).front().getOps<ElementOp>())
    see(element.getTensor(), elsewhere);
  packed.insert_range(elsewhere);
  read.insert_range(elsewhere);
  for (Value argument : read) {
    unsigned &last = lastReadLevel[argument];
    last = std::max(last, level);
    if (isAlgorithm(op, kContraction))
      packed.insert(argument);
  }
  bool reduces = op.getNumReductionLoops() > 0 && !raisesBit(op);
  for (Value result : op->getResults()) {
    levels[result] = level + reduces;
    if (!reduces)
      origins[result] = read;
  }
}

void KernelAccess::place(Value value, Dims dims) {
  auto &known = places[value];
  if (!llvm::is_contained(known, dims))
    known.push_back(std::move(dims));
}

/// What is yielded spans the domain, or what is left of it after the reduction.
/// A trailing reduction leaves the last dimensions.
void KernelAccess::placeResults() {
  Dims all = allDims(kernel), kept;
  for (int64_t dim : all)
    if (!llvm::is_contained(kernel.getReduced(), dim))
      kept.push_back(dim);
  auto yield = cast<YieldOp>(kernel.getBody().front().getTerminator());
  for (Value value : yield.getValues()) {
    if (isTrailingValue(value)) {
      place(value, Dims(ArrayRef(all).take_back(getShape(value).size())));
      continue;
    }
    for (const Dims &dims : {all, kept})
      if (llvm::equal(getShape(value), llvm::map_range(dims, [&](int64_t dim) {
                        return kernel.getDomain()[dim];
                      }))) {
        place(value, dims);
        break;
      }
  }
}

/// The domain dimension of each loop, given where a result lies.
KernelAccess::Dims KernelAccess::findLoops(linalg::LinalgOp op,
                                           OpOperand &output,
                                           const Dims &place) const {
  Dims loops(op.getNumLoops(), -1);
  AffineMap map = op.getMatchingIndexingMap(&output);
  for (auto [expr, dim] : llvm::zip(map.getResults(), place))
    if (auto loop = dyn_cast<AffineDimExpr>(expr))
      loops[loop.getPosition()] = dim;
  int64_t leading = 0;
  if (isTrailing(op))
    for (int64_t &dim : loops)
      if (dim == -1)
        dim = leading++;
  if (op.getNumReductionLoops() != kernel.getReduced().size())
    return loops;
  auto reduced = kernel.getReduced().begin();
  for (int64_t &dim : loops)
    if (dim == -1 && reduced != kernel.getReduced().end())
      dim = *reduced++;
  return loops;
}

void KernelAccess::placeOperands(linalg::LinalgOp op) {
  for (OpOperand &output : op.getDpsInitsMutable()) {
    auto found = places.find(op.getTiedOpResult(&output));
    if (found == places.end())
      continue;
    // Placing operands moves the map's entries.
    SmallVector<Dims, 1> own = found->second;
    for (const Dims &where : own) {
      Dims loops = findLoops(op, output, where);
      for (OpOperand *input : op.getDpsInputOperands()) {
        Dims dims;
        for (AffineExpr expr : op.getMatchingIndexingMap(input).getResults()) {
          auto loop = dyn_cast<AffineDimExpr>(expr);
          dims.push_back(loop ? loops[loop.getPosition()] : -1);
        }
        place(input->get(), dims);
      }
    }
  }
}

bool KernelAccess::spansDomain(Value value) const {
  auto it = places.find(value);
  return it != places.end() && it->second.size() == 1 &&
         it->second.front() == allDims(kernel) &&
         llvm::equal(getShape(value), kernel.getDomain());
}

bool KernelAccess::mayOverwrite(unsigned input, unsigned result) const {
  Block &block = kernel.getBody().front();
  Value argument = block.getArgument(input);
  Value value = cast<YieldOp>(block.getTerminator()).getValues()[result];
  if (kernel.getKind() == KernelKind::column_reduction ||
      isa<BlockArgument>(value) || isTrailingValue(value) ||
      raisesBit(value.getDefiningOp()) || packed.contains(argument))
    return false;
  return getBytes(argument.getType()) == getBytes(value.getType()) &&
         spansDomain(argument) && spansDomain(value) &&
         levels.lookup(value) >= lastReadLevel.lookup(argument);
}

} // namespace mpc
