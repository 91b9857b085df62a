//===- wgmma.cuh - products of four warps together, emulated --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The twin of runtime/device/wgmma.cuh, as ptx.cuh here is of the one there.
// Descriptors are in the hardware's form, and addresses in them are offsets into
// the block's shared memory.
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/ptx.cuh"

namespace mpc {

template <class A, class B>
constexpr bool kIsSame = false;
template <class A>
inline constexpr bool kIsSame<A, A> = true;

__forceinline__ uint64 describeLines(const char *from, int panelBytes) {
  constexpr uint64 kLines128 = 1ull << 62;
  constexpr uint64 kEightLines = 8 * 128 / 16;
  uint64 address = uint64(from - sharedMemory()) / 16;
  return kLines128 | kEightLines << 32 | uint64(panelBytes / 16) << 16 | address;
}

__forceinline__ void showToProducts() {}
__forceinline__ void startProducts() {}
template <int Count>
__forceinline__ void holdSums(Vector<float, 4> *sums) {}
__forceinline__ void commitProducts() { mpcEmulatedCommitProducts(); }
template <int Pending>
__forceinline__ void waitProducts() {
  mpcEmulatedWaitProducts(Pending);
}

template <class T, int Columns, bool FreeA, bool FreeB>
__forceinline__ void multiplyLines(Vector<float, 4> *sums, uint64 a, uint64 b) {
  mpcEmulatedMultiplyLines(kIsSame<T, f16> ? emulator::Format::f16
                                           : emulator::Format::bf16,
                           Columns, FreeA, FreeB, sums[0].at, a, b);
}

} // namespace mpc
