//===- functors.cuh - what emitted text passes to contract() --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Lambdas of a kernel as the operands and the epilogue that contraction.cuh
// asks for.
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/vector.cuh"

namespace mpc {

/// An operand that lies in memory as it is multiplied; if it `Rounds`, as f32,
/// whose elements are rounded to tf32 just before.
template <class Element, bool AlongDepth, int64 Pitch, bool Rounds, class Base>
struct DirectOperand {
  static constexpr bool kIsDirect = true;
  static constexpr bool kRounds = Rounds;
  static constexpr bool kAlongDepth = AlongDepth;
  static constexpr int64 kPitch = Pitch;
  Base find;

  __forceinline__ const Element *base(int batch) const {
    return reinterpret_cast<const Element *>(find(batch));
  }
};
template <class Element, bool AlongDepth, int64 Pitch, bool Rounds = false,
          class Base>
DirectOperand<Element, AlongDepth, Pitch, Rounds, Base>
directOperand(const Base &find) {
  return {find};
}

/// An operand whose elements are computed as they are read.
template <class Element, bool AlongDepth, int Width, class Compute>
struct ComputedOperand {
  static constexpr bool kIsDirect = false;
  static constexpr bool kRounds = false;
  static constexpr bool kAlongDepth = AlongDepth;
  static constexpr int kWidth = Width;
  Compute compute;

  template <int V>
  __forceinline__ Vector<Element, V> load(int batch, int free,
                                          int depth) const {
    return compute.template operator()<V>(batch, free, depth);
  }
};
template <class Element, bool AlongDepth, int Width, class Compute>
ComputedOperand<Element, AlongDepth, Width, Compute>
computedOperand(const Compute &compute) {
  return {compute};
}

/// What becomes of the sums.
struct NoTotal {};
template <int Width, class Apply, class Finish>
struct LambdaEpilogue {
  static constexpr int kVector = Width;
  static constexpr bool kHasTotals = false;
  using Total = NoTotal;
  Apply apply;
  Finish end;

  template <int V>
  __forceinline__ void operator()(int batch, int row, int column,
                                  const Vector<float, V> &sum, Total *totals) {
    apply.template operator()<V>(batch, row, column, sum, totals);
  }
  __forceinline__ void finish() { end(); }
};
template <int Width, class Apply, class Finish>
LambdaEpilogue<Width, Apply, Finish> lambdaEpilogue(const Apply &apply,
                                                    const Finish &end) {
  return {apply, end};
}

/// The same, and totals of columns.
template <int Width, class T, class Apply, class Finish, class Combine,
          class Store>
struct TotalsEpilogue {
  static constexpr int kVector = Width;
  static constexpr bool kHasTotals = true;
  using Total = T;
  Apply apply;
  Finish end;
  Total first;
  Combine join;
  Store store;

  template <int V>
  __forceinline__ void operator()(int batch, int row, int column,
                                  const Vector<float, V> &sum, Total *totals) {
    apply.template operator()<V>(batch, row, column, sum, totals);
  }
  __forceinline__ void finish() { end(); }
  __forceinline__ Total initial() const { return first; }
  __forceinline__ Total combine(const Total &x, const Total &y) const {
    return join(x, y);
  }
  template <int V>
  __forceinline__ void storeTotals(int column, const Total *totals) {
    store.template operator()<V>(column, totals);
  }
};
template <int Width, class Total, class Apply, class Finish, class Combine,
          class Store>
TotalsEpilogue<Width, Total, Apply, Finish, Combine, Store>
totalsEpilogue(const Apply &apply, const Finish &end, const Total &initial,
               const Combine &combine, const Store &store) {
  return {apply, end, initial, combine, store};
}

} // namespace mpc
