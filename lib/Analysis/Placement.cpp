//===- Placement.cpp - where the tensors of a kernel lie in its domain ----===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Placement.h"

#include "BareCopy.h"

#include "llvm/ADT/STLExtras.h"

#include <map>

using namespace mlir;

namespace mpc {

namespace {

ArrayRef<int64_t> getShape(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

} // namespace

DomainDims allDims(const KernelGroup &group) {
  return llvm::to_vector(llvm::seq<int64_t>(0, group.domain.size()));
}

DomainDims keptDims(const KernelGroup &group) {
  DomainDims kept;
  for (int64_t d = 0; d < static_cast<int64_t>(group.domain.size()); ++d)
    if (!llvm::is_contained(group.reduced, d))
      kept.push_back(d);
  return kept;
}

namespace {

bool hasShapeOf(Operation *op, const KernelGroup &group,
                ArrayRef<int64_t> dims) {
  ArrayRef<int64_t> shape = getShape(op->getResult(0));
  return shape.size() == dims.size() &&
         llvm::all_of(llvm::zip(shape, dims), [&](auto pair) {
           return std::get<0>(pair) == group.domain[std::get<1>(pair)];
         });
}

/// Gives the members and the free ops they need a place, users before
/// producers.
class Placer {
public:
  Placer(const StepGraph &graph, KernelGroup &group)
      : graph(graph), group(group),
        members(group.ops.begin(), group.ops.end()) {}

  /// Returns null, or the op that has no single place.
  Operation *run() {
    group.dims.clear();
    for (Operation *op : members)
      pending[graph.getIndex(op)] = op;
    group.ops.clear();
    while (!pending.empty()) {
      Operation *op = std::prev(pending.end())->second;
      pending.erase(std::prev(pending.end()));
      group.ops.push_back(op);
      if (Operation *offender = visit(op))
        return offender;
    }
    std::reverse(group.ops.begin(), group.ops.end());
    return nullptr;
  }

private:
  Operation *visit(Operation *op) {
    if (!group.dims.count(op) && !placeSink(op))
      return op;
    if (!fitsReduction(op))
      return op;
    for (unsigned i = 0; i < op->getNumOperands(); ++i)
      if (!placeOperand(op, i))
        return op->getOperand(i).getDefiningOp();
    return nullptr;
  }

  /// An op that nothing in the group reads spans the domain or what is kept.
  bool placeSink(Operation *op) {
    for (const DomainDims &dims : {allDims(group), keptDims(group)}) {
      if (!hasShapeOf(op, group, dims))
        continue;
      group.dims[op] = dims;
      return true;
    }
    return false;
  }

  bool fitsReduction(Operation *op) {
    if (getFusionKind(op) != FusionKind::Reduction)
      return true;
    auto fusable = cast<FusableOpInterface>(op);
    if (!llvm::equal(fusable.getReducedDims(), group.reduced) ||
        !llvm::equal(getShape(op->getOperand(0)), group.domain))
      return false;
    return group.getOperandDims(op, 0) == allDims(group);
  }

  bool placeOperand(Operation *op, unsigned i) {
    Operation *producer = op->getOperand(i).getDefiningOp();
    if (!producer || isOpaque(op) ||
        !(members.contains(producer) || graph.isFree(producer)))
      return true;
    DomainDims dims = group.getOperandDims(op, i);
    auto [it, isNew] = group.dims.try_emplace(producer, dims);
    if (isNew)
      pending[graph.getIndex(producer)] = producer;
    // All elements of a splat are alike, so that it has no place.
    return isNew || it->second == dims || isSplatConstant(producer);
  }

  const StepGraph &graph;
  KernelGroup &group;
  llvm::SmallPtrSet<Operation *, 16> members;
  std::map<unsigned, Operation *> pending;
};

} // namespace

llvm::DenseSet<Operation *> findPrologue(const KernelGroup &group) {
  llvm::DenseSet<Operation *> prologue;
  if (group.kind != KernelKind::contraction)
    return prologue;
  for (Operation *op : llvm::reverse(group.ops))
    if (op == group.main || prologue.contains(op))
      for (Value operand : op->getOperands())
        if (Operation *producer = operand.getDefiningOp())
          prologue.insert(producer);
  return prologue;
}

namespace {

KernelRole getColumnRole(const KernelGroup &group, Operation *op) {
  if (getFusionKind(op) == FusionKind::Reduction)
    return KernelRole::Main;
  return group.dims.lookup(op) == allDims(group) ? KernelRole::Prologue
                                                 : KernelRole::Epilogue;
}

} // namespace

DomainDims KernelGroup::getOperandDims(Operation *op, unsigned operand) const {
  // An algorithm has no loops that others could know.
  if (isOpaque(op))
    return {};
  DomainDims loops = dims.lookup(op);
  // A flag lies where its operand does.
  if (isFlag(op))
    return operand == 0 ? loops : DomainDims();
  if (kind == KernelKind::contraction && op == main)
    for (size_t d = 0; d < getShape(op->getOperand(0)).size(); ++d)
      loops.push_back(domain.size() + d);
  else if (loops.size() < domain.size())
    loops.append(reduced.begin(), reduced.end());
  DomainDims result;
  // What is read at computed places lies somewhere of its own: at the negative
  // of where its use is in this process, which nothing else has.
  auto own = -reinterpret_cast<intptr_t>(&op->getOpOperand(operand));
  for (int64_t loop : cast<FusableOpInterface>(op).getOperandLoops(operand))
    result.push_back(loop < 0 ? own - int64_t(result.size()) : loops[loop]);
  return result;
}

KernelGroup makeGroup(Operation *op) {
  KernelGroup group;
  group.main = op;
  group.ops.push_back(op);
  group.domain = llvm::to_vector(getShape(op->getResult(0)));
  if (getFusionKind(op) == FusionKind::Contraction)
    group.kind = KernelKind::contraction;
  if (isOpaque(op))
    group.kind = KernelKind::algorithm;
  if (getFusionKind(op) != FusionKind::Reduction)
    return group;
  group.domain = llvm::to_vector(getShape(op->getOperand(0)));
  group.reduced = cast<FusableOpInterface>(op).getReducedDims();
  int64_t firstTrailing = group.domain.size() - group.reduced.size();
  bool isTrailing =
      group.reduced.empty() || group.reduced.front() == firstTrailing;
  group.kind =
      isTrailing ? KernelKind::row_reduction : KernelKind::column_reduction;
  return group;
}

bool place(const StepGraph &graph, KernelGroup &group, Operation **conflict) {
  Operation *offender = Placer(graph, group).run();
  if (conflict)
    *conflict = offender;
  return !offender;
}

void assignRoles(KernelGroup &group) {
  llvm::DenseSet<Operation *> prologue = findPrologue(group);
  for (Operation *op : group.ops) {
    KernelRole role = op == group.main ? KernelRole::Main : KernelRole::Stage;
    if (group.kind == KernelKind::column_reduction)
      role = getColumnRole(group, op);
    else if (group.kind == KernelKind::contraction && op != group.main)
      role =
          prologue.contains(op) ? KernelRole::Prologue : KernelRole::Epilogue;
    group.roles[op] = role;
  }
}

} // namespace mpc
