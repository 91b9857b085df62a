//===- ptx.cuh - what the hardware does, emulated -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The twin of runtime/device/ptx.cuh for kernels that the host runs: the same
// declarations, which a test compares. What one thread can do alone is done
// here; the rest goes to the emulated device.
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/Hooks.h"
#include "mpc/types.cuh"

#define __forceinline__ inline __attribute__((always_inline))
#define __global__
#define __launch_bounds__(...)

namespace mpc {

constexpr int kWarpSize = 32;

//===----------------------------------------------------------------------===//
// Places
//===----------------------------------------------------------------------===//

__forceinline__ int threadIndex() { return mpcEmulatedPlace.thread; }
__forceinline__ int laneIndex() { return threadIndex() % kWarpSize; }
__forceinline__ int blockIndex(int axis) {
  return mpcEmulatedPlace.block[axis];
}
__forceinline__ int blockCount(int axis) { return mpcEmulatedPlace.grid[axis]; }

__forceinline__ int freshThreadIndex() { return threadIndex(); }
__forceinline__ int freshBlockIndex(int axis) { return blockIndex(axis); }

__forceinline__ char *sharedMemory() { return mpcEmulatedPlace.shared; }

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

__forceinline__ void copyBytes(void *to, const void *from, int bytes) {
  __builtin_memcpy(to, from, bytes);
}

namespace detail {

/// One request per piece, as on the device.
template <class T>
constexpr int kPiece = alignof(T) < 16 ? alignof(T) : 16;

} // namespace detail

template <class T>
__forceinline__ T load(const T *from) {
  constexpr int kPiece = detail::kPiece<T>;
  T value;
  for (int i = 0; i < int(sizeof(T)); i += kPiece)
    __builtin_memcpy(
        reinterpret_cast<char *>(&value) + i,
        mpcEmulatedReadGlobal(reinterpret_cast<const char *>(from) + i, kPiece,
                              false),
        kPiece);
  return value;
}
template <class T>
__forceinline__ void store(T *to, const T &value) {
  constexpr int kPiece = detail::kPiece<T>;
  for (int i = 0; i < int(sizeof(T)); i += kPiece)
    __builtin_memcpy(
        mpcEmulatedWriteGlobal(reinterpret_cast<char *>(to) + i, kPiece),
        reinterpret_cast<const char *>(&value) + i, kPiece);
}

__forceinline__ float loadFresh(const float *from) {
  float value;
  __builtin_memcpy(&value, mpcEmulatedReadGlobal(from, 4, true), 4);
  return value;
}
__forceinline__ Vector<float, 4> loadFresh(const Vector<float, 4> *from) {
  Vector<float, 4> value;
  __builtin_memcpy(&value, mpcEmulatedReadGlobal(from, 16, true), 16);
  return value;
}

template <class T>
__forceinline__ T loadShared(const T *from) {
  constexpr int kPiece = detail::kPiece<T>;
  T value;
  for (int i = 0; i < int(sizeof(T)); i += kPiece)
    __builtin_memcpy(
        reinterpret_cast<char *>(&value) + i,
        mpcEmulatedReadShared(reinterpret_cast<const char *>(from) + i, kPiece),
        kPiece);
  return value;
}
template <class T>
__forceinline__ void storeShared(T *to, const T &value) {
  constexpr int kPiece = detail::kPiece<T>;
  for (int i = 0; i < int(sizeof(T)); i += kPiece)
    __builtin_memcpy(
        mpcEmulatedWriteShared(reinterpret_cast<char *>(to) + i, kPiece),
        reinterpret_cast<const char *>(&value) + i, kPiece);
}

__forceinline__ void copyAsync(void *shared, const void *global) {
  mpcEmulatedCopyAsync(shared, global, 16);
}
__forceinline__ void copyAsync(void *shared, const void *global, int bytes) {
  mpcEmulatedCopyAsync(shared, global, bytes);
}
__forceinline__ void commitCopies() { mpcEmulatedCommitCopies(); }
template <int Pending>
__forceinline__ void waitCopies() {
  mpcEmulatedWaitCopies(Pending);
}

//===----------------------------------------------------------------------===//
// Threads among themselves
//===----------------------------------------------------------------------===//

__forceinline__ void barrier() { mpcEmulatedBarrier(); }
__forceinline__ void warpBarrier() { mpcEmulatedWarpBarrier(); }

template <class T>
__forceinline__ T shuffleXor(T value, int mask) {
  static_assert(sizeof(T) == 4);
  uint32 bits;
  __builtin_memcpy(&bits, &value, 4);
  bits = mpcEmulatedShuffleXor(bits, mask);
  __builtin_memcpy(&value, &bits, 4);
  return value;
}

__forceinline__ bool anyLane(bool condition) {
  return mpcEmulatedAnyLane(condition);
}

__forceinline__ uint32 matchLanes(uint32 value) {
  return mpcEmulatedMatchLanes(value);
}

__forceinline__ void fence() { mpcEmulatedFence(); }

__forceinline__ uint32 atomicIncrement(uint32 *counter) {
  return mpcEmulatedAtomicIncrement(counter);
}

__forceinline__ uint32 loadCounter(const uint32 *counter) {
  return mpcEmulatedLoadCounter(counter);
}

//===----------------------------------------------------------------------===//
// Scalars
//===----------------------------------------------------------------------===//

template <class To, class From>
__forceinline__ To bitsAs(From value) {
  static_assert(sizeof(To) == sizeof(From));
  To result;
  __builtin_memcpy(&result, &value, sizeof(To));
  return result;
}

__forceinline__ float toFloat(float x) { return x; }
__forceinline__ float toFloat(f16 x) { return bitsAs<_Float16>(x.bits); }
__forceinline__ float toFloat(bf16 x) {
  return bitsAs<float>(uint32(x.bits) << 16);
}
__forceinline__ f16 toF16(float x) {
  return f16{bitsAs<uint16>(static_cast<_Float16>(x))};
}
/// The device returns one NaN for all.
__forceinline__ bf16 toBf16(float x) {
  uint32 bits = bitsAs<uint32>(x);
  if (x != x)
    return bf16{0x7fff};
  return bf16{uint16((bits + 0x7fff + (bits >> 16 & 1)) >> 16)};
}

__forceinline__ float fusedMultiplyAdd(float a, float b, float c) {
  return __builtin_fmaf(a, b, c);
}
__forceinline__ float squareRoot(float x) { return __builtin_sqrtf(x); }
__forceinline__ float fastExponential(float x) {
  return __builtin_exp2f(x * 1.44269504f);
}
__forceinline__ float fastReciprocalRoot(float x) {
  return 1.0f / __builtin_sqrtf(x);
}
__forceinline__ float fastLogarithm(float x) {
  return __builtin_log2f(x) * 0.693147181f;
}

namespace detail {

__forceinline__ bool isNegative(float x) { return bitsAs<uint32>(x) >> 31; }

} // namespace detail

__forceinline__ float maximumNumber(float a, float b) {
  if (a != a || b != b)
    return a != a ? b : a;
  if (a == b)
    return detail::isNegative(a) ? b : a;
  return a > b ? a : b;
}
__forceinline__ float minimumNumber(float a, float b) {
  if (a != a || b != b)
    return a != a ? b : a;
  if (a == b)
    return detail::isNegative(a) ? a : b;
  return a < b ? a : b;
}
__forceinline__ float maximum(float a, float b) {
  return a != a || b != b ? a + b : maximumNumber(a, b);
}
__forceinline__ float minimum(float a, float b) {
  return a != a || b != b ? a + b : minimumNumber(a, b);
}
__forceinline__ float roundDown(float x) { return __builtin_floorf(x); }
__forceinline__ float roundUp(float x) { return __builtin_ceilf(x); }
__forceinline__ float roundToZero(float x) { return __builtin_truncf(x); }
__forceinline__ float roundToEven(float x) { return __builtin_rintf(x); }
__forceinline__ float absolute(float x) {
  return bitsAs<float>(bitsAs<uint32>(x) & 0x7fffffffu);
}
__forceinline__ float copySign(float x, float sign) {
  return bitsAs<float>((bitsAs<uint32>(x) & 0x7fffffffu) |
                       (bitsAs<uint32>(sign) & 0x80000000u));
}
__forceinline__ uint32 countBits(uint32 x) { return __builtin_popcount(x); }

//===----------------------------------------------------------------------===//
// Tensor cores
//===----------------------------------------------------------------------===//

__forceinline__ void loadMatrices(uint32 (&to)[4], const void *sharedRow) {
  mpcEmulatedLoadMatrices(to, sharedRow, false);
}
__forceinline__ void loadMatricesTransposed(uint32 (&to)[4],
                                            const void *sharedRow) {
  mpcEmulatedLoadMatrices(to, sharedRow, true);
}

template <class T>
void multiplyAdd(float (&sum)[4], const uint32 (&a)[4], const uint32 (&b)[2]);

template <>
__forceinline__ void multiplyAdd<f16>(float (&sum)[4], const uint32 (&a)[4],
                                      const uint32 (&b)[2]) {
  mpcEmulatedMultiplyAdd(emulator::Format::f16, sum, a, b);
}
template <>
__forceinline__ void multiplyAdd<bf16>(float (&sum)[4], const uint32 (&a)[4],
                                       const uint32 (&b)[2]) {
  mpcEmulatedMultiplyAdd(emulator::Format::bf16, sum, a, b);
}
template <>
__forceinline__ void multiplyAdd<tf32>(float (&sum)[4], const uint32 (&a)[4],
                                       const uint32 (&b)[2]) {
  mpcEmulatedMultiplyAdd(emulator::Format::tf32, sum, a, b);
}

} // namespace mpc
