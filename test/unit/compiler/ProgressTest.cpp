//===- ProgressTest.cpp - how far a compilation is, and its end -----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Linear.h"

#include <gmock/gmock.h>
#include <stdexcept>

using namespace mpc;
using testing::HasSubstr;

namespace {

struct Moment {
  std::string step;
  int64_t done, total, kernels, allKernels;
};

std::vector<Moment> watch(CompileOptions options, CompileResult &result) {
  std::vector<Moment> moments;
  options.onProgress = [&](const CompileProgress &p) {
    moments.push_back({p.step, p.done, p.total, p.kernels, p.allKernels});
    return true;
  };
  result = compileLinear(options);
  return moments;
}

CompileOptions forTarget(const std::string &target) {
  CompileOptions options;
  options.target = target;
  return options;
}

/// Fails if the compilation that the call number `call` ends is not told so.
void interruptAt(size_t call, CompileOptions options) {
  SCOPED_TRACE(call);
  size_t calls = 0;
  options.onProgress = [&](const CompileProgress &) { return calls++ < call; };
  CompileResult result = compileLinear(options);
  EXPECT_EQ(result.status, CompileStatus::interrupted);
  EXPECT_EQ(calls, call + 1) << "it went on";
  EXPECT_EQ(result.engine, "");
  ASSERT_EQ(result.messages.size(), 1u) << result.diagnostics;
  EXPECT_EQ(result.messages.front().text, "interrupted");
}

TEST(Progress, tells_every_step_in_order) {
  CompileResult result;
  std::vector<Moment> moments = watch(forTarget("host"), result);
  ASSERT_TRUE(result) << result.diagnostics;
  ASSERT_EQ(moments.size(), compilerSteps().size());
  for (size_t i = 0; i < moments.size(); ++i) {
    EXPECT_EQ(moments[i].step, compilerSteps()[i].name);
    EXPECT_EQ(moments[i].done, int64_t(i + 1));
    EXPECT_EQ(moments[i].total, int64_t(moments.size()));
  }
}

/// Chips are compiled for once, or with an older one for later chips.
class KernelProgress : public testing::TestWithParam<const char *> {};

TEST_P(KernelProgress, is_told_in_order) {
  emulateGpu();
  setenv("MPC_CACHE_DIR", "off", 1);
  setenv("MPC_THREADS", "1", 1);
  CompileResult result;
  std::vector<Moment> moments =
      watch(forTarget(std::string("host,cuda:") + GetParam()), result);
  ASSERT_TRUE(result) << result.diagnostics;
  int64_t kernels = 0, done = 0;
  for (const Moment &moment : moments) {
    EXPECT_GE(moment.done, done);
    EXPECT_EQ(moment.total, 15);
    done = moment.done;
    if (moment.allKernels) {
      EXPECT_EQ(moment.step, "code");
      EXPECT_EQ(moment.kernels, ++kernels);
      EXPECT_LE(moment.kernels, moment.allKernels);
    }
  }
  EXPECT_GT(kernels, 3);
  EXPECT_EQ(done, 15);
}

INSTANTIATE_TEST_SUITE_P(Chips, KernelProgress,
                         testing::Values("sm_80", "sm_86", "sm_90a"));

TEST(Progress, may_interrupt_after_any_step) {
  CompileResult result;
  size_t calls = watch(forTarget("host"), result).size();
  for (size_t call = 0; call < calls; ++call)
    interruptAt(call, forTarget("host"));
}

TEST(Progress, may_interrupt_a_gpu_between_kernels) {
  emulateGpu();
  setenv("MPC_CACHE_DIR", "off", 1);
  setenv("MPC_THREADS", "1", 1);
  CompileResult result;
  std::vector<Moment> moments = watch(forTarget("cuda:sm_80"), result);
  for (size_t call = 0; call < moments.size(); ++call)
    if (moments[call].kernels == 1 || call + 1 == moments.size())
      interruptAt(call, forTarget("cuda:sm_80"));
}

TEST(Progress, may_throw) {
  CompileOptions options;
  options.onProgress = [](const CompileProgress &) -> bool {
    throw std::runtime_error("no time");
  };
  CompileResult result = compileLinear(options);
  EXPECT_EQ(result.status, CompileStatus::interrupted);
  EXPECT_EQ(result.messages.back().text, "a callback threw: no time");
  options.onProgress = [](const CompileProgress &) -> bool { throw 1; };
  result = compileLinear(options);
  EXPECT_EQ(result.status, CompileStatus::interrupted);
  EXPECT_EQ(result.messages.back().text, "a callback threw");
}

TEST(Target, is_the_host_where_there_is_no_gpu) {
  setenv("MPC_LIBCUDA", "/does/not/exist", 1);
  CompileResult known = compileLinear(forTarget("host"));
  CompileResult found = compileLinear(forTarget("auto"));
  ASSERT_TRUE(found) << found.diagnostics;
  EXPECT_EQ(found.engine, known.engine);
}

TEST(Target, is_the_gpu_at_hand) {
  emulateGpu();
  CompileResult known = compileLinear(forTarget("cuda:sm_80"));
  CompileResult found = compileLinear(forTarget("auto"));
  ASSERT_TRUE(found) << found.diagnostics;
  EXPECT_EQ(found.engine, known.engine);
}

TEST(Target, is_the_host_where_nothing_compiles_for_the_gpu) {
  emulateGpu();
  setenv("MPC_NVRTC", "/does/not/exist", 1);
  CompileResult found = compileLinear(forTarget("auto"));
  ASSERT_TRUE(found) << found.diagnostics;
  ASSERT_EQ(found.messages.size(), 1u);
  EXPECT_EQ(found.messages.front().kind, CompileMessage::Kind::note);
  EXPECT_THAT(found.messages.front().text, HasSubstr("the GPU is not used: "));
  EXPECT_EQ(found.engine, compileLinear(forTarget("host")).engine);
}

} // namespace
