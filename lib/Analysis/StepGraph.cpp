//===- StepGraph.cpp - who needs whom, seen without free ops --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "StepGraph.h"

#include "mpc/Analysis/KernelGrouping.h"

#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace mpc {

namespace {

/// Recomputing a longer chain in every kernel would cost more than a load.
constexpr unsigned kLongestFreeChain = 4;

RankedTensorType getTensor(Value value) {
  return cast<RankedTensorType>(value.getType());
}

/// Bytes in memory, where a predicate has one.
int64_t getBytes(Value value) {
  RankedTensorType type = getTensor(value);
  return type.getNumElements() *
         llvm::divideCeil(type.getElementTypeBitWidth(), 8);
}

/// True for ops that repeat what they read, or put constants beside it.
bool givesMoreThanItReads(Operation *op) {
  RankedTensorType result = getTensor(op->getResult(0));
  int64_t read = 0;
  for (Value operand : op->getOperands())
    read += getTensor(operand).getNumElements();
  return read < result.getNumElements() ||
         getTensor(op->getOperand(0)).getRank() < result.getRank();
}

/// True for ops that find the values they read in memory.
bool readsMemory(Operation *op) {
  return isView(op) || isOpaque(op) || op->hasTrait<OpTrait::IsTerminator>();
}

/// True for arguments and views of them: memory that exists anyway.
bool isArgument(Value value) {
  Operation *op = value.getDefiningOp();
  return !op || isStoredConstant(op) ||
         (isView(op) && llvm::all_of(op->getOperands(), isArgument));
}

} // namespace

bool isView(Operation *op) {
  FusionKind kind = getFusionKind(op);
  return kind == FusionKind::View || kind == FusionKind::Pack;
}

bool isOpaque(Operation *op) {
  auto fusable = dyn_cast<FusableOpInterface>(op);
  return fusable && fusable.getFusionKind() == FusionKind::Opaque;
}

bool isPack(Operation *op) { return getFusionKind(op) == FusionKind::Pack; }

bool isSharedPack(Operation *op) {
  return isPack(op) && cast<FusableOpInterface>(op).isShared();
}

bool isSplatConstant(Operation *op) {
  DenseElementsAttr elements;
  return matchPattern(op, m_Constant(&elements)) && elements.isSplat();
}

bool isStoredConstant(Operation *op) {
  return matchPattern(op, m_Constant()) && !isSplatConstant(op);
}

StepGraph::StepGraph(func::FuncOp func, bool fusion)
    : block(func.getBody().front()) {
  for (Operation &op : block) {
    unsigned position = index.size();
    index[&op] = position;
    if (isSplatConstant(&op) || (fusion && deservesFreedom(&op)))
      freeOps.insert(&op);
  }
  connect();
}

bool StepGraph::deservesFreedom(Operation *op) {
  auto fusable = dyn_cast<FusableOpInterface>(op);
  if (!fusable || op->getNumResults() != 1 || isStoredConstant(op))
    return false;
  RankedTensorType result = getTensor(op->getResult(0));
  switch (fusable.getFusionKind()) {
  case FusionKind::Movement:
    return givesMoreThanItReads(op) || isShortChain(op);
  case FusionKind::Elementwise:
    return (result.getRank() == 0 && op->getNumOperands() > 0) ||
           (fusable.isCheap() && isShortChain(op));
  default:
    return false;
  }
}

bool StepGraph::isShortChain(Operation *op) {
  SetVector<Value> found;
  SmallVector<Value> pending(op->getOperands());
  unsigned length = 0;
  for (Value operand : op->getOperands())
    if (Operation *producer = operand.getDefiningOp())
      length += chainLength.lookup(producer);
  while (!pending.empty()) {
    Value value = pending.pop_back_val();
    Operation *producer = value.getDefiningOp();
    if (producer && isFree(producer))
      pending.append(producer->operand_begin(), producer->operand_end());
    else
      found.insert(value);
  }
  int64_t bytes = 0;
  for (Value value : found)
    bytes += getBytes(value);
  // What is made of indices alone, or is only another place, costs nothing.
  if (!found.empty() && getFusionKind(op) != FusionKind::Movement)
    ++length;
  chainLength[op] = length;
  // What is not in memory anyway has to be written once for all readers.
  int64_t worth = getBytes(op->getResult(0));
  if (!llvm::all_of(found, isArgument))
    worth /= 2;
  return length <= kLongestFreeChain && bytes <= worth;
}

bool StepGraph::isStored(Operation *op) {
  return llvm::any_of(op->getUsers(),
                      [](Operation *user) { return readsMemory(user); });
}

void StepGraph::connect() {
  members.clear();
  leaves.clear();
  readers.clear();
  for (Operation &op : block) {
    SetVector<Value> found;
    for (Value operand : op.getOperands()) {
      Operation *producer = operand.getDefiningOp();
      // Its stored value is read, although the op is free.
      bool lookThrough = producer && isFree(producer) && !readsMemory(&op);
      if (lookThrough)
        found.insert_range(leaves[producer]);
      else
        found.insert(operand);
    }
    leaves[&op] = found.takeVector();
    bool isMember = !op.hasTrait<OpTrait::IsTerminator>() && !isView(&op) &&
                    !isStoredConstant(&op) && (!isFree(&op) || isStored(&op));
    if (isMember)
      members.push_back(&op);
    if (!isMember && isFree(&op))
      continue;
    for (Value leaf : leaves[&op])
      readers[leaf].push_back(&op);
  }
}

ArrayRef<Value> StepGraph::getLeaves(Operation *op) const {
  return leaves.find(op)->second;
}

ArrayRef<Operation *> StepGraph::getReaders(Value value) const {
  auto it = readers.find(value);
  return it == readers.end() ? ArrayRef<Operation *>() : it->second;
}

void StepGraph::materialize(Operation *op) {
  freeOps.erase(op);
  connect();
}

} // namespace mpc
