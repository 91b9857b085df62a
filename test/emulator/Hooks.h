//===- Hooks.h - what kernels call on the emulated device -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The binary interface between a kernel that was compiled for the host
// (ptx.cuh) and the emulated device. Included by both, so it includes nothing.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_EMULATOR_HOOKS_H
#define MPC_TEST_EMULATOR_HOOKS_H

// Code must not be copied around these calls: their return address names them.
#ifdef __clang__
#define MPC_EMULATOR_CALL                                                      \
  __attribute__((convergent, noduplicate, visibility("default")))
#else
#define MPC_EMULATOR_CALL __attribute__((visibility("default")))
#endif

namespace emulator {

/// Where the thread that runs now stands; changes at every call that waits.
struct Place {
  int thread;
  int block[3];
  int grid[3];
  char *shared;
};

enum class Format { f16, bf16, tf32 };

/// What a kernel's object tells of it: the symbol "<entry>__kernel".
struct KernelInfo {
  void (*call)(void **parameters);
  int parameters;
  int maxThreads;
};

/// Braces have the values taken in order.
struct Caller {
  template <class... P>
  Caller(void (*kernel)(P *...), P *...values) {
    kernel(values...);
  }
};
template <class... P>
inline void callKernel(void (*kernel)(P *...), void **parameters) {
  int i = 0;
  Caller{kernel, *static_cast<P **>(parameters[i++])...};
}
template <class... P>
constexpr int countParameters(void (*)(P *...)) {
  return sizeof...(P);
}

} // namespace emulator

/// Addresses are those of the emulated device, which nobody can touch; the
/// functions of memory return where the host finds the bytes.
extern "C" {
extern __attribute__((visibility("default"))) emulator::Place mpcEmulatedPlace;
MPC_EMULATOR_CALL const void *mpcEmulatedReadGlobal(const void *from, int bytes,
                                                    bool fresh);
MPC_EMULATOR_CALL void *mpcEmulatedWriteGlobal(void *to, int bytes);
MPC_EMULATOR_CALL const void *mpcEmulatedReadShared(const void *from,
                                                    int bytes);
MPC_EMULATOR_CALL void *mpcEmulatedWriteShared(void *to, int bytes);
MPC_EMULATOR_CALL unsigned mpcEmulatedAtomicIncrement(unsigned *counter);
MPC_EMULATOR_CALL unsigned mpcEmulatedLoadCounter(const unsigned *counter);
MPC_EMULATOR_CALL void mpcEmulatedCopyAsync(void *shared, const void *global,
                                            int bytes);
MPC_EMULATOR_CALL void mpcEmulatedCommitCopies();
MPC_EMULATOR_CALL void mpcEmulatedWaitCopies(int pending);
MPC_EMULATOR_CALL void mpcEmulatedFence();
MPC_EMULATOR_CALL void mpcEmulatedBarrier();
MPC_EMULATOR_CALL void mpcEmulatedWarpBarrier();
MPC_EMULATOR_CALL unsigned mpcEmulatedShuffleXor(unsigned value, int mask);
MPC_EMULATOR_CALL bool mpcEmulatedAnyLane(bool condition);
MPC_EMULATOR_CALL unsigned mpcEmulatedMatchLanes(unsigned value);
MPC_EMULATOR_CALL void mpcEmulatedLoadMatrices(unsigned *to, const void *row,
                                               bool transposed);
MPC_EMULATOR_CALL void mpcEmulatedMultiplyAdd(emulator::Format format,
                                              float *sum, const unsigned *a,
                                              const unsigned *b);
MPC_EMULATOR_CALL void mpcEmulatedMultiplyLines(emulator::Format format,
                                                int columns, bool freeA,
                                                bool freeB, float *sums,
                                                unsigned long long a,
                                                unsigned long long b);
MPC_EMULATOR_CALL void mpcEmulatedCommitProducts();
MPC_EMULATOR_CALL void mpcEmulatedWaitProducts(int pending);
}

#endif // MPC_TEST_EMULATOR_HOOKS_H
