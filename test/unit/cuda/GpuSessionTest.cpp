//===- GpuSessionTest.cpp - a session on a GPU is one on the host ---------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "GpuSession.h"

#include <map>
#include <cstdlib>

using namespace mpcrt;
using namespace mpcrt::test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

class GpuSession : public GpuTest {};

std::vector<float> runForOutput(Session &session, const char *function,
                                std::vector<float> input, size_t count) {
  std::vector<float> result(count);
  InputBuffer in = {"rows", input.data(), input.size() * 4};
  OutputBuffer out = {function, result.data(), count * 4};
  Status status =
      session.run(function, {&in, input.empty() ? 0u : 1u}, {&out, 1});
  EXPECT_TRUE(status.ok()) << status.message();
  return result;
}

} // namespace

TEST_F(GpuSession, says_what_it_runs_on) {
  EXPECT_THAT(open()->deviceName(), HasSubstr("(cuda:0, sm_80)"));
  EXPECT_THAT(open("auto")->deviceName(), HasSubstr("(cuda:0, sm_80)"));
  EXPECT_EQ(open("host")->deviceName(), "host");
  EXPECT_THAT(open()->notes(), IsEmpty());
  auto target = findTarget("auto");
  ASSERT_TRUE(target);
  EXPECT_EQ(*target, "cuda:sm_80");
}

TEST_F(GpuSession, gives_what_the_host_gives) {
  auto host = open("host"), gpu = open("cuda:0");
  for (Session *session : {host.get(), gpu.get()})
    ASSERT_TRUE(session->init(7).ok());
  EXPECT_EQ(floats(*gpu, "params"), floats(*host, "params"));
  for (float x : {1.0f, -2.0f, 0.5f})
    EXPECT_EQ(step(*gpu, {x, 2, 3}), step(*host, {x, 2, 3}));
  for (const char *name : {"params", "gradients", "lr", "adam.m/w"})
    EXPECT_EQ(floats(*gpu, name), floats(*host, name)) << name;
  int64_t iteration = 0;
  ASSERT_TRUE(gpu->get("iteration", &iteration, 8).ok());
  EXPECT_EQ(iteration, 3);
}

TEST_F(GpuSession, unrolls_loops) {
  auto host = open("host"), gpu = open();
  std::vector<float> rows(256);
  for (size_t i = 0; i < rows.size(); ++i)
    rows[i] = static_cast<float>(i);
  EXPECT_EQ(runForOutput(*gpu, "twice", rows, 256),
            runForOutput(*host, "twice", rows, 256));
  EXPECT_EQ(runForOutput(*gpu, "grid", {}, 384),
            runForOutput(*host, "grid", {}, 384));
}

TEST_F(GpuSession, takes_over_what_is_set) {
  auto gpu = open();
  std::vector<float> w = {1, 2, 3};
  ASSERT_TRUE(gpu->set("w", w.data(), 12).ok());
  EXPECT_EQ(step(*gpu, {10, 0, 0}), 10 + 1);
  float lr = 0.25;
  ASSERT_TRUE(gpu->set("lr", &lr, 4).ok());
  step(*gpu, {0, 0, 0});
  EXPECT_THAT(floats(*gpu, "lr"), ElementsAre(0.25f));
}

TEST_F(GpuSession, moves_to_and_from_the_host) {
  auto host = open("host"), gpu = open();
  ASSERT_TRUE(host->init(3).ok());
  step(*host, {1, 2, 3});
  auto saved = host->savedTensors();
  ASSERT_TRUE(saved);
  ASSERT_TRUE(gpu->restore(*saved, RestoreScope::everything).ok());
  EXPECT_EQ(step(*gpu, {4, 5, 6}), step(*host, {4, 5, 6}));
  auto back = gpu->savedTensors();
  ASSERT_TRUE(back);
  auto other = open("host");
  ASSERT_TRUE(other->restore(*back, RestoreScope::everything).ok());
  EXPECT_EQ(step(*other, {7, 8, 9}), step(*host, {7, 8, 9}));
}

TEST_F(GpuSession, compiles_text_where_the_engine_has_no_code) {
  setenv("MPC_CACHE_DIR", "", 1);
  auto session = Session::open(openEngine(tinyGpuSpec()), {1, "cuda"});
  ASSERT_TRUE(session) << session.error().message();
  EXPECT_THAT((*session)->notes(),
              testing::Contains(HasSubstr("compiled 6 kernels for sm_80")));
  ASSERT_TRUE((*session)->init(1).ok());
  EXPECT_EQ(step(**session, {1, 0, 0}), 2);
}

TEST_F(GpuSession, lets_two_steps_be_under_way) {
  for (const char *device : {"host", "cuda"}) {
    auto session = open(device);
    std::vector<float> x = {1, 0, 0};
    uint64_t first = submit(*session, x);
    x[0] = 2; // the first has been taken over
    uint64_t second = submit(*session, x);
    InputBuffer input = {"x", x.data(), 12};
    EXPECT_THAT(session->submit({&input, 1}).error().message(),
                HasSubstr("2 steps are under way: collect step 1 first"));
    float loss = 0;
    int64_t iteration = 0;
    OutputBuffer output = {"loss", &loss, 4};
    OutputBuffer scalar = {"iteration", &iteration, 8};
    ASSERT_TRUE(session->collect(first, {&output, 1}, {&scalar, 1}).ok());
    EXPECT_EQ(loss, 1);
    EXPECT_EQ(iteration, 1);
    ASSERT_TRUE(session->collect(second, {&output, 1}, {&scalar, 1}).ok());
    // lr 0.5 took half of the gradient, 1, from w, which was 0.
    EXPECT_EQ(loss, 2 - 0.5f);
    EXPECT_EQ(iteration, 2);
    EXPECT_THAT(session->collect(second, {}).message(),
                HasSubstr("step 2 is not under way"));
    uint64_t third = submit(*session, x);
    OutputBuffer wrong = {"params", &loss, 4};
    EXPECT_THAT(session->collect(third, {}, {&wrong, 1}).message(),
                HasSubstr("there is no scalar or counter 'params'"));
  }
}

TEST_F(GpuSession, waits_for_the_step_before_last_only) {
  auto session = open();
  std::vector<float> x = {1, 2, 3};
  ASSERT_TRUE(session->init(1).ok());
  uint64_t last = submit(*session, x);
  forget();
  for (int i = 0; i < 100; ++i) {
    uint64_t next = submit(*session, x);
    float loss = 0;
    OutputBuffer output = {"loss", &loss, 4};
    ASSERT_TRUE(session->collect(last, {&output, 1}).ok());
    last = next;
    ASSERT_EQ(watched("cuEventSynchronize").calls, i + 1);
  }
  // The inputs are copied in a stream of their own, whose event the step awaits.
  const std::map<std::string_view, int> ofStep = {
      {"cuMemcpyHtoDAsync_v2", 1}, {"cuEventRecord", 2},
      {"cuStreamWaitEvent", 1},    {"cuGraphLaunch", 1},
      {"cuEventSynchronize", 1},   {"cuCtxSetCurrent", 2}};
  for (const WatchedCall &call : calls()) {
    auto it = ofStep.find(call.name);
    EXPECT_EQ(call.calls, it == ofStep.end() ? 0 : 100 * it->second)
        << call.name;
  }
}
