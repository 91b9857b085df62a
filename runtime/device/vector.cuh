//===- vector.cuh - several elements at once ------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/ptx.cuh"

namespace mpc {

/// Global memory; `at` must be aligned as a Vector is.
template <int N, class T> __forceinline__ Vector<T, N> loadVector(const T *at) {
  return load(reinterpret_cast<const Vector<T, N> *>(at));
}
template <int N, class T>
__forceinline__ void storeVector(T *at, const Vector<T, N> &value) {
  store(reinterpret_cast<Vector<T, N> *>(at), value);
}

/// Numbers of 32-bit words that hold a T; what is between its members is free.
template <class T> constexpr int kWords = (sizeof(T) + 3) / 4;

/// How many of `Width` totals of a thread are in shared memory at once: all, or
/// one if they are large.
template <int Width, int Threads, class T>
constexpr int kTogether = Threads * Width * int(sizeof(T)) <= (32 << 10) ? Width : 1;

template <class T> struct Words {
  uint32 at[kWords<T>] = {};
};

template <class T> __forceinline__ Words<T> toWords(const T &value) {
  Words<T> words;
  copyBytes(words.at, &value, sizeof(T));
  return words;
}
template <class T> __forceinline__ T fromWords(const Words<T> &words) {
  T value;
  copyBytes(&value, words.at, sizeof(T));
  return value;
}

/// The value of lane `lane ^ mask`, of any type. All lanes take part.
template <class T> __forceinline__ T exchange(const T &value, int mask) {
  Words<T> words = toWords(value);
#pragma unroll
  for (int i = 0; i < kWords<T>; ++i)
    words.at[i] = shuffleXor(words.at[i], mask);
  return fromWords<T>(words);
}

} // namespace mpc
