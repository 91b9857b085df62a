//===- Term.h - formulas over tensors -------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lets an optimizer's update be read as the formula it is. Operators build mpc
// ops; a number, or an operand of rank 0, is repeated to the other's shape.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_ATTACHOPTIMIZER_TERM_H
#define MPC_PASSES_ATTACHOPTIMIZER_TERM_H

#include "mpc/IR/Mpc.h"

#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mpc {

class Term {
public:
  Term(mlir::ImplicitLocOpBuilder &builder, mlir::Value value)
      : builder(&builder), value(value) {}

  mlir::Value getValue() const { return value; }
  mlir::RankedTensorType getType() const {
    return mlir::cast<mlir::RankedTensorType>(value.getType());
  }

  /// A tensor of this term's type full of `number`.
  Term full(double number) const {
    auto element = mlir::cast<mlir::FloatType>(getType().getElementType());
    auto attr = mlir::DenseElementsAttr::get(
        getType(), mlir::FloatAttr::get(element, number));
    return {*builder, ConstantOp::create(*builder, attr)};
  }

  /// This term repeated to the shape of `other`; `dims` says which dimensions
  /// of that it has.
  Term like(Term other, llvm::ArrayRef<int64_t> dims = {}) const {
    return {*builder,
            BroadcastOp::create(*builder, other.getType(), value, dims)};
  }

  /// This term with zero for elements below `tiny` in magnitude.
  Term zeroBelow(double tiny) const {
    mlir::Value magnitude = AbsOp::create(*builder, value);
    mlir::Value isTiny =
        CompareOp::create(*builder, predicateType(getType()), Comparison::lt,
                          magnitude, full(tiny).value);
    return {*builder, SelectOp::create(*builder, getType(), isTiny,
                                       full(0.0).value, value)};
  }

  Term sumOver(llvm::ArrayRef<int64_t> dims) const {
    return {*builder, ReduceOp::create(*builder, Reduction::sum, value, dims)};
  }

  /// Of one number per row, a matrix with a row for each group: the numbers of
  /// the rows that belong to it, 0 for others.
  Term groupedBy(llvm::ArrayRef<int64_t> groups) const {
    return selectGroups(groups, /*rowDim=*/1);
  }
  /// Of one number per group, one per row: that of its group.
  Term spreadOver(llvm::ArrayRef<int64_t> groups) const {
    return selectGroups(groups, /*rowDim=*/0).sumOver({1});
  }

  /// This term where `other` is above zero, else `otherwise`.
  Term whereAboveZero(Term other, double otherwise) const {
    mlir::Value above =
        CompareOp::create(*builder, predicateType(other.getType()),
                          Comparison::gt, other.value, other.full(0.0).value);
    return {*builder, SelectOp::create(*builder, getType(), above, value,
                                       full(otherwise).value)};
  }

  template <typename OpTy>
  static Term make(Term x) {
    return {*x.builder, OpTy::create(*x.builder, x.value)};
  }
  template <typename OpTy>
  static Term make(Term x, Term y) {
    if (x.getType().getRank() < y.getType().getRank())
      x = x.like(y);
    else if (y.getType().getRank() < x.getType().getRank())
      y = y.like(x);
    return {*x.builder, OpTy::create(*x.builder, x.value, y.value)};
  }

private:
  /// A matrix of rows and groups, the rows being dimension `rowDim`, whose
  /// second dimension repeats this term: its numbers where row and group belong
  /// together, else 0.
  Term selectGroups(llvm::ArrayRef<int64_t> groups, int64_t rowDim) const {
    int64_t rows = groups.size(),
            count = groups.empty() ? 0 : groups.back() + 1;
    llvm::SmallVector<int64_t> shape =
        rowDim == 0 ? llvm::SmallVector<int64_t>{rows, count}
                    : llvm::SmallVector<int64_t>{count, rows};
    auto index = [&](llvm::ArrayRef<int64_t> numbers, int64_t dim) {
      auto i64 = builder->getI64Type();
      auto attr = mlir::DenseElementsAttr::get(
          mlir::RankedTensorType::get(numbers.size(), i64), numbers);
      return Term(*builder, ConstantOp::create(*builder, attr))
          .repeat(mlir::RankedTensorType::get(shape, i64), dim);
    };
    Term ofRow = index(groups, rowDim);
    Term ofGroup =
        index(llvm::to_vector(llvm::seq<int64_t>(0, count)), 1 - rowDim);
    mlir::Value together =
        CompareOp::create(*builder, predicateType(ofRow.getType()),
                          Comparison::eq, ofRow.value, ofGroup.value);
    Term all = repeat(getType().clone(shape), 1);
    return {*builder, SelectOp::create(*builder, all.getType(), together,
                                       all.value, all.full(0.0).value)};
  }
  Term repeat(mlir::RankedTensorType type, int64_t dim) const {
    return {*builder, BroadcastOp::create(*builder, type, value,
                                          llvm::ArrayRef<int64_t>(dim))};
  }

  mlir::ImplicitLocOpBuilder *builder;
  mlir::Value value;
};

inline Term operator+(Term x, Term y) { return Term::make<AddOp>(x, y); }
inline Term operator-(Term x, Term y) { return Term::make<SubOp>(x, y); }
inline Term operator*(Term x, Term y) { return Term::make<MulOp>(x, y); }
inline Term operator/(Term x, Term y) { return Term::make<DivOp>(x, y); }
inline Term operator+(Term x, double y) { return x + x.full(y); }
inline Term operator-(double x, Term y) { return y.full(x) - y; }
inline Term operator*(double x, Term y) { return y.full(x) * y; }
inline Term operator/(double x, Term y) { return y.full(x) / y; }

inline Term min(Term x, double y) { return Term::make<MinOp>(x, x.full(y)); }
inline Term max(Term x, double y) { return Term::make<MaxOp>(x, x.full(y)); }
inline Term sign(Term x) { return Term::make<SignOp>(x); }
inline Term sqrt(Term x) { return Term::make<SqrtOp>(x); }
inline Term cos(Term x) { return Term::make<CosOp>(x); }
inline Term expm1(Term x) { return Term::make<Expm1Op>(x); }

/// `x` with elements below `tiny` in magnitude replaced by zero; nan stays.
/// Only f32 needs it: a moment that decays towards zero would spend the rest of
/// the training as a denormal, on which CPUs take a hundred times longer.
inline Term dropTiny(Term x, double tiny) {
  if (!x.getType().getElementType().isF32())
    return x;
  return x.zeroBelow(tiny);
}

} // namespace mpc

#endif // MPC_PASSES_ATTACHOPTIMIZER_TERM_H
