//===- Algorithm.cpp - calls of the runtime's named algorithms ------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Emitters.h"

#include "mpcrt/HostKernel.h"
#include "mpcrt/engine_generated.h"

#include "llvm/IR/Module.h"

using namespace mlir;
using mpcrt::HostServices;

namespace mpc::host {

namespace {

/// How the runtime is asked for an algorithm.
struct Call {
  size_t service;       ///< its offset in the table
  int64_t rows;         ///< that tasks share out
  int64_t elements;     ///< that a row is worth
  int64_t scratchBytes; ///< of a task
  SmallVector<int64_t> parameters;
};

int64_t getDType(Value tensor) {
  Type type = getTensorType(tensor).getElementType();
  if (type.isF16())
    return int64_t(mpcrt::fb::DType::f16);
  if (type.isBF16())
    return int64_t(mpcrt::fb::DType::bf16);
  if (type.isF32())
    return int64_t(mpcrt::fb::DType::f32);
  if (type.isF64())
    return int64_t(mpcrt::fb::DType::f64);
  if (type.isInteger(64))
    return int64_t(mpcrt::fb::DType::i64);
  if (type.isInteger(32))
    return int64_t(mpcrt::fb::DType::i32);
  return int64_t(type.isInteger(8) ? mpcrt::fb::DType::ui8
                                   : mpcrt::fb::DType::i1);
}

/// Parameters begin with outer, size and inner.
Call describeRows(size_t service, ArrayRef<int64_t> parameters,
                  int64_t scratchBytes) {
  return {service, parameters[0] * parameters[2], parameters[1], scratchBytes,
          llvm::to_vector(parameters)};
}

Call describe(AlgorithmOp op) {
  ArrayRef<int64_t> p = op.getParameters();
  switch (op.getAlgorithm()) {
  case Algorithm::sort:
    return describeRows(offsetof(HostServices, sort), p,
                        mpcrt::sortScratchBytes(p[1]));
  case Algorithm::put_along:
    return describeRows(offsetof(HostServices, putAlong), p, 0);
  case Algorithm::cumsum: {
    Call call = describeRows(offsetof(HostServices, cumsum), p, 0);
    call.rows = p[0] * llvm::divideCeil(p[2], mpcrt::kCumsumColumns);
    call.elements *= std::min(p[2], mpcrt::kCumsumColumns);
    return call;
  }
  case Algorithm::add_rows: {
    Call call{offsetof(HostServices, addRows), p[0], p[1], p[1] * 8,
              llvm::to_vector(p)};
    call.parameters.push_back(getDType(op.getOperands()[0]));
    call.parameters.push_back(op.getOperands().size() == 4);
    return call;
  }
  }
  llvm_unreachable("unknown algorithm");
}

} // namespace

/// The addresses of operands, then results, of which null is nobody's.
static llvm::Value *emitBuffers(CodeBuilder &b, llvm::Value *given,
                                const Kernel &kernel, AlgorithmOp op) {
  SmallVector<std::optional<unsigned>> numbers;
  for (Value operand : op.getOperands())
    numbers.push_back(getBuffer(operand).getArgNumber());
  for (Value result : op.getResults()) {
    auto root = llvm::find(kernel.getRoots(), result);
    if (root == kernel.getRoots().end())
      numbers.push_back(std::nullopt);
    else
      numbers.push_back(kernel.body->getNumArguments() +
                        (root - kernel.getRoots().begin()));
  }
  llvm::Value *buffers =
      b.CreateAlloca(b.getPtrTy(), b.getInt32(unsigned(numbers.size())));
  for (auto [i, number] : llvm::enumerate(numbers)) {
    llvm::Value *address = llvm::ConstantPointerNull::get(b.getPtrTy());
    if (number)
      address =
          b.CreateLoad(b.getPtrTy(), b.advance(given, 8 * int64_t(*number)));
    b.CreateStore(address, b.advance(buffers, 8 * int64_t(i)));
  }
  return buffers;
}

static llvm::Value *emitParameters(CodeBuilder &b,
                                   ArrayRef<int64_t> parameters) {
  llvm::Value *list =
      b.CreateAlloca(b.getInt64Ty(), b.getInt32(unsigned(parameters.size())));
  for (auto [i, parameter] : llvm::enumerate(parameters))
    b.CreateStore(b.index(parameter), b.advance(list, 8 * int64_t(i)));
  return list;
}

void emitAlgorithm(PointEmitter &emitter, const Kernel &kernel, Tasks &tasks,
                   llvm::Function *function) {
  AlgorithmOp op = kernel.getAlgorithm();
  Call call = describe(op);
  int64_t elements = std::max<int64_t>(call.elements, 1);
  int64_t taskRows =
      std::clamp<int64_t>(getTaskElements(/*cost=*/32) / elements, 1,
                          std::max<int64_t>(call.rows, 1));
  SmallVector<int64_t> parameters = {getDType(op.getResults()[0]), taskRows};
  llvm::append_range(parameters, call.parameters);
  CodeBuilder &b = emitter.b;
  llvm::Value *list = emitParameters(b, parameters);
  llvm::Value *buffers = emitBuffers(b, function->getArg(1), kernel, op);
  llvm::Value *callee = b.CreateLoad(
      b.getPtrTy(), b.advance(function->getArg(0), int64_t(call.service)));
  auto *type = llvm::FunctionType::get(
      b.getVoidTy(), {b.getPtrTy(), b.getPtrTy(), b.getPtrTy(), b.getInt64Ty()},
      false);
  tasks.needScratch(call.scratchBytes);
  tasks.add(llvm::divideCeil(call.rows, taskRows), [&](llvm::Value *task) {
    b.CreateCall(type, callee, {list, buffers, emitter.getScratch(), task});
  });
}

} // namespace mpc::host
