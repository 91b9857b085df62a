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

/// Functions of the C library that generated code may call; entries are only
/// ever appended. The f64 functions serve f64 code, whose results must not
/// depend on mpc's own expansions.
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
};

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
