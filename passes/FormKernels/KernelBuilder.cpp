//===- KernelBuilder.cpp - rebuilds a function out of kernels -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "KernelBuilder.h"

#include "mpc/IR/CopyKernel.h"

using namespace mlir;

namespace mpc {

namespace {

StringRef nameOf(KernelRole role) {
  switch (role) {
  case KernelRole::Prologue:
    return "prologue";
  case KernelRole::Main:
    return "main";
  case KernelRole::Epilogue:
    return "epilogue";
  case KernelRole::Stage:
    return "stage";
  case KernelRole::Trailing:
    return kTrailing;
  }
  llvm_unreachable("unknown role");
}

bool isOutside(const KernelGroup &group, Value value) {
  Operation *producer = value.getDefiningOp();
  return !producer || !group.dims.count(producer);
}

} // namespace

KernelBuilder::KernelBuilder(func::FuncOp func)
    : func(func), builder(func.getBody().front().getTerminator()) {
  for (Operation &op : func.getBody().front().without_terminator())
    oldOps.push_back(&op);
}

/// What is read at computed places is one input, wherever those are.
KernelBuilder::Input KernelBuilder::makeInput(const KernelGroup &group,
                                              OpOperand &operand) {
  DomainDims dims =
      group.getOperandDims(operand.getOwner(), operand.getOperandNumber());
  for (int64_t &dim : dims)
    dim = std::max<int64_t>(dim, -1);
  return {operand.get(), dims};
}

SmallVector<KernelBuilder::Input>
KernelBuilder::collectInputs(const KernelLaunch &launch) {
  SmallVector<Input> inputs;
  auto collect = [&](const KernelGroup &group) {
    for (Operation *op : group.ops)
      for (OpOperand &operand : op->getOpOperands()) {
        bool isPassed =
            &group != launch.group &&
            llvm::is_contained(launch.group->results, operand.get());
        if (isPassed || !isOutside(group, operand.get()))
          continue;
        Input input = makeInput(group, operand);
        if (!llvm::is_contained(inputs, input))
          inputs.push_back(input);
      }
  };
  collect(*launch.group);
  for (const KernelGroup *group : launch.trailing)
    collect(*group);
  return inputs;
}

/// Clones the ops of a group into the body. `inside` holds what the group reads
/// of what the body computes already, and gets what the group computes.
void KernelBuilder::cloneOps(Block &block, const KernelGroup &group,
                             bool isTrailing, ArrayRef<Input> inputs,
                             IRMapping &inside) {
  OpBuilder body = OpBuilder::atBlockEnd(&block);
  for (Operation *op : group.ops) {
    KernelRole role = isTrailing ? KernelRole::Trailing : group.roles.at(op);
    Operation *clone = body.clone(*op, inside);
    clone->setAttr(kRoleAttr, body.getStringAttr(nameOf(role)));
    for (OpOperand &operand : op->getOpOperands()) {
      unsigned i = operand.getOperandNumber();
      if (inside.contains(operand.get()))
        continue;
      Input input = makeInput(group, operand);
      auto position = llvm::find(inputs, input) - inputs.begin();
      clone->setOperand(i, block.getArgument(position));
    }
  }
}

void KernelBuilder::fillBody(KernelOp kernel, const KernelLaunch &launch,
                             ArrayRef<Input> inputs) {
  Block &block = kernel.getBody().emplaceBlock();
  for (const Input &input : inputs)
    block.addArgument(input.first.getType(), input.first.getLoc());
  IRMapping inside, stored;
  cloneOps(block, *launch.group, /*isTrailing=*/false, inputs, inside);
  for (Value result : launch.group->results)
    stored.map(result, inside.lookup(result));
  for (const KernelGroup *group : launch.trailing) {
    // What both groups compute, each computes for itself: for the trailing one
    // it may lie elsewhere.
    IRMapping trailing;
    for (Value result : launch.group->results)
      trailing.map(result, stored.lookup(result));
    cloneOps(block, *group, /*isTrailing=*/true, inputs, trailing);
    for (Value result : group->results)
      stored.map(result, trailing.lookup(result));
  }
  SmallVector<Value> yielded;
  for (Value result : launch.results)
    yielded.push_back(stored.lookup(result));
  OpBuilder body = OpBuilder::atBlockEnd(&block);
  YieldOp::create(body, kernel.getLoc(), yielded);
}

void KernelBuilder::build(const KernelLaunch &launch) {
  const KernelGroup &group = *launch.group;
  SmallVector<Input> inputs = collectInputs(launch);
  SmallVector<Value> operands;
  for (const Input &input : inputs)
    operands.push_back(lookup(input.first));
  SmallVector<Type> types;
  for (Value result : launch.results)
    types.push_back(result.getType());
  auto kernel = KernelOp::create(builder, group.main->getLoc(), types, operands,
                                 group.kind, group.label, group.domain,
                                 group.reduced, ArrayAttr(), ArrayAttr());
  fillBody(kernel, launch, inputs);
  markAdjoint(kernel);
  for (auto [old, result] : llvm::zip(launch.results, kernel.getResults()))
    rebuilt.map(old, result);
}

void KernelBuilder::markAdjoint(KernelOp kernel) {
  Block &block = kernel.getBody().front();
  auto yield = cast<YieldOp>(block.getTerminator());
  // A copied forward op that serves the adjoint only reads for the adjoint.
  llvm::DenseSet<Operation *> serving;
  auto serves = [&](Operation *user) { return serving.contains(user); };
  for (Operation &op : llvm::reverse(block.without_terminator()))
    if (op.hasAttr(kAdjointAttr) ||
        (!op.use_empty() && llvm::all_of(op.getUsers(), serves)))
      serving.insert(&op);
  SmallVector<int64_t> inputs, results;
  for (BlockArgument argument : block.getArguments())
    if (llvm::any_of(argument.getUsers(), serves))
      inputs.push_back(argument.getArgNumber());
  for (auto [i, value] : llvm::enumerate(yield.getValues()))
    if (Operation *op = value.getDefiningOp(); op && op->hasAttr(kAdjointAttr))
      results.push_back(i);
  if (!inputs.empty())
    kernel->setAttr(kAdjointInputsAttr, builder.getDenseI64ArrayAttr(inputs));
  if (!results.empty())
    kernel->setAttr(kAdjointResultsAttr, builder.getDenseI64ArrayAttr(results));
}

Value KernelBuilder::lookup(Value old) {
  Operation *producer = old.getDefiningOp();
  if (Value value = rebuilt.lookupOrNull(old))
    return value;
  return producer && isView(producer) ? rebuildView(producer) : old;
}

Value KernelBuilder::rebuildView(Operation *view) {
  SmallVector<Value> operands;
  for (Value operand : view->getOperands()) {
    Value value = lookup(operand);
    operands.push_back(isPack(view) ? claim(value) : value);
  }
  Operation *clone = builder.clone(*view);
  clone->setOperands(operands);
  rebuilt.map(view->getResults(), clone->getResults());
  return clone->getResult(0);
}

/// Returns a value whose memory may be placed where the function's caller or an
/// arena wants it: the result of a kernel that nobody else has claimed.
Value KernelBuilder::claim(Value value) {
  Value base = value;
  while (auto reshape = base.getDefiningOp<ReshapeOp>())
    base = reshape.getOperand();
  Operation *producer = base.getDefiningOp();
  bool isOwn = isa_and_nonnull<KernelOp>(producer) || isPack(producer);
  if (!isOwn || !claimed.insert(base).second)
    return copy(value);
  return value;
}

Value KernelBuilder::copy(Value value) {
  Value result = buildCopyKernel(builder, value).getResult(0);
  claimed.insert(result);
  ++numCopies;
  return result;
}

bool KernelBuilder::isUnchangedState(Value value, unsigned result) {
  auto argument = dyn_cast<BlockArgument>(value);
  Attribute updates = func.getResultAttr(result, kUpdatesAttr);
  return argument && updates &&
         updates == func.getArgAttr(argument.getArgNumber(), kStateAttr);
}

void KernelBuilder::finish() {
  Operation *terminator = func.getBody().front().getTerminator();
  for (OpOperand &operand : terminator->getOpOperands())
    if (!isUnchangedState(operand.get(), operand.getOperandNumber()))
      operand.set(claim(lookup(operand.get())));
  for (Operation *op : llvm::reverse(oldOps))
    if (op->use_empty())
      op->erase();
}

} // namespace mpc
