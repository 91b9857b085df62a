//===- HostKernel.h - how host kernels are called -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The binary interface between generated host code and the runtime. Generated
// code is closed: what it cannot do itself it calls through HostServices.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_HOSTKERNEL_H
#define MPCRT_HOSTKERNEL_H

#include <cstddef>
#include <cstdint>

namespace mpcrt {

/// Runs one task of a named algorithm. Buffers are its operands, then its
/// results, null where nobody wants one. The first parameters are the element
/// type (fb::DType) and how many rows a task works; those of the op
/// `mpc.algorithm` follow.
using HostAlgorithm = void (*)(const int64_t *parameters, void *const *buffers,
                               void *scratch, int64_t task);

/// What generated code may call: functions of the C library, and algorithms
/// that are written once. Entries are only ever appended, and with each
/// appended one kEngineVersion grows. The f64 functions serve f64 code, whose
/// results must not depend on mpc's own expansions.
struct HostServices {
  void *(*memset)(void *, int, size_t);
  void *(*memcpy)(void *, const void *, size_t);
  double (*exp)(double);
  double (*expm1)(double);
  double (*log)(double);
  double (*log1p)(double);
  double (*tanh)(double);
  double (*erf)(double);
  double (*sin)(double);
  double (*cos)(double);
  double (*pow)(double, double);
  HostAlgorithm sort;
  HostAlgorithm cumsum;
  HostAlgorithm addRows;
  HostAlgorithm putAlong;
};

/// Columns that a task of cumsum works side by side.
constexpr int64_t kCumsumColumns = 64;

/// Bytes of scratch memory that a task of sort needs for rows of `size`
/// elements: two lists of a key and its place, for the larger keys.
constexpr int64_t sortScratchBytes(int64_t size) { return 2 * 16 * size; }

/// Runs tasks [begin, end) of a kernel.
///
/// `buffers` holds the operands' base addresses, inputs then outputs, each
/// aligned to 64 bytes. `scratch` is this thread's own memory of at least
/// Kernel.scratch_bytes, aligned to 64, contents undefined. Results never
/// depend on how tasks are spread over threads.
using HostKernel = void (*)(const HostServices *services, void *const *buffers,
                            void *scratch, int64_t begin, int64_t end);

} // namespace mpcrt

#endif // MPCRT_HOSTKERNEL_H
