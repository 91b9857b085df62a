//===- ExpandMath.cpp - f32 math as exact steps ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/CodeGen/MathExpansion.h"
#include "mpc/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"

using namespace mlir;

namespace mpc {
#define GEN_PASS_DEF_EXPANDMATHPASS
#include "mpc/Passes.h.inc"

namespace {

class ExpandMathPass : public impl::ExpandMathPassBase<ExpandMathPass> {
public:
  using ExpandMathPassBase::ExpandMathPassBase;

private:
  LogicalResult initialize(MLIRContext *context) override {
    RewritePatternSet set(context);
    populateMathExpansionPatterns(set, fast);
    patterns = std::move(set);
    return success();
  }

  void runOnOperation() override {
    walkAndApplyPatterns(getOperation(), patterns);
  }

  FrozenRewritePatternSet patterns;
};

} // namespace
} // namespace mpc
