//===- Interfaces.cpp - what passes may ask of an op ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/IR/Interfaces.h"

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Diagnostics.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

#include "mpc/IR/Interfaces.cpp.inc"

namespace mpc {

std::optional<int64_t> getCheckedNumElements(ShapedType type) {
  // Zero dimensions are looked for first: 0 x huge is small.
  if (llvm::is_contained(type.getShape(), 0))
    return 0;
  int64_t bytes = llvm::divideCeil(type.getElementTypeBitWidth(), 8);
  int64_t elements = 1;
  for (int64_t dim : type.getShape())
    if (llvm::MulOverflow(elements, dim, elements) ||
        elements > kMaxBytes / bytes)
      return std::nullopt;
  return elements;
}

LogicalResult verifySizes(Operation *op) {
  auto check = [&](Type type) -> LogicalResult {
    auto shaped = dyn_cast<ShapedType>(type);
    if (!shaped || !shaped.hasStaticShape() || getCheckedNumElements(shaped))
      return success();
    return emitError(op->getLoc())
           << "'" << op->getName()
           << "' op expects tensors of at most 2^40 bytes, but got " << type;
  };
  for (Type type : op->getOperandTypes())
    if (failed(check(type)))
      return failure();
  for (Type type : op->getResultTypes())
    if (failed(check(type)))
      return failure();
  return success();
}

FusionKind getFusionKind(Operation *op) {
  auto fusable = dyn_cast_or_null<FusableOpInterface>(op);
  return fusable ? fusable.getFusionKind() : FusionKind::Opaque;
}

} // namespace mpc
