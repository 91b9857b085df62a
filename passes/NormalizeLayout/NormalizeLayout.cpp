//===- NormalizeLayout.cpp - transposes move out of the graph -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/IR/Mpc.h"
#include "mpc/IR/Names.h"
#include "mpc/Passes.h"

#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/Remarks.h"

using namespace mlir;

namespace mpc {
#define GEN_PASS_DEF_NORMALIZELAYOUTPASS
#include "mpc/Passes.h.inc"

namespace {

using Permutation = ArrayRef<int64_t>;

RankedTensorType getTensor(Value value) {
  return cast<RankedTensorType>(value.getType());
}

/// The shape of what a transpose by `permutation` to `shape` reads.
SmallVector<int64_t> undo(ArrayRef<int64_t> shape, Permutation permutation) {
  return applyPermutation(shape, invertPermutationVector(permutation));
}

/// An operand as it was before it was transposed.
class Untransposer {
public:
  Untransposer(OpBuilder &builder, Permutation permutation)
      : builder(builder), permutation(permutation) {}

  /// Can operands like `value` be had without a new transpose?
  bool isFree(Value value) const {
    if (getTensor(value).getRank() != int64_t(permutation.size()))
      return false;
    if (auto transpose = value.getDefiningOp<TransposeOp>())
      return transpose.getPermutation() == permutation;
    if (auto broadcast = value.getDefiningOp<BroadcastOp>())
      return llvm::is_sorted(getDims(broadcast));
    return matchPattern(value, m_Constant<SplatElementsAttr>(nullptr));
  }

  Value build(Value value) {
    if (auto transpose = value.getDefiningOp<TransposeOp>())
      return transpose.getOperand();
    RankedTensorType type = getTensor(value).clone(
        undo(getTensor(value).getShape(), permutation));
    if (auto broadcast = value.getDefiningOp<BroadcastOp>())
      return BroadcastOp::create(builder, broadcast.getLoc(), type,
                                 broadcast.getOperand(), getDims(broadcast));
    SplatElementsAttr splat;
    matchPattern(value, m_Constant(&splat));
    return ConstantOp::create(builder, value.getLoc(), splat.resizeSplat(type));
  }

private:
  SmallVector<int64_t> getDims(BroadcastOp op) const {
    return llvm::map_to_vector(op.getDims(),
                               [&](int64_t dim) { return permutation[dim]; });
  }

  OpBuilder &builder;
  Permutation permutation;
};

class NormalizeLayout
    : public impl::NormalizeLayoutPassBase<NormalizeLayout> {
public:
  using NormalizeLayoutPassBase::NormalizeLayoutPassBase;

  void runOnOperation() override {
    // Users come after what they use, so that one walk moves a transpose as far
    // as it goes.
    SmallVector<Operation *> ops;
    getOperation().walk([&](Operation *op) { ops.push_back(op); });
    for (Operation *op : ops)
      if (getFusionKind(op) == FusionKind::Elementwise)
        moveTransposes(op);
  }

private:
  void moveTransposes(Operation *op) {
    auto found = llvm::find_if(op->getOperands(), [](Value operand) {
      return isa_and_nonnull<TransposeOp>(operand.getDefiningOp());
    });
    if (found == op->getOperands().end() || op->getNumResults() != 1)
      return;
    auto transpose = cast<TransposeOp>((*found).getDefiningOp());
    OpBuilder builder(op);
    Untransposer before(builder, transpose.getPermutation());
    auto isFree = [&](Value operand) { return before.isFree(operand); };
    if (!llvm::all_of(op->getOperands(), isFree))
      return;
    Operation *moved = builder.clone(*op);
    builder.setInsertionPoint(moved);
    for (OpOperand &operand : moved->getOpOperands())
      operand.set(before.build(operand.get()));
    Value result = moved->getResult(0);
    result.setType(getTensor(result).clone(
        undo(getTensor(result).getShape(), transpose.getPermutation())));
    builder.setInsertionPointAfter(moved);
    Value back = TransposeOp::create(builder, op->getLoc(), result,
                                     transpose.getPermutation());
    remark::passed(op->getLoc(), remark::RemarkOpts::name("layout").category(
                                     "mpc-normalize-layout"))
        << remark::add("\"{0}\" reads {1} as it was before it was transposed",
                       makeLabel(op), makeLabel(transpose));
    op->replaceAllUsesWith(ValueRange(back));
    op->erase();
    ++numMoved;
  }
};

} // namespace
} // namespace mpc
