//===- InsertCasts.cpp - makes storage formats explicit -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Copies.h"
#include "LowParameters.h"

#include "mpc/IR/Names.h"
#include "mpc/Passes.h"

#include "mlir/IR/Matchers.h"
#include "mlir/IR/Remarks.h"

using namespace mlir;

namespace mpc {
#define GEN_PASS_DEF_INSERTCASTSPASS
#include "mpc/Passes.h.inc"

namespace {

/// Acts on the decisions of one function, first op to last. A value that is
/// stored low exists twice: `narrow`, as it is stored, and `wide`, as
/// everything but contractions reads it.
class Casting {
public:
  Casting(func::FuncOp func, ParameterCopies &copies)
      : func(func), copies(copies) {}

  /// Parameters that are stored in `format` are narrow from the start.
  void lowerParameters(Format format);

  void run() {
    for (Operation &op : llvm::make_early_inc_range(func.getBody().front()))
      visit(&op);
  }

private:
  void visit(Operation *op);
  void castOperands(Operation *op, ArrayRef<Format> formats);
  void moveCast(Operation *view);
  void castResult(Operation *op, Format format);
  Value cast(Value value, Format format);
  Value getNarrow(Value value, Format format);
  Value readCopy(Value value, Format format);

  func::FuncOp func;
  ParameterCopies &copies;
  /// Of values that are stored low: how.
  llvm::DenseMap<Value, Value> narrow;
  /// Casts that were made, or copies that were found, of other values.
  llvm::DenseMap<std::pair<Value, Format>, Value> known;
};

void Casting::lowerParameters(Format format) {
  OpBuilder builder(func.getContext());
  builder.setInsertionPointToStart(&func.getBody().front());
  for (StringRef state : {StringRef(kParamsState), StringRef(kFrozenState)}) {
    std::optional<unsigned> i = findState(func, state);
    if (!i)
      continue;
    BlockArgument stored = func.getArgument(*i);
    auto type = mlir::cast<RankedTensorType>(stored.getType());
    stored.setType(type.clone(getStorage(format, func.getContext())));
    Value wide = CastOp::create(builder, stored.getLoc(), stored, Format::f32);
    stored.replaceAllUsesExcept(wide, wide.getDefiningOp());
    narrow[wide] = stored;
  }
}

Value Casting::cast(Value value, Format format) {
  OpBuilder builder(func.getContext());
  builder.setInsertionPointAfterValue(value);
  auto op = CastOp::create(builder, value.getLoc(), value, format);
  // What belongs to the adjoint must not join a forward kernel.
  if (Operation *producer = value.getDefiningOp())
    if (Attribute adjoint = producer->getAttr(kAdjointAttr))
      op->setAttr(kAdjointAttr, adjoint);
  return op;
}

/// The value in `format` as it stands in the copy of the parameters, if `value`
/// is a parameter or a movement of one; else null.
Value Casting::readCopy(Value value, Format format) {
  if (format == Format::tf32)
    return {}; // It is stored as f32.
  if (Value copy = copies.get(value, format))
    return copy;
  Operation *op = value.getDefiningOp();
  FusionKind kind = op ? getFusionKind(op) : FusionKind::Opaque;
  if ((kind != FusionKind::View && kind != FusionKind::Movement) ||
      op->getNumOperands() != 1)
    return {};
  Value operand = readCopy(op->getOperand(0), format);
  if (!operand)
    return {};
  OpBuilder builder(op->getContext());
  builder.setInsertionPointAfter(op);
  Operation *clone = builder.clone(*op);
  clone->setOperand(0, operand);
  clone->removeAttr(kPrecisionAttr);
  auto type = mlir::cast<RankedTensorType>(value.getType());
  clone->getResult(0).setType(type.clone(getStorage(format, op->getContext())));
  return clone->getResult(0);
}

Value Casting::getNarrow(Value value, Format format) {
  if (Value stored = narrow.lookup(value);
      stored && getElementTypeOrSelf(stored.getType()) ==
                    getStorage(format, func.getContext()))
    return stored;
  Value &result = known[{value, format}];
  if (!result)
    result = readCopy(value, format);
  if (!result)
    result = cast(value, format);
  return result;
}

/// Lets a contraction read its operands in `formats`.
void Casting::castOperands(Operation *op, ArrayRef<Format> formats) {
  for (auto [operand, format] : llvm::zip(op->getOpOperands(), formats))
    if (format != Format::f32)
      operand.set(getNarrow(operand.get(), format));
  if (!formats.empty() && llvm::all_of(formats, [](Format format) {
        return format == Format::tf32;
      }))
    op->setAttr(
        kMultipliesAttr,
        StringAttr::get(op->getContext(), stringifyFormat(Format::tf32)));
}

/// A view of a value that is stored low names memory of low elements, and what
/// only moves its elements moves low ones.
void Casting::moveCast(Operation *view) {
  Value stored = narrow.lookup(view->getOperand(0));
  Value result = view->getResult(0);
  OpBuilder builder(view->getContext());
  builder.setInsertionPointAfter(view);
  Operation *clone = builder.clone(*view);
  clone->removeAttr(kPrecisionAttr);
  auto element = getElementTypeOrSelf(stored.getType());
  clone->setOperand(0, stored);
  clone->getResult(0).setType(
      mlir::cast<RankedTensorType>(result.getType()).clone(element));
  Value wide = cast(clone->getResult(0), Format::f32);
  result.replaceAllUsesWith(wide);
  narrow[wide] = clone->getResult(0);
  view->erase();
}

/// Rounds what `op` computes as it is stored. Everybody reads the rounded
/// value.
void Casting::castResult(Operation *op, Format format) {
  Value result = op->getResult(0);
  Value stored = cast(result, format);
  Value wide = cast(stored, Format::f32);
  result.replaceAllUsesExcept(wide, stored.getDefiningOp());
  narrow[wide] = stored;
}

/// Returns true if a product reads what `op` moves, such as a window: it then
/// reads low elements as they are.
static bool feedsProduct(Operation *op) {
  return getFusionKind(op) == FusionKind::Movement &&
         llvm::any_of(op->getUsers(), [](Operation *user) {
           return getFusionKind(user) == FusionKind::Contraction;
         });
}

void Casting::visit(Operation *op) {
  if (isCast(op))
    return;
  bool isView = getFusionKind(op) == FusionKind::View;
  if ((isView || feedsProduct(op)) && op->getNumOperands() == 1 &&
      narrow.contains(op->getOperand(0)))
    return moveCast(op);
  auto decision = op->getAttrOfType<PrecisionAttr>(kPrecisionAttr);
  if (!decision)
    return;
  op->removeAttr(kPrecisionAttr);
  castOperands(op, decision.getOperands());
  if (decision.getStore() != Format::f32)
    castResult(op, decision.getStore());
}

class InsertCasts : public impl::InsertCastsPassBase<InsertCasts> {
public:
  using InsertCastsPassBase::InsertCastsPassBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    ParameterCopies copies(module);
    std::optional<Format> parameters = takeParameterFormat(module);
    for (auto func : module.getOps<func::FuncOp>()) {
      if (func.isExternal())
        continue;
      Casting casting(func, copies);
      if (parameters)
        casting.lowerParameters(*parameters);
      casting.run();
      if (parameters)
        lowerNewParameters(func, *parameters);
      eraseUnread(func);
      remark(func);
    }
    if (failed(copies.finish()))
      return signalPassFailure();
    for (auto func : module.getOps<func::FuncOp>())
      count(func);
  }

private:
  void count(func::FuncOp func) {
    if (func.isExternal())
      return;
    auto casts = func.getBody().front().getOps<CastOp>();
    int64_t number = std::distance(casts.begin(), casts.end());
    numInserted += number;
    if (number != 0)
      func->setAttr(kCastsInsertedAttr,
                    Builder(&getContext()).getI64IntegerAttr(number));
  }

  /// Widened values that only contractions would have read, and movements of
  /// parameters that are read in 16 bits only.
  static void eraseUnread(func::FuncOp func) {
    for (Operation &op :
         llvm::make_early_inc_range(llvm::reverse(func.getBody().front())))
      if (op.use_empty() &&
          (isCast(&op) || getFusionKind(&op) == FusionKind::View ||
           getFusionKind(&op) == FusionKind::Movement))
        op.erase();
  }

  static void remark(func::FuncOp func) {
    auto options = remark::RemarkOpts::name("cast")
                       .category("mpc-insert-casts")
                       .function(func.getName());
    for (Operation &op : func.getBody().front())
      if (auto cast = dyn_cast<CastOp>(op))
        remark::passed(op.getLoc(), options)
            << remark::add("\"{0}\" is cast to {1}", makeLabel(&op),
                           stringifyFormat(cast.getFormat()));
  }
};

} // namespace
} // namespace mpc
