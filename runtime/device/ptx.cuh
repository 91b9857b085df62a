//===- ptx.cuh - what the hardware does -----------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All inline PTX and all built-ins of CUDA are here and in wgmma.cuh: memory,
// conversions, synchronisation, tensor cores. The emulated device has a file of the same name
// and declarations (test/emulator/ptx.cuh). Device code reaches global and shared
// memory through these functions only.
//
// Sources: PTX ISA 8.x, sections "Data Movement and Conversion" and
// "Warp-level Matrix Multiply-Accumulate".
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/types.cuh"

namespace mpc {

constexpr int kWarpSize = 32;

//===----------------------------------------------------------------------===//
// Places
//===----------------------------------------------------------------------===//

/// Blocks are one-dimensional, grids have three axes.
__forceinline__ int threadIndex() { return threadIdx.x; }
__forceinline__ int laneIndex() { return threadIdx.x % kWarpSize; }
__forceinline__ int blockIndex(int axis) {
  return axis == 0 ? blockIdx.x : axis == 1 ? blockIdx.y : blockIdx.z;
}
__forceinline__ int blockCount(int axis) {
  return axis == 0 ? gridDim.x : axis == 1 ? gridDim.y : gridDim.z;
}

/// The same, read again: what is computed from them takes no registers before.
__forceinline__ int freshThreadIndex() {
  int index;
  asm volatile("mov.u32 %0, %%tid.x;" : "=r"(index));
  return index;
}
__forceinline__ int freshBlockIndex(int axis) {
  int index;
  if (axis == 0)
    asm volatile("mov.u32 %0, %%ctaid.x;" : "=r"(index));
  else if (axis == 1)
    asm volatile("mov.u32 %0, %%ctaid.y;" : "=r"(index));
  else
    asm volatile("mov.u32 %0, %%ctaid.z;" : "=r"(index));
  return index;
}

/// The block's shared memory, as much as the launch asked for; aligned for wgmma.cuh.
__forceinline__ char *sharedMemory() {
  extern __shared__ __align__(1024) char bytes[];
  return bytes;
}

//===----------------------------------------------------------------------===//
// Memory. Vectors are naturally aligned, up to 16 bytes in one request.
//===----------------------------------------------------------------------===//

/// Copies between variables, not memory that others see.
__forceinline__ void copyBytes(void *to, const void *from, int bytes) {
  memcpy(to, from, bytes);
}

namespace detail {

template <int Bytes> struct Raw;
template <> struct Raw<1> { using type = uint8; };
template <> struct Raw<2> { using type = uint16; };
template <> struct Raw<4> { using type = uint32; };
template <> struct Raw<8> { using type = uint2; };
template <> struct Raw<16> { using type = uint4; };

/// Reads or writes a T as pieces of at most 16 bytes, so that one of up to 16
/// bytes is one instruction whatever its members are.
template <class T> constexpr int kPiece = alignof(T) < 16 ? alignof(T) : 16;

template <class T> __forceinline__ T read(const T *from) {
  using Piece = typename Raw<kPiece<T>>::type;
  T value;
#pragma unroll
  for (int i = 0; i < int(sizeof(T) / sizeof(Piece)); ++i) {
    Piece piece = reinterpret_cast<const Piece *>(from)[i];
    memcpy(reinterpret_cast<char *>(&value) + i * sizeof(Piece),
                     &piece, sizeof(Piece));
  }
  return value;
}

template <class T> __forceinline__ void write(T *to, const T &value) {
  using Piece = typename Raw<kPiece<T>>::type;
#pragma unroll
  for (int i = 0; i < int(sizeof(T) / sizeof(Piece)); ++i) {
    Piece piece;
    memcpy(&piece,
                     reinterpret_cast<const char *>(&value) + i * sizeof(Piece),
                     sizeof(Piece));
    reinterpret_cast<Piece *>(to)[i] = piece;
  }
}

} // namespace detail

/// Global memory: one element, or a Vector.
template <class T> __forceinline__ T load(const T *from) {
  return detail::read(from);
}
template <class T> __forceinline__ void store(T *to, const T &value) {
  detail::write(to, value);
}

/// Global memory that another block of this launch wrote, past the first-level
/// cache, which may hold what was there before.
__forceinline__ float loadFresh(const float *from) {
  float value;
  asm volatile("ld.global.cg.f32 %0, [%1];" : "=f"(value) : "l"(from) : "memory");
  return value;
}

__forceinline__ Vector<float, 4> loadFresh(const Vector<float, 4> *from) {
  Vector<float, 4> value;
  asm volatile("ld.global.cg.v4.f32 {%0, %1, %2, %3}, [%4];"
               : "=f"(value[0]), "=f"(value[1]), "=f"(value[2]), "=f"(value[3])
               : "l"(from)
               : "memory");
  return value;
}

/// Shared memory: one element, or a Vector.
template <class T> __forceinline__ T loadShared(const T *from) {
  return detail::read(from);
}
template <class T> __forceinline__ void storeShared(T *to, const T &value) {
  detail::write(to, value);
}

/// Starts a copy of 16 bytes from global to shared memory; both aligned to 16.
__forceinline__ void copyAsync(void *shared, const void *global) {
  uint32 to = __cvta_generic_to_shared(shared);
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"(to), "l"(global)
               : "memory");
}

/// The same, with zeros from byte `bytes` on; reads only `bytes` bytes.
__forceinline__ void copyAsync(void *shared, const void *global, int bytes) {
  uint32 to = __cvta_generic_to_shared(shared);
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(to),
               "l"(global), "r"(bytes)
               : "memory");
}

/// Closes a group of the copies that this thread has started.
__forceinline__ void commitCopies() {
  asm volatile("cp.async.commit_group;" ::: "memory");
}

/// Waits until all but the last `Pending` groups of this thread have landed.
/// Others' copies are seen after a barrier that follows their waits.
template <int Pending> __forceinline__ void waitCopies() {
  asm volatile("cp.async.wait_group %0;" ::"n"(Pending) : "memory");
}

//===----------------------------------------------------------------------===//
// Threads among themselves
//===----------------------------------------------------------------------===//

/// Waits for all threads of the block.
__forceinline__ void barrier() { __syncthreads(); }

/// Waits for the lanes of the warp; orders their shared memory.
__forceinline__ void warpBarrier() { __syncwarp(); }

/// The value of lane `lane ^ mask`. All lanes take part.
template <class T> __forceinline__ T shuffleXor(T value, int mask) {
  static_assert(sizeof(T) == 4);
  uint32 bits;
  memcpy(&bits, &value, 4);
  bits = __shfl_xor_sync(0xffffffffu, bits, mask);
  memcpy(&value, &bits, 4);
  return value;
}

/// True if `condition` is true in any lane. All lanes take part.
__forceinline__ bool anyLane(bool condition) {
  return __any_sync(0xffffffffu, condition);
}

/// The lanes, a bit for each, that have the same value. All lanes take part.
__forceinline__ uint32 matchLanes(uint32 value) {
  return __match_any_sync(0xffffffffu, value);
}

/// Writes before this are seen by whoever sees writes after it.
__forceinline__ void fence() { __threadfence(); }

/// Adds to a counter in global memory and returns what it was.
__forceinline__ uint32 atomicIncrement(uint32 *counter) {
  return atomicAdd(counter, 1u);
}

/// What a counter is now, for those who wait until it is more.
__forceinline__ uint32 loadCounter(const uint32 *counter) {
  uint32 value;
  asm volatile("ld.volatile.global.u32 %0, [%1];"
               : "=r"(value)
               : "l"(counter)
               : "memory");
  return value;
}

//===----------------------------------------------------------------------===//
// Scalars. Conversions round to nearest even; NaN stays NaN.
//===----------------------------------------------------------------------===//

template <class To, class From> __forceinline__ To bitsAs(From value) {
  static_assert(sizeof(To) == sizeof(From));
  To result;
  memcpy(&result, &value, sizeof(To));
  return result;
}

__forceinline__ float toFloat(float x) { return x; }
__forceinline__ float toFloat(f16 x) {
  float result;
  asm("cvt.f32.f16 %0, %1;" : "=f"(result) : "h"(x.bits));
  return result;
}
__forceinline__ float toFloat(bf16 x) {
  return bitsAs<float>(uint32(x.bits) << 16);
}
__forceinline__ f16 toF16(float x) {
  f16 result;
  asm("cvt.rn.f16.f32 %0, %1;" : "=h"(result.bits) : "f"(x));
  return result;
}
__forceinline__ bf16 toBf16(float x) {
  bf16 result;
  asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(result.bits) : "f"(x));
  return result;
}

/// a * b + c, rounded once.
__forceinline__ float fusedMultiplyAdd(float a, float b, float c) {
  float result;
  asm("fma.rn.f32 %0, %1, %2, %3;" : "=f"(result) : "f"(a), "f"(b), "f"(c));
  return result;
}
__forceinline__ float squareRoot(float x) {
  float result;
  asm("sqrt.rn.f32 %0, %1;" : "=f"(result) : "f"(x));
  return result;
}
/// What the chip has for e^x, 1 / sqrt(x) and ln(x): within about 2 ulp near 0 and 1, some
/// hundred ulp for large |x|, denormals are 0; `--math=fast` asks for them.
__forceinline__ float fastExponential(float x) {
  float result;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(x * 1.44269504f));
  return result;
}
__forceinline__ float fastReciprocalRoot(float x) {
  float result;
  asm("rsqrt.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(x));
  return result;
}
__forceinline__ float fastLogarithm(float x) {
  float result;
  asm("lg2.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(x));
  return result * 0.693147181f;
}
/// NaN if either is; +0 is greater than -0.
__forceinline__ float maximum(float a, float b) {
  float result;
  asm("max.NaN.f32 %0, %1, %2;" : "=f"(result) : "f"(a), "f"(b));
  return result;
}
__forceinline__ float minimum(float a, float b) {
  float result;
  asm("min.NaN.f32 %0, %1, %2;" : "=f"(result) : "f"(a), "f"(b));
  return result;
}
/// The other one if one is NaN.
__forceinline__ float maximumNumber(float a, float b) {
  float result;
  asm("max.f32 %0, %1, %2;" : "=f"(result) : "f"(a), "f"(b));
  return result;
}
__forceinline__ float minimumNumber(float a, float b) {
  float result;
  asm("min.f32 %0, %1, %2;" : "=f"(result) : "f"(a), "f"(b));
  return result;
}
__forceinline__ float roundDown(float x) {
  float result;
  asm("cvt.rmi.f32.f32 %0, %1;" : "=f"(result) : "f"(x));
  return result;
}
__forceinline__ float roundUp(float x) {
  float result;
  asm("cvt.rpi.f32.f32 %0, %1;" : "=f"(result) : "f"(x));
  return result;
}
__forceinline__ float roundToZero(float x) {
  float result;
  asm("cvt.rzi.f32.f32 %0, %1;" : "=f"(result) : "f"(x));
  return result;
}
/// To the nearest integer, ties to even.
__forceinline__ float roundToEven(float x) {
  float result;
  asm("cvt.rni.f32.f32 %0, %1;" : "=f"(result) : "f"(x));
  return result;
}
__forceinline__ float absolute(float x) {
  return bitsAs<float>(bitsAs<uint32>(x) & 0x7fffffffu);
}
__forceinline__ float copySign(float x, float sign) {
  return bitsAs<float>((bitsAs<uint32>(x) & 0x7fffffffu) |
                       (bitsAs<uint32>(sign) & 0x80000000u));
}
__forceinline__ uint32 countBits(uint32 x) {
  uint32 result;
  asm("popc.b32 %0, %1;" : "=r"(result) : "r"(x));
  return result;
}

//===----------------------------------------------------------------------===//
// Tensor cores
//===----------------------------------------------------------------------===//

/// Four 8x8 matrices of 16-bit elements. Lane 8 i + j gives the address of row j
/// of matrix i, 16 bytes; lane l gets elements 2 (l % 4) and 2 (l % 4) + 1 of row
/// l / 4 of each matrix.
__forceinline__ void loadMatrices(uint32 (&to)[4], const void *sharedRow) {
  uint32 from = __cvta_generic_to_shared(sharedRow);
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
               : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3])
               : "r"(from)
               : "memory");
}

/// The same, each matrix transposed: the lane gets elements of column l / 4.
__forceinline__ void loadMatricesTransposed(uint32 (&to)[4],
                                            const void *sharedRow) {
  uint32 from = __cvta_generic_to_shared(sharedRow);
  asm volatile(
      "ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
      : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3])
      : "r"(from)
      : "memory");
}

/// sum += a * b, where a is 16 x 16, b is 16 x 8 and sum is 16 x 8, in fragments
/// as mma.m16n8k16 has them. Exact products, accumulated in f32.
template <class T>
void multiplyAdd(float (&sum)[4], const uint32 (&a)[4], const uint32 (&b)[2]);

template <>
__forceinline__ void multiplyAdd<f16>(float (&sum)[4], const uint32 (&a)[4],
                                      const uint32 (&b)[2]) {
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 "
               "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
               : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3])
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]),
                 "r"(b[1]));
}

template <>
__forceinline__ void multiplyAdd<bf16>(float (&sum)[4], const uint32 (&a)[4],
                                       const uint32 (&b)[2]) {
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 "
               "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
               : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3])
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]),
                 "r"(b[1]));
}

/// The same for 16 x 8 by 8 x 8, as mma.m16n8k8 has them.
template <>
__forceinline__ void multiplyAdd<tf32>(float (&sum)[4], const uint32 (&a)[4],
                                       const uint32 (&b)[2]) {
  asm volatile("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 "
               "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
               : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3])
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]),
                 "r"(b[1]));
}

} // namespace mpc
