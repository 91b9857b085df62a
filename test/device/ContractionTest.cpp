//===- ContractionTest.cpp - contractions with every tile, on odd sizes ---===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Kernels run on the emulated device, twice each: in random order of threads
// and blocks, among NaNs. Results are compared with sums in f64: all must lie
// within the rounding error that sums in f32 may have, and their root mean
// square error within twice that of a sum in f32, one product after the other.
// A sample runs by default, everything where MPC_TEST_ALL is set.
//
//===----------------------------------------------------------------------===//

#include "ContractionCases.h"
#include "ContractionReference.h"
#include "Gpu.h"

#include <atomic>
#include <cstring>
#include <future>
#include <thread>

using namespace emulator::test;
using mpc::cuda::ContractionLaunch;

namespace mpc::test {

static const emulator::test::Cuda &driver() { return emulator::test::cuda(); }

/// Kernels are compiled ahead, in the order in which they run.
class Compiler {
public:
  explicit Compiler(const std::vector<ContractionCase> &cases)
      : results(cases.size()) {
    // What is opened first is closed last: threads must not outlive it.
    emulator::test::findInNvrtc("nvrtcVersion");
    unsigned count = std::max(1u, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < count; ++i)
      threads.emplace_back([this, &cases] {
        for (size_t at; (at = next++) < cases.size();)
          results[at].set_value(compile(cases[at].getText(), "sm_90a"));
      });
  }
  ~Compiler() {
    next = results.size();
    for (std::thread &thread : threads)
      thread.join();
  }
  Compilation get(size_t at) { return results[at].get_future().get(); }

private:
  std::vector<std::promise<Compilation>> results;
  std::atomic<size_t> next = 0;
  std::vector<std::thread> threads;
};

/// A sample keeps the first of every twelve.
static const std::vector<ContractionCase> &getCases() {
  static const std::vector<ContractionCase> cases = [] {
    std::vector<ContractionCase> all = makeCases(), some;
    if (triesAll)
      return all;
    for (size_t i = 0; i < all.size(); i += 12)
      some.push_back(all[i]);
    return some;
  }();
  return cases;
}

class ContractionTest : public GpuTest,
                        public testing::WithParamInterface<size_t> {
protected:
  const ContractionCase &some = getCases()[GetParam()];
  ContractionLaunch shape = some.getLaunch();

  /// Loads the kernel; a tile may take more shared memory than all may.
  void loadKernel() {
    static Compiler compiler(getCases());
    Compilation code = compiler.get(GetParam());
    ASSERT_EQ(code.result, 0) << code.log;
    ASSERT_EQ(driver().cuModuleLoadData(&module, code.image.data()), 0);
    ASSERT_EQ(driver().cuModuleGetFunction(&function, module, "contraction"),
              0);
    constexpr int kMaxDynamicShared = 8;
    ASSERT_EQ(driver().cuFuncSetAttribute(function, kMaxDynamicShared,
                                          shape.sharedBytes),
              0);
  }

  Address uploadBytes(const std::vector<std::byte> &bytes) {
    Address at = allocate(std::max<size_t>(bytes.size(), 16));
    copyIn(at, bytes.data(), bytes.size());
    return at;
  }

  /// What the main loop and the epilogue do to memory, as a profiler sees it.
  void checkCounters() {
    auto total = [](const char *name) { return count("contraction", name); };
    EXPECT_EQ(total("copyConflicts"), 0u) << "of asynchronous copies";
    EXPECT_EQ(total("matrixConflicts"), 0u) << "of fragments";
    uint64_t sectors = total("loadSectors") + total("storeSectors");
    uint64_t ideal = total("loadIdealSectors") + total("storeIdealSectors");
    // A line of less than a sector takes a whole one, and the columns after the
    // last vector one each.
    constexpr int64_t kLeast = 16;
    if (std::min({some.size.rows, some.size.columns, some.size.depth}) >=
        kLeast)
      EXPECT_LE(10 * sectors, 21 * ideal);
  }

  void runOnce(std::vector<Address> buffers) {
    std::vector<void *> parameters;
    for (Address &buffer : buffers)
      parameters.push_back(&buffer);
    ASSERT_EQ(driver().cuLaunchKernel(function, shape.grid[0], shape.grid[1],
                                      1, shape.threads, 1, 1,
                                      shape.sharedBytes, nullptr,
                                      parameters.data(), nullptr),
              0);
    ASSERT_EQ(driver().cuCtxSynchronize(), 0);
  }
};

TEST_P(ContractionTest, IsWithinTheRoundingErrorOfSumsInF32) {
  SCOPED_TRACE(some.getName());
  loadKernel();
  if (HasFatalFailure())
    return;
  ContractionReference reference(some, GetParam() + 1);
  set("MPC_EMULATOR_COUNT", "1");
  resetCounters();
  std::vector<std::byte> empty = reference.getEmptyResult();
  std::vector<Address> buffers = {
      uploadBytes(reference.lhs), uploadBytes(reference.rhs),
      uploadBytes(reference.bias), uploadBytes(empty),
      allocate(std::max<size_t>(8 * some.size.columns, 16))};
  Address semaphores = 0;
  if (shape.semaphores) {
    semaphores = uploadBytes(std::vector<std::byte>(4 * shape.semaphores));
    buffers.push_back(semaphores);
    buffers.push_back(allocate(std::max<int64_t>(shape.workspaceBytes, 16)));
  }
  std::vector<std::byte> values[2];
  std::vector<float> totals[2];
  for (int run = 0; run < 2; ++run) {
    copyIn(buffers[3], empty.data(), empty.size());
    runOnce(buffers);
    if (HasFatalFailure())
      return;
    values[run] = download<std::byte>(buffers[3], empty.size());
    totals[run] =
        download<float>(buffers[4], some.hasTotals ? 2 * some.size.columns : 0);
  }
  EXPECT_EQ(reference.explain(values[0], totals[0]), "");
  checkCounters();
  EXPECT_TRUE(values[0] == values[1] && totals[0] == totals[1])
      << "two runs differ";
  if (shape.semaphores)
    for (uint32_t count : download<uint32_t>(semaphores, shape.semaphores))
      ASSERT_EQ(count, 0u) << "a semaphore was left set";
  for (Address buffer : buffers)
    driver().cuMemFree_v2(buffer);
  driver().cuModuleUnload(module);
}

static std::vector<size_t> getNumbers() {
  std::vector<size_t> numbers(getCases().size());
  for (size_t i = 0; i < numbers.size(); ++i)
    numbers[i] = i;
  return numbers;
}

INSTANTIATE_TEST_SUITE_P(Cases, ContractionTest,
                         testing::ValuesIn(getNumbers()), [](const auto &info) {
                           return getCases()[info.param].getName();
                         });

} // namespace mpc::test
