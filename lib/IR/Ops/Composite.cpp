//===- Composite.cpp - ops with a decomposition ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A decomposition and the adjoint of the same op are built by the same
// functions, so that what both compute becomes one where they meet in a kernel.
// 16-bit floats are widened once, not at every step.
//
//===----------------------------------------------------------------------===//

#include "../GraphBuilder.h"
#include "../Lowering.h"
#include "../Verify.h"

#include <limits>

using namespace mlir;

namespace mpc {

//===----------------------------------------------------------------------===//
// relu
//===----------------------------------------------------------------------===//

SmallVector<Value> ReluOp::decompose(OpBuilder &builder) {
  GraphBuilder g(getLoc(), builder);
  return {g.max(getOperand(), g.zero(getOperand()))};
}

// From the result, so that x need not be kept.
SmallVector<Value> ReluOp::buildAdjoint(OpBuilder &builder,
                                        ValueRange adjoints) {
  GraphBuilder g(getLoc(), builder);
  Value zero = g.zero(getResult());
  Value isPositive = g.compare(Comparison::gt, getResult(), zero);
  return {g.select(isPositive, adjoints[0], zero)};
}

//===----------------------------------------------------------------------===//
// gelu
//===----------------------------------------------------------------------===//

static constexpr double kSqrtHalf = 0.7071067811865476;       // sqrt(1/2)
static constexpr double kSqrtTwoOverPi = 0.7978845608028654;  // sqrt(2/pi)
static constexpr double kSqrtHalfOverPi = 0.3989422804014327; // sqrt(1/(2 pi))
static constexpr double kCubic = 0.044715;

/// tanh(sqrt(2/pi) (x + 0.044715 x^3))
static Value buildGeluTanh(GraphBuilder &g, Value x) {
  Value square = g.mul(x, x);
  Value cubic = g.mul(x, g.add(g.mul(square, kCubic), 1.0));
  return g.tanh(g.mul(cubic, kSqrtTwoOverPi));
}

/// The distribution function that gelu multiplies x with.
static Value buildGeluCdf(GraphBuilder &g, GeluForm form, Value x) {
  Value wave =
      form == GeluForm::erf ? g.erf(g.mul(x, kSqrtHalf)) : buildGeluTanh(g, x);
  return g.mul(g.add(wave, 1.0), 0.5);
}

/// Its derivative.
static Value buildGeluDensity(GraphBuilder &g, GeluForm form, Value x) {
  Value square = g.mul(x, x);
  if (form == GeluForm::erf)
    return g.mul(g.exp(g.mul(square, -0.5)), kSqrtHalfOverPi);
  Value wave = buildGeluTanh(g, x);
  Value slope = g.add(g.mul(square, 3 * kCubic), 1.0);
  Value fall = g.sub(g.like(wave, 1.0), g.mul(wave, wave));
  return g.mul(g.mul(fall, slope), 0.5 * kSqrtTwoOverPi);
}

SmallVector<Value> GeluOp::decompose(OpBuilder &builder) {
  GraphBuilder g(getLoc(), builder);
  Value x = g.widen(getOperand());
  Value result = g.mul(x, buildGeluCdf(g, getForm(), x));
  return {g.convert(result, getType().getElementType())};
}

SmallVector<Value> GeluOp::buildAdjoint(OpBuilder &builder,
                                        ValueRange adjoints) {
  GraphBuilder g(getLoc(), builder);
  Value x = g.widen(getOperand());
  Value slope = g.add(buildGeluCdf(g, getForm(), x),
                      g.mul(x, buildGeluDensity(g, getForm(), x)));
  Value result = g.mul(g.widen(adjoints[0]), slope);
  return {g.convert(result, getType().getElementType())};
}

//===----------------------------------------------------------------------===//
// softmax and log_softmax
//===----------------------------------------------------------------------===//

namespace {

/// What all ops of this family compute first, along one dimension of x.
struct Exponentials {
  Exponentials(GraphBuilder &g, Value x, int64_t dim) {
    Value max = g.reduce(Reduction::max, x, dim);
    shifted = g.sub(x, g.spread(max, x, dim));
    exp = g.exp(shifted);
    sum = g.reduce(Reduction::sum, exp, dim);
  }

  Value shifted; ///< x - max
  Value exp;     ///< exp(x - max)
  Value sum;     ///< its sum
};

} // namespace

SmallVector<int64_t> SoftmaxOp::getReducedDims() { return {int64_t(getDim())}; }

SmallVector<int64_t> LogSoftmaxOp::getReducedDims() {
  return {int64_t(getDim())};
}

LogicalResult SoftmaxOp::verify() {
  // C1
  return Check(*this).inside("dim", getDim(), getType().getRank(), "operand");
}

LogicalResult LogSoftmaxOp::verify() {
  // C1
  return Check(*this).inside("dim", getDim(), getType().getRank(), "operand");
}

SmallVector<Value> SoftmaxOp::decompose(OpBuilder &builder) {
  GraphBuilder g(getLoc(), builder);
  Value x = g.widen(getOperand());
  Exponentials e(g, x, getDim());
  // One division per row, not per element.
  Value share = g.div(g.like(e.sum, 1.0), e.sum);
  Value result = g.mul(e.exp, g.spread(share, x, getDim()));
  return {g.convert(result, getType().getElementType())};
}

// z (d - sum(z d))
SmallVector<Value> SoftmaxOp::buildAdjoint(OpBuilder &builder,
                                           ValueRange adjoints) {
  GraphBuilder g(getLoc(), builder);
  Value z = g.widen(getResult()), d = g.widen(adjoints[0]);
  Value mean = g.reduce(Reduction::sum, g.mul(z, d), int64_t(getDim()));
  Value result = g.mul(z, g.sub(d, g.spread(mean, z, int64_t(getDim()))));
  return {g.convert(result, getType().getElementType())};
}

SmallVector<Value> LogSoftmaxOp::decompose(OpBuilder &builder) {
  GraphBuilder g(getLoc(), builder);
  Value x = g.widen(getOperand());
  Exponentials e(g, x, getDim());
  Value result = g.sub(e.shifted, g.spread(g.log(e.sum), x, getDim()));
  return {g.convert(result, getType().getElementType())};
}

// d - exp(z) sum(d)
SmallVector<Value> LogSoftmaxOp::buildAdjoint(OpBuilder &builder,
                                              ValueRange adjoints) {
  GraphBuilder g(getLoc(), builder);
  Value z = g.widen(getResult()), d = g.widen(adjoints[0]);
  Value sum = g.reduce(Reduction::sum, d, int64_t(getDim()));
  Value result = g.sub(d, g.mul(g.exp(z), g.spread(sum, z, int64_t(getDim()))));
  return {g.convert(result, getType().getElementType())};
}

//===----------------------------------------------------------------------===//
// cross_entropy: types
//===----------------------------------------------------------------------===//

SmallVector<int64_t> CrossEntropyOp::getReducedDims() {
  return {getLogits().getType().getRank() - 1};
}

// C4
static LogicalResult checkIgnored(const Check &check,
                                  CrossEntropyOp::Adaptor op, Type element) {
  std::optional<int64_t> ignored = op.getIgnore();
  if (!ignored)
    return success();
  auto type = dyn_cast<IntegerType>(element);
  if (!type)
    return check.fail(
        "expects labels of integers where one is ignored, but got " +
        toText(element));
  unsigned width = type.getWidth();
  if (type.isUnsigned() ? llvm::isUIntN(width, *ignored)
                        : llvm::isIntN(width, *ignored))
    return success();
  return check.fail("expects ignore to be a value of " + toText(element) +
                    ", but got " + Twine(*ignored));
}

static FailureOr<RankedTensorType>
inferCrossEntropy(const Check &check, CrossEntropyOp::Adaptor op) {
  auto logits = cast<RankedTensorType>(op.getLogits().getType());
  auto labels = cast<RankedTensorType>(op.getLabels().getType());
  // C1
  if (logits.getRank() < 1)
    return check.fail(
        "expects logits to have a dimension of classes, but got " +
            toText(logits),
        op.getLogits(), "logits");
  bool isSoft = isa<FloatType>(labels.getElementType());
  ArrayRef<int64_t> rows = logits.getShape().drop_back();
  if (labels.getShape() != (isSoft ? logits.getShape() : rows))
    return check.fail(Twine("expects labels to have the shape of logits") +
                          (isSoft ? "" : " without its last dimension") +
                          ", but got " + toText(labels) + " and " +
                          toText(logits),
                      op.getLabels(), "labels");
  // C2
  if (isSoft && failed(check.sameElement("logits", op.getLogits(), "labels",
                                         op.getLabels())))
    return failure();
  // C3
  double smoothing = op.getLabelSmoothing().convertToDouble();
  if (!(smoothing >= 0 && smoothing <= 1)) {
    SmallString<32> text;
    op.getLabelSmoothing().toString(text);
    return check.fail("expects smoothing to be in [0, 1], but got " + text);
  }
  if (failed(checkIgnored(check, op, labels.getElementType())))
    return failure();
  return RankedTensorType::get(rows, logits.getElementType());
}

LogicalResult CrossEntropyOp::inferReturnTypes(MLIRContext *,
                                               std::optional<Location> loc,
                                               Adaptor adaptor,
                                               SmallVectorImpl<Type> &types) {
  auto type = inferCrossEntropy(Check(loc, getOperationName()), adaptor);
  if (failed(type))
    return failure();
  types.push_back(*type);
  return success();
}

LogicalResult CrossEntropyOp::verify() {
  Check check(*this);
  auto type = inferCrossEntropy(check, Adaptor(*this));
  return failed(type) ? failure() : check.sameType("result", getType(), *type);
}

//===----------------------------------------------------------------------===//
// cross_entropy: meaning
//===----------------------------------------------------------------------===//

namespace {

/// The targets t of a cross-entropy, which sum up to 1 where the label is a
/// class and to the smoothing where it is none.
class Targets {
public:
  Targets(GraphBuilder &g, CrossEntropyOp op, Value logits)
      : smoothing(op.getLabelSmoothing().convertToDouble()), logits(logits),
        dim(op.getReducedDims()[0]),
        classes(op.getLogits().getType().getDimSize(dim)),
        rest(smoothing == 0 ? 0 : smoothing / double(classes)) {
    if (isDifferentiable(op.getLabels()))
      soft = g.add(g.mul(g.widen(op.getLabels()), 1 - smoothing), rest);
    else
      findLabels(g, op.getLabels(), op.getIgnore());
  }

  /// sum(t) of each row.
  Value buildSum(GraphBuilder &g, Type rows) {
    if (soft)
      return g.reduce(Reduction::sum, soft, dim);
    return g.select(isClass, g.splat(rows, 1.0), g.splat(rows, smoothing));
  }

  /// t x, and 0 where t is: a class that is masked by -inf must not make nan.
  Value scale(GraphBuilder &g, Value x) {
    if (soft)
      return g.select(g.compare(Comparison::eq, soft, g.zero(soft)), g.zero(x),
                      g.mul(soft, x));
    if (smoothing == 0)
      return g.select(isLabel, x, g.zero(x));
    double label = 1 - smoothing + rest;
    return g.mul(g.select(isLabel, g.like(x, label), g.like(x, rest)), x);
  }

  /// `x`, one for each row, with 0 for rows that are ignored.
  Value dropRows(GraphBuilder &g, Value x) {
    return isIgnored ? g.select(isIgnored, g.zero(x), x) : x;
  }
  /// The same for elements of rows.
  Value dropElements(GraphBuilder &g, Value x) {
    if (!isIgnored)
      return x;
    return g.select(g.spread(isIgnored, x, dim), g.zero(x), x);
  }

private:
  void findLabels(GraphBuilder &g, Value labels,
                  std::optional<int64_t> ignored) {
    if (ignored)
      isIgnored =
          g.compare(Comparison::eq, labels, g.likeInteger(labels, *ignored));
    // Wide enough for all classes and for -1, which is none.
    if (getElementTypeOrSelf(labels).isUnsignedInteger())
      labels = g.convert(labels, g.getI32Type());
    bool isNarrow = getElementTypeOrSelf(labels).isInteger(32) ||
                    classes <= std::numeric_limits<int32_t>::max();
    Value isAtLeastFirst = g.compare(Comparison::ge, labels, g.zero(labels));
    isClass = g.both(isAtLeastFirst, buildIsBelowEnd(g, labels));
    // An index of 64 bits costs twice the vector registers.
    if (isNarrow && getElementTypeOrSelf(labels).isInteger(64))
      labels = g.convert(g.select(isClass, labels, g.like(labels, -1)),
                         g.getI32Type());
    Value spread = g.spread(labels, logits, dim);
    Value index = IotaOp::create(g, spread.getType(), dim);
    isLabel = g.compare(Comparison::eq, index, spread);
  }

  Value buildIsBelowEnd(GraphBuilder &g, Value labels) {
    return g.compare(Comparison::le, labels,
                     g.like(labels, double(classes) - 1));
  }

  double smoothing;
  Value logits, isClass, isLabel;
  Value isIgnored; ///< null if no row is
  Value soft;      ///< the targets, if labels are probabilities
  int64_t dim, classes;
  double rest; ///< of each class by smoothing
};

} // namespace

// sum(t) ln(sum(exp(x - max))) - sum(t (x - max))
SmallVector<Value> CrossEntropyOp::decompose(OpBuilder &builder) {
  GraphBuilder g(getLoc(), builder);
  Value x = g.widen(getLogits());
  int64_t dim = getReducedDims()[0];
  Exponentials e(g, x, dim);
  Targets targets(g, *this, x);
  Value log = g.log(e.sum);
  Value all = g.mul(targets.buildSum(g, log.getType()), log);
  Value own = g.reduce(Reduction::sum, targets.scale(g, e.shifted), dim);
  Value loss = targets.dropRows(g, g.sub(all, own));
  return {g.convert(loss, getType().getElementType())};
}

// (softmax(x) sum(t) - t) d, with one division per row
SmallVector<Value> CrossEntropyOp::buildAdjoint(OpBuilder &builder,
                                                ValueRange adjoints) {
  GraphBuilder g(getLoc(), builder);
  Value x = g.widen(getLogits()), d = g.widen(adjoints[0]);
  int64_t dim = getReducedDims()[0];
  Exponentials e(g, x, dim);
  Targets targets(g, *this, x);
  Value share = g.div(g.mul(targets.buildSum(g, d.getType()), d), e.sum);
  Value result = g.sub(g.mul(e.exp, g.spread(share, x, dim)),
                       targets.scale(g, g.spread(d, x, dim)));
  result = targets.dropElements(g, result);
  Type element = getLogits().getType().getElementType();
  if (!isDifferentiable(getLabels()))
    return {g.convert(result, element), Value()};
  // Of probabilities: (1 - s) (ln(sum(exp(x - max))) - (x - max)) d
  Value surprise = g.sub(g.spread(g.log(e.sum), x, dim), e.shifted);
  double factor = 1 - getLabelSmoothing().convertToDouble();
  Value ofLabels = g.mul(g.mul(surprise, factor), g.spread(d, x, dim));
  return {g.convert(result, element), g.convert(ofLabels, element)};
}

} // namespace mpc
