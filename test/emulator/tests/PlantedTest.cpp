//===- PlantedTest.cpp - bugs of the device library are found -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Bugs are planted in the real device library, one at a time; kernels that use
// it must then be reported, or have other results, under one of a few seeds.
//
//===----------------------------------------------------------------------===//

#include "Gpu.h"
#include "PlantedKernels.h"

#include <immintrin.h>

namespace emulator::test {

namespace {

struct Bug {
  const char *name, *kernel;
  Patch patch;
};

const Bug kBugs[] = {
#define BUG(NAME, KERNEL, FILE, OLD, NEW) {#NAME, KERNEL, {FILE, OLD, NEW}},
#include "Planted.def"
};

constexpr int kSeeds = 3;

void PrintTo(const Bug &bug, std::ostream *out) {
  *out << bug.name << ": in " << bug.patch.file << ", \"" << bug.patch.oldText
       << "\" became \"" << bug.patch.newText << '"';
}

struct Result {
  int error = 0;
  std::string report;
  std::vector<uint32_t> values; // of two launches
};

class PlantedTest : public testing::TestWithParam<Bug> {
protected:
  void SetUp() override { set("MPC_EMULATOR_RACES", "1"); }
  void TearDown() override { set("MPC_EMULATOR_RACES", "0"); }
};

/// A launch in a context of its own, for errors end one.
class Runner : public GpuTest {
public:
  void TestBody() override {}

  Result run(const PlantedKernel &kernel, const Compilation &code, int seed) {
    set("MPC_EMULATOR_SEED", std::to_string(seed));
    GpuTest::SetUp();
    EXPECT_EQ(cuda().cuModuleLoadData(&module, code.image.data()), 0);
    EXPECT_EQ(cuda().cuModuleGetFunction(&function, module, "kernel"), 0);
    constexpr int kMaxDynamicShared = 8;
    EXPECT_EQ(cuda().cuFuncSetAttribute(function, kMaxDynamicShared,
                                        kernel.shared),
              0);
    Address in0 = fill(kernel.in0, kernel.hasHalves, 1),
            in1 = kernel.hasIndices ? countUp(kernel.in1)
                                    : fill(kernel.in1, kernel.hasHalves, 2),
            semaphores = upload(std::vector<char>(kernel.semaphores)),
            workspace = allocate(kernel.workspace);
    Result result;
    testing::internal::CaptureStderr();
    for (int time = 0; time < 2 && !result.error; ++time) {
      Address out0 = allocate(kernel.out0);
      result.error = launch(kernel, {in0, in1, out0, semaphores, workspace});
      if (result.error)
        continue;
      auto values = download<uint32_t>(out0, kernel.out0 / 4);
      result.values.insert(result.values.end(), values.begin(), values.end());
    }
    result.report = testing::internal::GetCapturedStderr();
    GpuTest::TearDown();
    return result;
  }

private:
  /// Multiples of 1/8, whose sums are exact in any order.
  Address fill(int bytes, bool hasHalves, uint32_t seed) {
    auto next = [&] {
      seed = seed * 1664525 + 1013904223;
      return float(seed >> 28) / 8 + 0.125f;
    };
    if (hasHalves) {
      std::vector<uint16_t> values(bytes / 2);
      for (uint16_t &value : values)
        value = _cvtss_sh(next(), 0);
      return upload(values);
    }
    std::vector<float> values(bytes / 4);
    for (float &value : values)
      value = next();
    return upload(values);
  }

  Address countUp(int bytes) {
    std::vector<uint32_t> values(bytes / 4);
    for (size_t i = 0; i < values.size(); ++i)
      values[i] = i / 2;
    return upload(values);
  }

  int launch(const PlantedKernel &kernel, const std::vector<Address> &buffers) {
    std::vector<void *> parameters;
    for (const Address &buffer : buffers)
      parameters.push_back(const_cast<Address *>(&buffer));
    int error = cuda().cuLaunchKernel(
        function, kernel.grid[0], kernel.grid[1], 1, kernel.threads, 1, 1,
        kernel.shared, nullptr, parameters.data(), nullptr);
    return error ? error : cuda().cuCtxSynchronize();
  }
};

} // namespace

static Result run(const PlantedKernel &kernel, const Compilation &code,
                  int seed) {
  return Runner().run(kernel, code, seed);
}

TEST_P(PlantedTest, IsFound) {
  const Bug &bug = GetParam();
  const PlantedKernel &kernel = findKernel(bug.kernel);
  Compilation right = compile(kernel.text);
  ASSERT_EQ(right.result, 0) << right.log;
  Result expected = run(kernel, right, 1);
  ASSERT_EQ(expected.error, 0) << expected.report;

  Compilation wrong = compile(kernel.text, "sm_80", bug.patch);
  ASSERT_EQ(wrong.result, 0) << wrong.log;
  for (int seed = 1; seed <= kSeeds; ++seed) {
    Result result = run(kernel, wrong, seed);
    if (result.error) {
      RecordProperty("found", result.report);
      EXPECT_NE(result.report, "");
      return;
    }
    if (result.values != expected.values)
      return;
  }
  FAIL() << "the bug was not found with " << kSeeds << " seeds";
}

INSTANTIATE_TEST_SUITE_P(Bugs, PlantedTest, testing::ValuesIn(kBugs),
                         [](const auto &info) { return info.param.name; });

/// The library without bugs gives no report, and the same for all seeds.
TEST(SoundTest, KernelsAreRight) {
  set("MPC_EMULATOR_RACES", "1");
  for (const char *name : {"pointwise", "rows", "columns", "total", "totals",
                           "half", "groups", "tf32", "scalar", "shallow", "short sort",
                           "sort", "long sort", "cumsum", "scatter", "put"}) {
    const PlantedKernel &kernel = findKernel(name);
    Compilation code = compile(kernel.text);
    ASSERT_EQ(code.result, 0) << name << code.log;
    Result first = run(kernel, code, 1);
    for (int seed = 1; seed <= 2 * kSeeds; ++seed) {
      Result result = run(kernel, code, seed);
      EXPECT_EQ(result.error, 0) << name << result.report;
      EXPECT_EQ(result.values, first.values) << name;
    }
  }
  set("MPC_EMULATOR_RACES", "0");
}

} // namespace emulator::test
