//===- Regularization.cpp - against overfitting ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "../GraphBuilder.h"
#include "../Lowering.h"
#include "../Verify.h"

#include <cmath>

using namespace mlir;

namespace mpc {

LogicalResult DropoutOp::verify() {
  Check check(*this);
  // C1
  double rate = getRate().convertToDouble();
  if (!(rate >= 0 && rate <= 1))
    return check.fail("expects rate to be in [0, 1], but got " +
                      std::to_string(rate));
  // C2
  if (!getKey().empty() && getKey().size() != 3)
    return check.fail("expects a key of seed, iteration and micro-batch, but "
                      "got " +
                      Twine(getKey().size()) + " values");
  // C3
  if (std::optional<int64_t> stream = getStream(); stream && *stream < 0)
    return check.fail("expects stream >= 0, but got " + Twine(*stream));
  return success();
}

bool DropoutOp::isKeyed() { return !getKey().empty(); }

void DropoutOp::setKey(ValueRange key, int64_t stream) {
  getKeyMutable().assign(key);
  if (!getStream())
    setStream(stream);
}

/// The rate as numbers that `mpc.random` draws can be compared with exactly in
/// every format.
static double roundRate(double rate) {
  return std::ceil(rate * 0x1p24) * 0x1p-24;
}

SmallVector<Value> DropoutOp::decompose(OpBuilder &builder) {
  GraphBuilder g(getLoc(), builder);
  double rate = getRate().convertToDouble();
  Value x = g.widen(getOperand());
  // Without a key, as in a function that no step runs, that of a first step.
  SmallVector<Value> key(getKey());
  if (key.empty())
    key.assign(3, g.splat(RankedTensorType::get({}, g.getI64Type()), 0));
  Value drawn = RandomOp::create(g, x.getType(), Distribution::uniform, key[0],
                                 key[1], key[2], getStream().value_or(0));
  Value stays =
      g.compare(Comparison::ge, drawn, g.like(drawn, roundRate(rate)));
  // Where all is dropped, nothing is scaled.
  Value scaled = g.mul(x, rate == 1 ? 1 : 1 / (1 - rate));
  Value result = g.select(stays, scaled, g.zero(x));
  return {g.convert(result, getType().getElementType())};
}

SmallVector<Value> DropoutOp::buildAdjoint(OpBuilder &builder,
                                           ValueRange adjoints) {
  SmallVector<Value> result(getNumOperands());
  result[0] = DropoutOp::create(builder, getLoc(), getType(), adjoints[0],
                                getKey(), getRateAttr(), getStreamAttr());
  return result;
}

} // namespace mpc
