//===- CodeBuilder.cpp - an IRBuilder that knows its loops ------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CodeBuilder.h"

#include "llvm/IR/Function.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;

namespace mpc::host {

CodeBuilder::CodeBuilder(Function *function)
    : IRBuilder<>(function->getContext()) {
  SetInsertPoint(BasicBlock::Create(getContext(), "", function));
  enterScope();
}

std::unique_ptr<IRBuilderBase::InsertPointGuard>
CodeBuilder::insertAt(int depth) {
  auto guard = std::make_unique<InsertPointGuard>(*this);
  for (const Scope &scope : llvm::drop_begin(scopes, depth + 1))
    if (scope.before) {
      SetInsertPoint(scope.before);
      break;
    }
  return guard;
}

Values CodeBuilder::buildLoop(Value *from, Value *to, int64_t step,
                              ArrayRef<Value *> initial, LoopBody body) {
  BasicBlock *before = GetInsertBlock();
  Function *function = before->getParent();
  BasicBlock *header = BasicBlock::Create(getContext(), "", function);
  scopes.push_back({CreateBr(header), nextSerial++});
  SetInsertPoint(header);
  PHINode *index = CreatePHI(from->getType(), 2);
  Values carried;
  for (Value *value : initial)
    carried.push_back(CreatePHI(value->getType(), 2));

  Values next = body(index, carried);
  Value *nextIndex = CreateNSWAdd(index, getInt64(step));
  BasicBlock *latch = GetInsertBlock();
  BasicBlock *after = BasicBlock::Create(getContext(), "", function);
  CreateCondBr(CreateICmpSLT(nextIndex, to), header, after);
  index->addIncoming(from, before);
  index->addIncoming(nextIndex, latch);
  for (auto [phi, first, again] : llvm::zip_equal(carried, initial, next)) {
    cast<PHINode>(phi)->addIncoming(first, before);
    cast<PHINode>(phi)->addIncoming(again, latch);
  }
  scopes.pop_back();
  SetInsertPoint(after);
  return next;
}

void CodeBuilder::buildLoop(Value *from, Value *to, int64_t step,
                            function_ref<void(Value *)> body) {
  buildLoop(from, to, step, {}, [&](Value *index, ArrayRef<Value *>) {
    body(index);
    return Values();
  });
}

Values CodeBuilder::buildCountedLoop(int64_t to, int64_t step,
                                     ArrayRef<Value *> initial, LoopBody body) {
  if (to <= 0)
    return Values(initial);
  if (to > step)
    return buildLoop(index(0), index(to), step, initial, body);
  enterScope();
  Values result = body(index(0), initial);
  leaveScope();
  return result;
}

Values CodeBuilder::buildIf(Value *condition, ArrayRef<Value *> otherwise,
                            function_ref<Values()> body) {
  BasicBlock *before = GetInsertBlock();
  Function *function = before->getParent();
  BasicBlock *inside = BasicBlock::Create(getContext(), "", function);
  BasicBlock *after = BasicBlock::Create(getContext(), "", function);
  scopes.push_back({CreateCondBr(condition, inside, after), nextSerial++});
  SetInsertPoint(inside);
  Values values = body();
  BasicBlock *last = GetInsertBlock();
  CreateBr(after);
  scopes.pop_back();
  SetInsertPoint(after);
  Values result;
  for (auto [mine, other] : llvm::zip_equal(values, otherwise)) {
    PHINode *phi = CreatePHI(mine->getType(), 2);
    phi->addIncoming(mine, last);
    phi->addIncoming(other, before);
    result.push_back(phi);
  }
  return result;
}

void CodeBuilder::buildIf(Value *condition, function_ref<void()> body) {
  buildIf(condition, {}, [&] {
    body();
    return Values();
  });
}

Value *CodeBuilder::minimum(Value *x, Value *y) {
  return CreateBinaryIntrinsic(Intrinsic::smin, x, y);
}

Value *CodeBuilder::multiplyAdd(Value *x, int64_t factor, Value *y) {
  return CreateNSWAdd(CreateNSWMul(x, getInt64(factor)), y);
}

Value *CodeBuilder::advance(Value *pointer, Value *bytes) {
  return CreatePtrAdd(pointer, bytes);
}

} // namespace mpc::host
