//===- SessionTest.cpp - contents and functions of a session --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EngineBuilder.h"
#include "TestCode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numeric>
#include <xmmintrin.h>

using namespace mpcrt;
using namespace mpcrt::test;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

template <typename T>
std::vector<T> get(const Session &session, std::string_view name) {
  auto view = session.view(name);
  EXPECT_TRUE(view) << view.error().message();
  std::vector<T> values(view ? view->bytes.size() / sizeof(T) : 0);
  Status status = session.get(name, values.data(), values.size() * sizeof(T));
  EXPECT_TRUE(status.ok()) << status.message();
  return values;
}

template <typename T>
Status set(Session &session, std::string_view name, std::vector<T> values) {
  return session.set(name, values.data(), values.size() * sizeof(T));
}

void expectOk(const Status &status) {
  EXPECT_TRUE(status.ok()) << status.message();
}

/// An engine whose only function runs one kernel over its inputs and outputs.
EngineSpec kernelSpec(TestKernel kernel, int64_t tasks,
                      std::vector<TensorSpec> inputs,
                      std::vector<TensorSpec> outputs, int64_t scratch = 0) {
  EngineSpec spec;
  spec.code = testCode();
  spec.kernels = {{"k00", testCodeOffset(kernel), tasks, scratch}};
  NodeSpec node;
  auto add = [&](fb::Space space, const std::vector<TensorSpec> &tensors) {
    for (size_t i = 0; i < tensors.size(); ++i)
      node.buffers.push_back(
          {space, int32_t(i), 0,
           int64_t(*countBytes(tensors[i].dtype, tensors[i].shape))});
  };
  add(fb::Space::input, inputs);
  add(fb::Space::output, outputs);
  spec.functions = {{"main", inputs, outputs, {node}}};
  return spec;
}

} // namespace

TEST(Session, starts_with_zeros_and_initial_values) {
  auto session = openSession(tinySpec());
  EXPECT_THAT(get<float>(*session, "w"), ElementsAre(0, 0, 0));
  EXPECT_THAT(get<float>(*session, "lr"), ElementsAre(0.5f));
  EXPECT_THAT(get<int64_t>(*session, "iteration"), ElementsAre(0));

  EngineSpec spec = tinySpec();
  spec.states[3].initial = -7;
  spec.states[4].tensor.dtype = DType::f64;
  spec.states[4].initial = 0.1;
  spec.functions.clear();
  session = openSession(spec);
  EXPECT_THAT(get<int64_t>(*session, "iteration"), ElementsAre(-7));
  EXPECT_THAT(get<double>(*session, "lr"), ElementsAre(0.1));
}

TEST(Session, sets_and_gets_by_any_name) {
  auto session = openSession(tinySpec());
  expectOk(set<float>(*session, "b", {1, 2}));
  expectOk(set<float>(*session, "adam.m/w", {3, 4, 5}));
  expectOk(set<float>(*session, "gradients/b", {6, 7}));
  EXPECT_THAT(get<float>(*session, "params/b"), ElementsAre(1, 2));
  auto params = get<float>(*session, "params");
  EXPECT_EQ(params.size(), 512u);
  EXPECT_EQ(params[256], 1);
  EXPECT_EQ(params[257], 2);
  EXPECT_EQ(std::accumulate(params.begin(), params.end(), 0.0f), 3);
  EXPECT_EQ(get<float>(*session, "adam.m")[2], 5);
  EXPECT_EQ(get<float>(*session, "gradients")[257], 7);
}

TEST(Session, describes_what_a_name_means) {
  auto session = openSession(tinySpec());
  auto view = session->view("adam.m/w");
  ASSERT_TRUE(view);
  EXPECT_EQ(view->dtype, DType::f32);
  EXPECT_THAT(view->shape, ElementsAre(3));
  EXPECT_EQ(view->bytes.size(), 12u);
}

TEST(Session, finds_names_that_contain_slashes) {
  EngineSpec spec = tinySpec();
  spec.parameters[1].tensor.name = "layer3/norm/bias";
  spec.states[1].tensor.name = "opt/m";
  auto session = openSession(spec);
  expectOk(set<float>(*session, "opt/m/layer3/norm/bias", {8, 9}));
  EXPECT_EQ(get<float>(*session, "opt/m")[257], 9);
  EXPECT_EQ(get<float>(*session, "layer3/norm/bias").size(), 2u);
}

TEST(Session, refuses_unknown_names_and_wrong_sizes) {
  auto session = openSession(tinySpec());
  float values[4] = {};
  for (const char *name :
       {"v", "", "/", "adam.m/", "adam.m/v", "mean/w", "w/"}) {
    Status status = session->get(name, values, 4);
    EXPECT_EQ(status.code(), StatusCode::usage) << name;
    EXPECT_THAT(status.message(), HasSubstr("there is: 'params', 'adam.m'"));
  }
  Status status = session->set("w", values, 16);
  EXPECT_EQ(status.code(), StatusCode::badInput);
  EXPECT_EQ(status.message(), "'w' is f32[3], which has 12 bytes, but got 16");
  EXPECT_EQ(session->set("w", nullptr, 12).message(),
            "'w' is f32[3], which has 12 bytes, but got none");
}

TEST(Session, refuses_bytes_that_are_no_i1) {
  EngineSpec spec = tinySpec();
  spec.states[5].tensor.dtype = DType::i1;
  auto session = openSession(spec);
  expectOk(set<char>(*session, "mean", {1, 0}));
  EXPECT_THAT(set<char>(*session, "mean", {0, 2}).message(),
              HasSubstr("holds 2 at element 1, but an i1 is 0 or 1"));
  EXPECT_THAT(get<char>(*session, "mean"), ElementsAre(1, 0));
}

TEST(Session, takes_the_steps_of_a_training_run) {
  for (int threads : {1, 2, 5}) {
    auto session = openSession(tinySpec(), threads);
    EXPECT_EQ(session->threads(), threads);
    expectOk(session->init(10));
    EXPECT_THAT(get<float>(*session, "w"), ElementsAre(10, 11, 12));

    float x[3] = {1, 2, 3}, loss = 0;
    InputBuffer input = {"x", x, sizeof(x)};
    OutputBuffer output = {"loss", &loss, sizeof(loss)};
    expectOk(session->grad({&input, 1}, {&output, 1}));
    EXPECT_EQ(loss, 11);
    EXPECT_THAT(get<float>(*session, "gradients/w"), ElementsAre(11, 13, 15));
    EXPECT_THAT(get<float>(*session, "w"), ElementsAre(10, 11, 12));

    expectOk(session->step({&input, 1}, {}));
    EXPECT_THAT(get<float>(*session, "w"), ElementsAre(4.5f, 4.5f, 4.5f));
    EXPECT_THAT(get<int64_t>(*session, "iteration"), ElementsAre(1));
    float lr = 0;
    expectOk(session->set("lr", &lr, sizeof(lr)));
    expectOk(session->step({&input, 1}, {&output, 1}));
    EXPECT_EQ(loss, 5.5f);
    EXPECT_THAT(get<float>(*session, "w"), ElementsAre(4.5f, 4.5f, 4.5f));
    EXPECT_THAT(get<int64_t>(*session, "iteration"), ElementsAre(2));
  }
}

TEST(Session, runs_loops_with_strides) {
  auto session = openSession(tinySpec(), 2);
  // One float past an aligned address: both sides are staged.
  alignas(64) std::array<float, 257> rows, twice;
  std::iota(rows.begin(), rows.end(), 0.0f);
  InputBuffer input = {"rows", &rows[1], 1024};
  OutputBuffer output = {"twice", &twice[1], 1024};
  expectOk(session->run("twice", {&input, 1}, {&output, 1}));
  for (int i = 1; i < 257; ++i)
    ASSERT_EQ(twice[i], 2 * rows[i]) << i;
}

TEST(Session, runs_nested_loops_that_walk_backwards) {
  auto session = openSession(tinySpec());
  alignas(64) std::array<float, 384> grid = {};
  OutputBuffer output = {"grid", grid.data(), sizeof(grid)};
  expectOk(session->run("grid", {}, {&output, 1}));
  for (int i = 0; i < 384; ++i)
    ASSERT_EQ(grid[i], float(i % 64 + 1)) << i;
}

TEST(Session, never_runs_the_body_of_an_empty_loop) {
  EngineSpec spec = tinySpec();
  spec.function("twice").nodes[0].trip = 0;
  auto session = openSession(spec);
  std::vector<float> rows(256, 1), twice(256, 7);
  InputBuffer input = {"rows", rows.data(), 1024};
  expectOk(session->run("twice", {&input, 1}, {}));
  EXPECT_EQ(twice[0], 7);
}

TEST(Session, says_what_a_call_lacks) {
  auto session = openSession(tinySpec());
  float x[3] = {}, loss = 0;
  InputBuffer input = {"x", x, sizeof(x)};
  auto error = [&](const Status &status) {
    EXPECT_FALSE(status.ok());
    return status.message();
  };
  EXPECT_THAT(error(session->run("predict", {}, {})),
              HasSubstr("tiny.engine: has no function 'predict' (it has: "
                        "'init', 'train', 'update', 'twice', 'grid')"));
  EXPECT_THAT(error(session->run("train", {}, {})),
              HasSubstr("function 'train' lacks its input 'x'"));
  EXPECT_THAT(error(session->step({}, {})), HasSubstr("lacks its input 'x'"));
  InputBuffer wrong[] = {input, {"y", x, sizeof(x)}};
  EXPECT_THAT(error(session->run("train", wrong, {})),
              HasSubstr("there is no input 'y' (there is: 'x')"));
  InputBuffer twice[] = {input, input};
  EXPECT_THAT(error(session->run("train", twice, {})),
              HasSubstr("input 'x' is given twice"));
  InputBuffer small = {"x", x, 8};
  EXPECT_THAT(error(session->run("train", {&small, 1}, {})),
              HasSubstr("input 'x' is f32[3], which has 12 bytes, but got 8"));
  InputBuffer none = {"x", nullptr, 12};
  EXPECT_THAT(error(session->run("train", {&none, 1}, {})),
              HasSubstr("but got none"));
  OutputBuffer other = {"accuracy", &loss, 4};
  EXPECT_THAT(error(session->step({&input, 1}, {&other, 1})),
              HasSubstr("there is no output 'accuracy' (there is: 'loss')"));
  EXPECT_THAT(get<int64_t>(*session, "iteration"), ElementsAre(0));
}

TEST(Session, refuses_an_engine_for_another_cpu_or_target) {
  EngineSpec spec = tinySpec();
  spec.features = {"sse2", "abacus", "avx1024"};
  auto session = Session::open(openEngine(spec));
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code(), StatusCode::device);
  EXPECT_EQ(session.error().message(),
            "tiny.engine: its code is for the CPU 'x86-64-v3' and needs "
            "'abacus', 'avx1024', which this CPU does not have; compile it "
            "again on this machine or with --cpu=x86-64-v3");

  Sections sections = buildSections(tinySpec());
  sections.resize(2);
  auto engine = Engine::fromMemory(asBytes(packSections(sections)), "e");
  ASSERT_TRUE(engine) << engine.error().message();
  session = Session::open(*engine);
  ASSERT_FALSE(session);
  EXPECT_THAT(session.error().message(),
              HasSubstr("no code for target 'host'"));
}

TEST(Session, refuses_states_that_cannot_be_allocated) {
  EngineSpec spec = tinySpec();
  spec.states[5].tensor.shape = {int64_t(1) << 45};
  auto session = Session::open(openEngine(spec), {1});
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code(), StatusCode::os);
  EXPECT_THAT(session.error().message(), HasSubstr("for the states"));

  spec.states.push_back(spec.states[5]);
  spec.states.back().tensor.name = "again";
  session = Session::open(openEngine(spec), {1});
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code(), StatusCode::badInput);
}

TEST(Session, refreshes_copies_after_parameters_were_set) {
  EngineSpec spec = tinySpec();
  // A "refresh" that counts how often it runs.
  spec.functions.push_back(
      {"refresh", {}, {}, {spec.function("update").nodes[1]}});
  auto session = openSession(spec);
  std::vector<float> rows(256);
  InputBuffer input = {"rows", rows.data(), 1024};
  expectOk(session->run("twice", {&input, 1}, {}));
  EXPECT_THAT(get<int64_t>(*session, "iteration"), ElementsAre(0));
  expectOk(set<float>(*session, "b", {1, 2}));
  expectOk(session->run("twice", {&input, 1}, {}));
  expectOk(session->run("twice", {&input, 1}, {}));
  EXPECT_THAT(get<int64_t>(*session, "iteration"), ElementsAre(1));
}

TEST(Kernels, call_the_c_library_through_the_table) {
  TensorSpec x{"x", DType::f64, {5}}, y{"y", DType::f64, {5}};
  auto session = openSession(kernelSpec(TestKernel::exp, 5, {x}, {y}), 2);
  double in[5] = {0, 1, -1, 700, -700}, out[5] = {};
  InputBuffer input = {"x", in, sizeof(in)};
  OutputBuffer output = {"y", out, sizeof(out)};
  expectOk(session->run("main", {&input, 1}, {&output, 1}));
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(out[i], std::exp(in[i]));
}

TEST(Kernels, have_scratch_memory_of_their_own_per_thread) {
  TensorSpec y{"y", DType::i64, {10'000}};
  auto session =
      openSession(kernelSpec(TestKernel::scratch, 10'000, {}, {y}, 4096), 4);
  std::vector<int64_t> out(10'000);
  OutputBuffer output = {"y", out.data(), out.size() * 8};
  expectOk(session->run("main", {}, {&output, 1}));
  for (int64_t i = 0; i < 10'000; ++i)
    ASSERT_EQ(out[i], i);
}

TEST(Kernels, run_in_the_default_float_mode_whatever_the_callers_is) {
  TensorSpec y{"y", DType::i32, {8}};
  constexpr unsigned flushing = 0x9fc0;
  unsigned before = _mm_getcsr();
  _mm_setcsr(flushing);
  auto session = openSession(kernelSpec(TestKernel::mode, 8, {}, {y}), 4);
  std::array<int32_t, 8> out = {};
  OutputBuffer output = {"y", out.data(), sizeof(out)};
  Status status = session->run("main", {}, {&output, 1});
  unsigned after = _mm_getcsr();
  _mm_setcsr(before);
  expectOk(status);
  EXPECT_EQ(after, flushing);
  for (int32_t mode : out)
    EXPECT_EQ(mode & 0xffc0, 0x1f80);
}

TEST(Kernels, may_have_no_tasks_and_no_elements) {
  TensorSpec x{"x", DType::f64, {0}}, y{"y", DType::f64, {0, 5}};
  auto session = openSession(kernelSpec(TestKernel::exp, 0, {x}, {y}), 2);
  InputBuffer input = {"x", nullptr, 0};
  expectOk(session->run("main", {&input, 1}, {}));
}
