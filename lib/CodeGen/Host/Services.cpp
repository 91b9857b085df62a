//===- Services.cpp - calls of the C library through the runtime's table -===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ScalarOps.h"

#include "mpcrt/HostKernel.h"

#include "llvm/ADT/StringSwitch.h"
#include "llvm/IR/DerivedTypes.h"

using namespace llvm;

namespace mpc::host {

static std::optional<size_t> getOffset(StringRef name) {
  using Table = mpcrt::HostServices;
  return StringSwitch<std::optional<size_t>>(name)
      .Case("exp", offsetof(Table, exp))
      .Case("expm1", offsetof(Table, expm1))
      .Case("log", offsetof(Table, log))
      .Case("log1p", offsetof(Table, log1p))
      .Case("tanh", offsetof(Table, tanh))
      .Case("erf", offsetof(Table, erf))
      .Case("sin", offsetof(Table, sin))
      .Case("cos", offsetof(Table, cos))
      .Case("powf", offsetof(Table, pow))
      .Default(std::nullopt);
}

Value *callService(CodeBuilder &b, StringRef name, ArrayRef<Value *> operands,
                   Value *services) {
  std::optional<size_t> offset = getOffset(name);
  if (!offset)
    return nullptr;
  Value *callee =
      b.CreateLoad(b.getPtrTy(), b.advance(services, int64_t(*offset)));
  SmallVector<Type *> parameters(operands.size(), b.getDoubleTy());
  auto *type = FunctionType::get(b.getDoubleTy(), parameters, false);
  auto *vector = dyn_cast<FixedVectorType>(operands[0]->getType());
  if (!vector)
    return b.CreateCall(type, callee, operands);
  Value *result = PoisonValue::get(vector);
  for (unsigned lane = 0; lane < vector->getNumElements(); ++lane) {
    Values scalars;
    for (Value *operand : operands)
      scalars.push_back(b.CreateExtractElement(operand, lane));
    result = b.CreateInsertElement(result, b.CreateCall(type, callee, scalars),
                                   lane);
  }
  return result;
}

} // namespace mpc::host
