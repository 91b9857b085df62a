//===- Patterns.cpp - math ops to their f32 sequences ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/CodeGen/MathExpansion.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace mpc {

namespace {

template <typename OpTy, auto expand>
struct ExpandOp : OpRewritePattern<OpTy> {
  using OpRewritePattern<OpTy>::OpRewritePattern;

  LogicalResult matchAndRewrite(OpTy op,
                                PatternRewriter &rewriter) const override {
    Type type = op.getType();
    if (!getElementTypeOrSelf(type).isF32() || isa<TensorType>(type))
      return failure();
    ImplicitLocOpBuilder b(op.getLoc(), rewriter);
    rewriter.replaceOp(
        op, std::apply([&](auto... operands) { return expand(b, operands...); },
                       operands(op)));
    return success();
  }

private:
  static auto operands(OpTy op) {
    if constexpr (std::is_same_v<OpTy, math::PowFOp>)
      return std::tuple(op.getLhs(), op.getRhs());
    else
      return std::tuple(op.getOperand());
  }
};

/// 1 / sqrt(x) as targets with a short form of it have it.
struct FormRsqrt : OpRewritePattern<arith::DivFOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(arith::DivFOp op,
                                PatternRewriter &rewriter) const override {
    auto root = op.getRhs().getDefiningOp<math::SqrtOp>();
    if (!root || !op.getType().isF32() ||
        !matchPattern(op.getLhs(), m_OneFloat()))
      return failure();
    rewriter.replaceOpWithNewOp<math::RsqrtOp>(op, root.getOperand());
    return success();
  }
};

} // namespace

void populateMathExpansionPatterns(RewritePatternSet &patterns, bool fast) {
  patterns
      .add<ExpandOp<math::ExpM1Op, expandExpm1>,
           ExpandOp<math::Log1pOp, expandLog1p>,
           ExpandOp<math::TanhOp, expandTanh>, ExpandOp<math::ErfOp, expandErf>,
           ExpandOp<math::SinOp, expandSin>, ExpandOp<math::CosOp, expandCos>,
           ExpandOp<math::PowFOp, expandPow>>(patterns.getContext());
  if (fast)
    patterns.add<FormRsqrt>(patterns.getContext());
  else
    patterns
        .add<ExpandOp<math::ExpOp, expandExp>, ExpandOp<math::LogOp, expandLog>,
             ExpandOp<math::RsqrtOp, expandRsqrt>>(patterns.getContext());
}

} // namespace mpc
