//===- Gpu.h - the emulated device, as tests use it -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Everything goes through the C interfaces of the stand-ins.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_EMULATOR_TESTS_GPU_H
#define MPC_TEST_EMULATOR_TESTS_GPU_H

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace emulator::test {

using Address = unsigned long long;

/// The driver's calls that tests make.
struct Cuda {
#define CALL(NAME, ...) int (*NAME)(__VA_ARGS__) = nullptr;
#include "Calls.def"
#undef CALL
};
const Cuda &cuda();

/// Opens the stand-in for libcuda or libnvrtc and finds a function in it.
void *findInCuda(const char *name);
void *findInNvrtc(const char *name);

/// The device's own functions (Settings.cpp, CountersApi.cpp).
void set(const char *name, const std::string &value);
uint64_t count(const char *kernel, const char *name);
void resetCounters();

/// A patch of a file of the device library.
struct Patch {
  std::string file, oldText, newText;
};

struct Compilation {
  int result = 0;
  std::string log, image;
};

/// Compiles with the device library; `body` follows its includes.
Compilation compile(const std::string &body, const std::string &arch = "sm_80",
                    const Patch &patch = {});

/// A context of the device, and one kernel in it.
class GpuTest : public testing::Test {
protected:
  void SetUp() override;
  void TearDown() override;

  /// Compiles and loads a kernel named `kernel`.
  void load(const std::string &body, const Patch &patch = {});
  int launch(int blocks, int threads, const std::vector<Address> &buffers,
             int sharedBytes = 0);
  /// Launches and waits, returns what that returned.
  int run(int blocks, int threads, const std::vector<Address> &buffers,
          int sharedBytes = 0);
  /// Runs it and returns the error with what was printed.
  std::string explain(int blocks, int threads,
                      const std::vector<Address> &buffers, int sharedBytes = 0);

  Address allocate(size_t bytes);
  template <class T>
  Address upload(const std::vector<T> &values) {
    Address at = allocate(values.size() * sizeof(T));
    copyIn(at, values.data(), values.size() * sizeof(T));
    return at;
  }
  template <class T>
  std::vector<T> download(Address from, size_t count) {
    std::vector<T> values(count);
    copyOut(values.data(), from, count * sizeof(T));
    return values;
  }
  void copyIn(Address to, const void *from, size_t bytes);
  void copyOut(void *to, Address from, size_t bytes);

  void *context = nullptr, *module = nullptr, *function = nullptr;
};

} // namespace emulator::test

#endif // MPC_TEST_EMULATOR_TESTS_GPU_H
