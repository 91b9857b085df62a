//===- AccumulateGradients.cpp - one step of several batches --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/IR/States.h"
#include "mpc/Passes.h"

#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/IR/Remarks.h"

#include "llvm/Support/FormatVariadic.h"

using namespace mlir;

namespace mpc {
#define GEN_PASS_DEF_ACCUMULATEGRADIENTSPASS
#include "mpc/Passes.h.inc"

std::string findMicroBatchesError(int64_t count) {
  constexpr int64_t kMost = 1 << 20;
  if (count >= 1 && count <= kMost)
    return "";
  return llvm::formatv("expects a step of 1 to {0} micro-batches, but got {1}",
                       kMost, count);
}

namespace {

class Accumulation {
public:
  Accumulation(func::FuncOp train, func::FuncOp update, int64_t microBatches)
      : train(train), update(update),
        builder(train.getLoc(), train.getContext()),
        microBatches(microBatches) {
    arena = cast<RankedTensorType>(
        train.getResultTypes()[*findUpdate(train, kGradientsState)]);
    number = RankedTensorType::get({}, arena.getElementType());
    counter = RankedTensorType::get({}, builder.getI64Type());
    flag = predicateType(counter);
  }

  void run() {
    chainStates();
    buildAccumulate();
    readSum();
  }

  unsigned numChained = 0;

private:
  /// The argument of `func` that is `state`, made if there is none.
  Value get(func::FuncOp func, const StateInfo &state) {
    if (std::optional<unsigned> i = findState(func, state.name))
      return func.getArgument(*i);
    return addArgument(func, state);
  }
  Value getMicroBatch(func::FuncOp func) {
    return get(func, {kMicroBatchState, "counter", counter, 0});
  }

  /// Ops built from here on are known as `name` in dumps and profiles.
  void name(StringRef name) {
    builder.setLoc(NameLoc::get(builder.getStringAttr(name)));
  }
  Value buildCount(int64_t value) {
    return ConstantOp::create(builder, DenseElementsAttr::get(counter, value));
  }
  Value buildOne() {
    return ConstantOp::create(
        builder, DenseElementsAttr::get(
                     number, FloatAttr::get(number.getElementType(), 1.0)));
  }
  Value repeat(Value scalar, RankedTensorType type) {
    return scalar.getType() == type ? scalar
                                    : BroadcastOp::create(builder, type, scalar,
                                                          ArrayRef<int64_t>());
  }
  Value select(Value predicate, Value onTrue, Value onFalse) {
    return SelectOp::create(builder, onTrue.getType(),
                            repeat(predicate, predicateType(onTrue.getType())),
                            onTrue, onFalse);
  }
  Value buildIsFirst(func::FuncOp func) {
    return CompareOp::create(builder, flag, Comparison::eq, getMicroBatch(func),
                             buildCount(0));
  }
  Value getMicroBatches(func::FuncOp func);
  Value buildShare(func::FuncOp func);

  void chainStates();
  void chain(unsigned argument, StringRef shadow);
  void buildAccumulate();
  Value buildSum(func::FuncOp func);
  Value buildNext(func::FuncOp func);
  void readSum();

  func::FuncOp train, update;
  ImplicitLocOpBuilder builder;
  int64_t microBatches;
  RankedTensorType arena, number, counter, flag;
};

/// At least 1, whatever a caller sets.
Value Accumulation::getMicroBatches(func::FuncOp func) {
  Value count = get(func, {kMicroBatchesState, "scalar", number,
                           static_cast<double>(microBatches)});
  return MaxOp::create(builder, count, buildOne());
}

/// 1 / micro_batches
Value Accumulation::buildShare(func::FuncOp func) {
  Value count = getMicroBatches(func);
  return DivOp::create(builder, buildOne(), count);
}

//===----------------------------------------------------------------------===//
// @train
//===----------------------------------------------------------------------===//

/// What reads a state reads its shadow from the second micro-batch on.
void Accumulation::chain(unsigned argument, StringRef shadow) {
  Value old = train.getArgument(argument);
  if (old.use_empty())
    return;
  name(shadow);
  builder.setInsertionPointToStart(&train.getBody().front());
  Value made =
      get(train, {shadow, "shadow", cast<RankedTensorType>(old.getType())});
  Value present = select(buildIsFirst(train), old, made);
  old.replaceAllUsesExcept(present, present.getDefiningOp());
  ++numChained;
}

void Accumulation::chainStates() {
  for (unsigned i = 0; i < train.getNumResults(); ++i) {
    auto shadow = train.getResultAttrOfType<StringAttr>(i, kUpdatesAttr);
    StringRef state = shadow ? shadow.getValue() : "";
    if (!state.consume_back(".new"))
      continue;
    if (std::optional<unsigned> argument = findState(train, state))
      chain(*argument, shadow);
  }
}

//===----------------------------------------------------------------------===//
// @accumulate
//===----------------------------------------------------------------------===//

Value Accumulation::buildSum(func::FuncOp func) {
  name(kSumState);
  Value gradients = get(func, {kGradientsState, "gradient", arena});
  Value before = get(func, {kSumState, "gradient", arena});
  Value both = AddOp::create(builder, before, gradients);
  return select(buildIsFirst(func), gradients, both);
}

/// The number of the micro-batch that follows, 0 after the last.
Value Accumulation::buildNext(func::FuncOp func) {
  name(kMicroBatchState);
  Value next = AddOp::create(builder, getMicroBatch(func), buildCount(1));
  Value isAll = CompareOp::create(builder, flag, Comparison::ge,
                                  ConvertOp::create(builder, number, next),
                                  getMicroBatches(func));
  return select(isAll, buildCount(0), next);
}

void Accumulation::buildAccumulate() {
  OpBuilder b(update);
  auto loc = NameLoc::get(b.getStringAttr(kAccumulateFunction));
  auto func = func::FuncOp::create(b, loc, kAccumulateFunction,
                                   b.getFunctionType({}, {}));
  Block *entry = func.addEntryBlock();
  builder.setInsertionPointToEnd(entry);
  builder.setLoc(loc);
  builder.setInsertionPoint(func::ReturnOp::create(builder));
  Value sum = buildSum(func);
  Value factor = buildShare(func);
  if (findState(update, kLossScaleState)) {
    Value scale = get(func, {kLossScaleState, "scalar", number});
    factor = DivOp::create(builder, factor, scale);
  }
  Value bad = HasNonfiniteOp::create(builder, sum, factor);
  Value any = AnyOp::create(builder, ValueRange(bad));
  Value next = buildNext(func);
  addUpdate(func, kSumState, sum);
  addUpdate(func, kNonfiniteSumState, any);
  addUpdate(func, kMicroBatchState, next);
}

//===----------------------------------------------------------------------===//
// @update
//===----------------------------------------------------------------------===//

void Accumulation::readSum() {
  unsigned i = *findState(update, kGradientsState);
  Value gradients = update.getArgument(i);
  update.setArgAttr(i, kStateAttr, builder.getStringAttr(kSumState));
  gradients.setLoc(NameLoc::get(builder.getStringAttr(kSumState)));
  builder.setInsertionPointToStart(&update.getBody().front());
  name(kMicroBatchesState);
  multiplyReads(builder, gradients, buildShare(update));
  Value last = update.getArgument(*findState(update, kNonfiniteState));
  Value ofSum = get(update, {kNonfiniteSumState, "shadow", flag});
  Value any = OrOp::create(builder, last, ofSum);
  last.replaceAllUsesExcept(any, any.getDefiningOp());
}

//===----------------------------------------------------------------------===//
// The pass
//===----------------------------------------------------------------------===//

class AccumulateGradients
    : public impl::AccumulateGradientsPassBase<AccumulateGradients> {
public:
  using AccumulateGradientsPassBase::AccumulateGradientsPassBase;

  void runOnOperation() override {
    if (failed(accumulate()))
      signalPassFailure();
  }

private:
  LogicalResult accumulate() {
    ModuleOp module = getOperation();
    if (std::string error = findMicroBatchesError(microBatches); !error.empty())
      return module.emitError(error);
    func::FuncOp train, update;
    for (auto func : module.getOps<func::FuncOp>()) {
      if (findUpdate(func, kGradientsState))
        train = func;
      if (findState(func, kGradientsState) && findState(func, kNonfiniteState))
        update = func;
    }
    if (!train || !update)
      return module.emitError("expects a function that writes 'gradients' and "
                              "one that reads them with 'nonfinite'; "
                              "mpc-scale-loss makes them");
    Accumulation accumulation(train, update, microBatches);
    accumulation.run();
    numChained += accumulation.numChained;
    remark::passed(update.getLoc(), remark::RemarkOpts::name("accumulate")
                                        .category("mpc-accumulate-gradients"))
        << remark::metric("micro-batches", microBatches.getValue())
        << remark::metric("chained", accumulation.numChained);
    return success();
  }
};

} // namespace
} // namespace mpc
