//===- ContractionPlan.cpp - how products become tiles ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Contraction.h"
#include "ScalarOps.h"

using namespace mlir;

namespace mpc::host {

ContractionPlan::ContractionPlan(const Kernel &kernel, linalg::GenericOp op,
                                 const Machine &machine, int64_t lanes)
    : ContractionLoops(kernel, op) {
  shape.lanes = lanes;
  // Sums may be narrower than what the epilogue makes of them.
  shape.elementBytes =
      getTensorType(op->getResult(0)).getElementTypeBitWidth() / 8;
  shape.registers = machine.getVectorRegisters();
  shape.rows = dims[row].size;
  shape.columns = dims[column].size;
  shape.depth = dims[depth].size;
  for (int dim : outer)
    shape.outer *= dims[dim].size;
  shape.lhs = describe(lhs, row);
  shape.rhs = describe(rhs, column);
}

OperandShape ContractionPlan::describe(const Factor &factor,
                                       int freeDim) const {
  OperandShape result;
  RankedTensorType type = getTensorType(factor.tensor);
  result.isDirect =
      isPlain(factor) &&
      type.getElementType() == getTensorType(op->getResult(0)).getElementType();
  result.freeStride = dims.getStride(type, factor.axes, freeDim);
  result.depthStride = dims.getStride(type, factor.axes, depth);
  BoundedWalker<CostWalker> walker;
  walker.walk(factor.tensor, factor.axes);
  int64_t alongFree = 0, alongDepth = 0;
  for (const AccessWalker::Access &access : walker.getAccesses()) {
    LoopStride free = access.getStride(dims, freeDim);
    alongFree += free.is(1);
    result.hasRuns |= free.is(1) && free.run < dims[freeDim].size;
    alongDepth += access.getStride(dims, depth).is(1);
  }
  result.packsAlongDepth =
      alongDepth > alongFree ||
      (alongDepth == alongFree && dims[depth].size >= dims[freeDim].size &&
       freeDim == row);
  result.cost = walker.getCost();
  return result;
}

} // namespace mpc::host
