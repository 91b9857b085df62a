//===- functors.cuh - what emitted text passes to contract() --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Lambdas of a kernel as the operands and the epilogue that contraction.cuh asks
// for.
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/vector.cuh"

namespace mpc {

/// An operand that lies in memory as it is multiplied.
template <class Element, bool AlongDepth, int64 Pitch, class Base>
struct DirectOperand {
  static constexpr bool kIsDirect = true;
  static constexpr bool kAlongDepth = AlongDepth;
  static constexpr int64 kPitch = Pitch;
  Base find;

  __forceinline__ const Element *base(int batch) const {
    return reinterpret_cast<const Element *>(find(batch));
  }
};
template <class Element, bool AlongDepth, int64 Pitch, class Base>
DirectOperand<Element, AlongDepth, Pitch, Base> directOperand(const Base &find) {
  return {find};
}

/// An operand whose elements are computed as they are read.
template <class Element, bool AlongDepth, class Compute> struct ComputedOperand {
  static constexpr bool kIsDirect = false;
  static constexpr bool kAlongDepth = AlongDepth;
  Compute compute;

  template <int V>
  __forceinline__ Vector<Element, V> load(int batch, int free,
                                          int depth) const {
    return compute.template operator()<V>(batch, free, depth);
  }
};
template <class Element, bool AlongDepth, class Compute>
ComputedOperand<Element, AlongDepth, Compute>
computedOperand(const Compute &compute) {
  return {compute};
}

/// What becomes of the sums.
template <int Width, int Sums, class Apply, class Store, class Finish>
struct LambdaEpilogue {
  static constexpr int kVector = Width;
  static constexpr int kSums = Sums;
  Apply apply;
  Store store;
  Finish end;

  template <int V>
  __forceinline__ void operator()(int batch, int row, int column,
                                  const Vector<float, V> &sum,
                                  Vector<float, V> *sums) {
    apply.template operator()<V>(batch, row, column, sum, sums);
  }
  template <int V>
  __forceinline__ void storeSums(int batch, int column,
                                 const Vector<float, V> *sums) {
    store.template operator()<V>(batch, column, sums);
  }
  __forceinline__ void finish() { end(); }
};
template <int Width, int Sums, class Apply, class Store, class Finish>
LambdaEpilogue<Width, Sums, Apply, Store, Finish>
lambdaEpilogue(const Apply &apply, const Store &store, const Finish &end) {
  return {apply, store, end};
}

} // namespace mpc
