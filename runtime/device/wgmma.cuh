//===- wgmma.cuh - products of four warps together ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tensor cores that read both operands from shared memory, while the warps do
// something else: sm_90a only. As ptx.cuh, which has the rest of what the hardware
// does, this file has a twin for the emulated device.
//
// Source: PTX ISA 8.x, section "Asynchronous Warpgroup Level Matrix Instructions".
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/ptx.cuh"

namespace mpc {

template <class A, class B> constexpr bool kIsSame = false;
template <class A> inline constexpr bool kIsSame<A, A> = true;

/// What products read of shared memory: lines of 128 bytes, whose eight chunks of
/// 16 are moved by an exclusive or with the line's number. Along the depth, a line
/// is one index of the free dimension. Else it is one of the depth, has 64 indices
/// of the free dimension, and after `panelBytes` come the lines of the next 64.
/// `from` is the first line (and, along the depth, the first 32 bytes of four).
__forceinline__ uint64 describeLines(const char *from, int panelBytes) {
  constexpr uint64 kLines128 = 1ull << 62;
  constexpr uint64 kEightLines = 8 * 128 / 16;
  uint64 address = uint32(__cvta_generic_to_shared(from)) / 16;
  return kLines128 | kEightLines << 32 | uint64(panelBytes / 16) << 16 | address;
}

/// What this thread has written to shared memory, or waited for, is there for
/// products that start after a barrier.
__forceinline__ void showToProducts() {
  asm volatile("fence.proxy.async.shared::cta;" ::: "memory");
}

/// Sums that this thread has touched may be used by products from here on.
__forceinline__ void startProducts() {
  asm volatile("wgmma.fence.sync.aligned;" ::: "memory");
}

/// Holds the compiler from moving what reads or writes sums across this point: they
/// are in registers that products under way use.
template <int Count> __forceinline__ void holdSums(Vector<float, 4> *sums) {
#pragma unroll
  for (int i = 0; i < Count; ++i)
    asm volatile(""
                 : "+f"(sums[i][0]), "+f"(sums[i][1]), "+f"(sums[i][2]),
                   "+f"(sums[i][3])::"memory");
}

/// Closes a group of the products that this group of threads has started.
__forceinline__ void commitProducts() {
  asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory");
}

/// Waits until all but the last `Pending` groups are done.
template <int Pending> __forceinline__ void waitProducts() {
  asm volatile("wgmma.wait_group.sync.aligned %0;" ::"n"(Pending) : "memory");
}

// Registers of a block of 16 x 32 sums.
#define MPC_SUMS(FIRST)                                                        \
  "+f"(sums[FIRST][0]), "+f"(sums[FIRST][1]), "+f"(sums[FIRST][2]),            \
      "+f"(sums[FIRST][3]), "+f"(sums[FIRST + 1][0]),                          \
      "+f"(sums[FIRST + 1][1]), "+f"(sums[FIRST + 1][2]),                      \
      "+f"(sums[FIRST + 1][3]), "+f"(sums[FIRST + 2][0]),                      \
      "+f"(sums[FIRST + 2][1]), "+f"(sums[FIRST + 2][2]),                      \
      "+f"(sums[FIRST + 2][3]), "+f"(sums[FIRST + 3][0]),                      \
      "+f"(sums[FIRST + 3][1]), "+f"(sums[FIRST + 3][2]),                      \
      "+f"(sums[FIRST + 3][3])
#define MPC_MULTIPLY_128(TYPE)                                                 \
  asm volatile("{\n.reg .pred p;\nsetp.ne.b32 p, 1, 0;\n"                      \
               "wgmma.mma_async.sync.aligned.m64n128k16.f32." TYPE "." TYPE    \
               " {%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, "     \
               "%13, %14, %15, %16, %17, %18, %19, %20, %21, %22, %23, "       \
               "%24, %25, %26, %27, %28, %29, %30, %31, %32, %33, %34, "       \
               "%35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, "       \
               "%46, %47, %48, %49, %50, %51, %52, %53, %54, %55, %56, "       \
               "%57, %58, %59, %60, %61, %62, %63}, "                          \
               "%64, %65, p, 1, 1, %66, %67;\n}\n"                             \
               : MPC_SUMS(0), MPC_SUMS(4), MPC_SUMS(8), MPC_SUMS(12)           \
               : "l"(a), "l"(b), "n"(int(FreeA)), "n"(int(FreeB)))
#define MPC_MULTIPLY_256(TYPE)                                                 \
  asm volatile("{\n.reg .pred p;\nsetp.ne.b32 p, 1, 0;\n"                      \
               "wgmma.mma_async.sync.aligned.m64n256k16.f32." TYPE "." TYPE    \
               " {%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, "     \
               "%13, %14, %15, %16, %17, %18, %19, %20, %21, %22, %23, "       \
               "%24, %25, %26, %27, %28, %29, %30, %31, %32, %33, %34, "       \
               "%35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, "       \
               "%46, %47, %48, %49, %50, %51, %52, %53, %54, %55, %56, "       \
               "%57, %58, %59, %60, %61, %62, %63, %64, %65, %66, %67, "       \
               "%68, %69, %70, %71, %72, %73, %74, %75, %76, %77, %78, "       \
               "%79, %80, %81, %82, %83, %84, %85, %86, %87, %88, %89, "       \
               "%90, %91, %92, %93, %94, %95, %96, %97, %98, %99, %100, "      \
               "%101, %102, %103, %104, %105, %106, %107, %108, %109, "        \
               "%110, %111, %112, %113, %114, %115, %116, %117, %118, "        \
               "%119, %120, %121, %122, %123, %124, %125, %126, %127}, "       \
               "%128, %129, p, 1, 1, %130, %131;\n}\n"                         \
               : MPC_SUMS(0), MPC_SUMS(4), MPC_SUMS(8), MPC_SUMS(12),          \
                 MPC_SUMS(16), MPC_SUMS(20), MPC_SUMS(24), MPC_SUMS(28)        \
               : "l"(a), "l"(b), "n"(int(FreeA)), "n"(int(FreeB)))

/// Starts sums += a * b, where a is 64 x 16, b is 16 x Columns (128 or 256), and
/// warp w of the group has rows 16 w to 16 w + 15 of the sums, eight columns for
/// each of its vectors, as fragments of mma.m16n8k16. Free: the operand's lines lie
/// along its free dimension.
template <class T, int Columns, bool FreeA, bool FreeB>
__forceinline__ void multiplyLines(Vector<float, 4> *sums, uint64 a, uint64 b) {
  if constexpr (Columns == 128 && kIsSame<T, f16>)
    MPC_MULTIPLY_128("f16");
  else if constexpr (Columns == 128)
    MPC_MULTIPLY_128("bf16");
  else if constexpr (kIsSame<T, f16>)
    MPC_MULTIPLY_256("f16");
  else
    MPC_MULTIPLY_256("bf16");
}

#undef MPC_SUMS
#undef MPC_MULTIPLY_128
#undef MPC_MULTIPLY_256

} // namespace mpc
