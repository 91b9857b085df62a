//===- Trailing.cpp - kernels that combine what another stores ------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Means of a loss over the batch, gradients of biases: a launch of its own for
// each would read once more what has just been written, and do little else.
//
//===----------------------------------------------------------------------===//

#include "Trailing.h"

#include "Placement.h"

using namespace mlir;

namespace mpc {

namespace {

bool isReduction(Operation *op) {
  return getFusionKind(op) == FusionKind::Reduction;
}

bool isScalar(Value value) {
  return cast<RankedTensorType>(value.getType()).getRank() == 0;
}

/// Returns true if the group reduces leading dimensions, once, by combiners
/// that know no order, and gives nothing that spans what it reduces.
bool onlyCombines(const KernelGroup &group) {
  int64_t count = group.reduced.size();
  if (count == 0 || !llvm::equal(group.reduced, llvm::seq<int64_t>(0, count)))
    return false;
  llvm::DenseSet<Operation *> combined; // those that depend on a reduction
  for (Operation *op : group.ops) {
    bool dependsOnOne = llvm::any_of(op->getOperands(), [&](Value operand) {
      return combined.contains(operand.getDefiningOp());
    });
    if (isReduction(op) && !cast<FusableOpInterface>(op).combinesParts())
      return false;
    bool isComplete = group.dims.lookup(op) == keptDims(group);
    if (dependsOnOne && (isReduction(op) || !isComplete))
      return false;
    if (dependsOnOne || isReduction(op))
      combined.insert(op);
  }
  return llvm::all_of(group.results, [&](Value result) {
    return combined.contains(result.getDefiningOp());
  });
}

/// Returns true if `group`, whose domain is that of `head` or begins it, leaves
/// one value or as many as a row of `head` has. Where there is no element there
/// is no block that could be the last.
bool leavesRow(const KernelGroup &group, const KernelGroup &head) {
  int64_t rank = group.domain.size(), count = group.reduced.size();
  if (!llvm::equal(group.domain, ArrayRef(head.domain).take_front(rank)) ||
      llvm::is_contained(head.domain, 0))
    return false;
  switch (head.kind) {
  case KernelKind::row_reduction:
    return count == rank || count == int64_t(keptDims(head).size());
  case KernelKind::pointwise:
  case KernelKind::contraction:
    return rank == int64_t(head.domain.size()) && rank - count <= 1;
  case KernelKind::column_reduction:
  case KernelKind::algorithm:
    return false;
  }
  llvm_unreachable("unknown kind");
}

class TrailingFinder {
public:
  explicit TrailingFinder(std::vector<KernelGroup> &groups) : groups(groups) {
    for (auto [i, group] : llvm::enumerate(groups))
      for (Value result : group.results)
        writer[result] = i;
  }

  void run() {
    for (KernelGroup &group : groups)
      if (onlyCombines(group))
        group.head = findHead(group);
  }

private:
  /// Totals of them all are in shared memory at once.
  static constexpr unsigned kMostOfHead = 8;

  /// The last of the groups that write what the group reads; scalars aside, of
  /// which every kernel reads some. All else that it reads must be there when
  /// that runs: parameters, statistics, what the adjoint keeps.
  std::optional<unsigned> findHead(const KernelGroup &group) {
    std::optional<unsigned> head;
    for (Operation *op : group.ops)
      for (Value operand : op->getOperands())
        if (auto it = writer.find(operand);
            it != writer.end() && !isScalar(operand) &&
            !group.dims.contains(operand.getDefiningOp()))
          head = std::max(head.value_or(0), it->second);
    if (!head || groups[*head].head || !leavesRow(group, groups[*head]) ||
        !liesAlike(group, *head) || !isReady(group, *head) ||
        ++counts[*head] > kMostOfHead)
      return std::nullopt;
    return head;
  }

  /// Returns true if the group reads all elements where the head has them.
  bool liesAlike(const KernelGroup &group, unsigned head) {
    for (Operation *op : group.ops)
      for (OpOperand &operand : op->getOpOperands())
        if (auto it = writer.find(operand.get());
            it != writer.end() && it->second == head &&
            !group.dims.contains(operand.get().getDefiningOp()) &&
            groups[head].dims.lookup(operand.get().getDefiningOp()) !=
                group.getOperandDims(op, operand.getOperandNumber()))
          return false;
    return true;
  }

  /// Returns true if all that the group reads of others than the head is there
  /// when the head runs.
  bool isReady(const KernelGroup &group, unsigned head) {
    return llvm::all_of(group.ops, [&](Operation *op) {
      return llvm::all_of(op->getOperands(), [&](Value operand) {
        auto it = writer.find(operand);
        bool isOfHead =
            it != writer.end() && it->second == head && !isScalar(operand);
        return group.dims.contains(operand.getDefiningOp()) || isOfHead ||
               isReady(operand, head);
      });
    });
  }

  bool isReady(Value value, unsigned head) {
    if (auto it = writer.find(value); it != writer.end())
      return it->second < head;
    Operation *op = value.getDefiningOp();
    return !op || llvm::all_of(op->getOperands(), [&](Value operand) {
      return isReady(operand, head);
    });
  }

  std::vector<KernelGroup> &groups;
  llvm::DenseMap<Value, unsigned> writer;    ///< the group that stores a value
  llvm::DenseMap<unsigned, unsigned> counts; ///< groups that trail a head
};

} // namespace

void findTrailing(std::vector<KernelGroup> &groups) {
  TrailingFinder(groups).run();
}

} // namespace mpc
