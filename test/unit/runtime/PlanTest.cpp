//===- PlanTest.cpp - tables that cannot be meant -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EngineBuilder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

using namespace mpcrt;
using namespace mpcrt::test;
using testing::HasSubstr;

namespace {

constexpr int64_t kHuge = std::numeric_limits<int64_t>::max();
constexpr int64_t kLowest = std::numeric_limits<int64_t>::min();

/// One way to spoil the engine, and a part of what is said about it.
struct Spoiled {
  const char *expected;
  void (*spoil)(EngineSpec &);
};

void expectAllRefused(std::initializer_list<Spoiled> cases) {
  ASSERT_EQ(openingError(tinySpec()), "");
  int number = 0;
  for (const Spoiled &one : cases) {
    EngineSpec spec = tinySpec();
    one.spoil(spec);
    EXPECT_THAT(openingError(spec), HasSubstr(one.expected)) << number;
    ++number;
  }
}

/// The second operand of the first launch of "train": a state.
BufferSpec &buffer(EngineSpec &spec) {
  return spec.function("train").nodes[0].buffers[1];
}

NodeSpec &loop(EngineSpec &spec) { return spec.function("twice").nodes[0]; }

BufferSpec &strided(EngineSpec &spec) { return loop(spec).body[0].buffers[0]; }

} // namespace

TEST(Plan, refuses_bad_parameters) {
  expectAllRefused({
      {"starts at row 0", [](EngineSpec &s) { s.parameters[1].row = 0; }},
      {"starts at row -1", [](EngineSpec &s) { s.parameters[0].row = -1; }},
      {"starts at row 9223",
       [](EngineSpec &s) { s.parameters[1].row = kHuge; }},
      {"has 2 rows, but the parameters take 3",
       [](EngineSpec &s) { s.parameters[1].row = 2; }},
      {"has 2 rows, but the parameters take",
       [](EngineSpec &s) { s.parameters[1].tensor.shape = {257}; }},
      {"impossible type",
       [](EngineSpec &s) { s.parameters[0].tensor.shape = {-1}; }},
      {"impossible type",
       [](EngineSpec &s) { s.parameters[0].tensor.shape = {kHuge, 4}; }},
      {"more than 32 dimensions",
       [](EngineSpec &s) { s.parameters[0].tensor.shape.assign(33, 1); }},
      {"unknown element type 8",
       [](EngineSpec &s) { s.parameters[0].tensor.dtype = DType(8); }},
      {"is f64, but the arena 'params' holds f32",
       [](EngineSpec &s) { s.parameters[0].tensor.dtype = DType::f64; }},
      {"two parameters or states are called 'w'",
       [](EngineSpec &s) { s.parameters[1].tensor.name = "w"; }},
      {"two parameters or states are called 'lr'",
       [](EngineSpec &s) { s.parameters[0].tensor.name = "lr"; }},
      {"cannot be told from an entry of 'adam.m'",
       [](EngineSpec &s) { s.parameters[0].tensor.name = "adam.m/w"; }},
      {"cannot be told from an entry of 'mpc.state'",
       [](EngineSpec &s) { s.parameters[0].tensor.name = "mpc.state/lr"; }},
      {"a name has 0 bytes",
       [](EngineSpec &s) { s.parameters[0].tensor.name = ""; }},
      {"a name has 1025 bytes",
       [](EngineSpec &s) {
         s.parameters[0].tensor.name = std::string(1025, 'x');
       }},
      {"'\\x1b[31mred' is not printable",
       [](EngineSpec &s) { s.parameters[0].tensor.name = "\x1b[31mred"; }},
      {"is not printable UTF-8",
       [](EngineSpec &s) { s.parameters[0].tensor.name = "\xc0\xaf"; }},
      {"no arena 'params'",
       [](EngineSpec &s) { s.states[0].tensor.name = "other"; }},
  });
}

TEST(Plan, refuses_bad_states) {
  expectAllRefused({
      {"a row has 0 elements", [](EngineSpec &s) { s.rowElements = 0; }},
      {"a row has -64 elements", [](EngineSpec &s) { s.rowElements = -64; }},
      {"a row has 100 elements", [](EngineSpec &s) { s.rowElements = 100; }},
      {"a row has 512 elements", [](EngineSpec &s) { s.rowElements = 512; }},
      {"a row has 256 elements",
       [](EngineSpec &s) { s.states[1].tensor.shape = {512}; }},
      {"has 1 rows",
       [](EngineSpec &s) { s.states[2].tensor.shape = {1, 256}; }},
      {"unknown kind 9",
       [](EngineSpec &s) { s.states[5].kind = fb::StateKind(9); }},
      {"a counter is one i64",
       [](EngineSpec &s) { s.states[3].tensor.dtype = DType::i32; }},
      {"a counter is one i64",
       [](EngineSpec &s) { s.states[3].tensor.shape = {2}; }},
      {"a scalar is one f32 or f64",
       [](EngineSpec &s) { s.states[4].tensor.dtype = DType::f16; }},
      {"a scalar is one f32 or f64",
       [](EngineSpec &s) { s.states[4].tensor.shape = {0}; }},
      {"which is no i64", [](EngineSpec &s) { s.states[3].initial = 1e300; }},
      {"which is no i64", [](EngineSpec &s) { s.states[3].initial = NAN; }},
      {"'params' is not an arena",
       [](EngineSpec &s) { s.states[0].kind = fb::StateKind::gradient; }},
      {"not printable", [](EngineSpec &s) { s.producer = "a\nb"; }},
  });
}

TEST(Plan, refuses_bad_kernels) {
  expectAllRefused({
      {"starts at byte -1", [](EngineSpec &s) { s.kernels[0].offset = -1; }},
      {"of the code, which has",
       [](EngineSpec &s) { s.kernels[0].offset = int64_t(s.code.size()); }},
      {"has -1 tasks", [](EngineSpec &s) { s.kernels[0].tasks = -1; }},
      {"tasks and", [](EngineSpec &s) { s.kernels[0].tasks = kHuge; }},
      {"-1 bytes of scratch", [](EngineSpec &s) { s.kernels[0].scratch = -1; }},
      {"bytes of scratch", [](EngineSpec &s) { s.kernels[0].scratch = kHuge; }},
      {"not printable", [](EngineSpec &s) { s.kernels[0].label = "\x07"; }},
      {"which has 0", [](EngineSpec &s) { s.code = ""; }},
  });
}

TEST(Plan, refuses_bad_functions) {
  expectAllRefused({
      {"the plan is for target 'cuda'",
       [](EngineSpec &s) { s.planTarget = "cuda"; }},
      {"wants -1 bytes", [](EngineSpec &s) { s.tempBytes = -1; }},
      {"but the plan has 127", [](EngineSpec &s) { s.tempBytes = 127; }},
      {"-1 bytes of temporary",
       [](EngineSpec &s) { s.function("train").arena = -1; }},
      {"two functions are called 'train'",
       [](EngineSpec &s) { s.function("update").name = "train"; }},
      {"a name has 0 bytes",
       [](EngineSpec &s) { s.function("update").name = ""; }},
      {"two inputs or two outputs are called 'x'",
       [](EngineSpec &s) {
         auto &inputs = s.function("train").inputs;
         inputs.push_back(inputs[0]);
       }},
      {"'refresh' has inputs or outputs",
       [](EngineSpec &s) { s.function("train").name = "refresh"; }},
      {"impossible type",
       [](EngineSpec &s) {
         s.function("train").outputs[0].shape = {1 << 30, 1 << 30};
       }},
  });
}

TEST(Plan, refuses_bad_buffers) {
  expectAllRefused({
      {"names kernel 6",
       [](EngineSpec &s) { s.function("train").nodes[0].kernel = 6; }},
      {"names kernel -1",
       [](EngineSpec &s) { s.function("train").nodes[0].kernel = -1; }},
      {"at most 4096",
       [](EngineSpec &s) {
         s.function("train").nodes[0].buffers.resize(4097, buffer(s));
       }},
      {"there is no buffer state 6",
       [](EngineSpec &s) { buffer(s).index = 6; }},
      {"there is no buffer state -1",
       [](EngineSpec &s) { buffer(s).index = -1; }},
      {"there is no buffer  0",
       [](EngineSpec &s) { buffer(s).space = fb::Space(7); }},
      {"there is no buffer input 1",
       [](EngineSpec &s) { buffer(s) = {fb::Space::input, 1, 0, 4}; }},
      {"there is no buffer output 1",
       [](EngineSpec &s) { buffer(s) = {fb::Space::output, 1, 0, 4}; }},
      {"there is no buffer temp 1",
       [](EngineSpec &s) { buffer(s) = {fb::Space::temp, 1, 0, 4}; }},
      {"there is no buffer constants 1",
       [](EngineSpec &s) { buffer(s) = {fb::Space::constants, 1, 0, 4}; }},
      {"bytes 0 to 2049 of state 0",
       [](EngineSpec &s) { buffer(s).bytes = 2049; }},
      {"impossible", [](EngineSpec &s) { buffer(s).bytes = -1; }},
      {"impossible", [](EngineSpec &s) { buffer(s).bytes = kHuge; }},
      {"impossible", [](EngineSpec &s) { buffer(s).offset = -64; }},
      {"impossible", [](EngineSpec &s) { buffer(s).offset = kHuge; }},
      {"not a multiple of 64", [](EngineSpec &s) { buffer(s).offset = 32; }},
      {"bytes 2048 to 2060", [](EngineSpec &s) { buffer(s).offset = 2048; }},
      {"bytes 64 to 192 of temp 0",
       [](EngineSpec &s) { buffer(s) = {fb::Space::temp, 0, 64, 128}; }},
      {"bytes 0 to 513 of constants 0",
       [](EngineSpec &s) { buffer(s) = {fb::Space::constants, 0, 0, 513}; }},
      {"impossible", [](EngineSpec &s) { buffer(s).strides = {0}; }},
  });
}

TEST(Plan, refuses_bad_loops) {
  expectAllRefused({
      {"runs -1 times", [](EngineSpec &s) { loop(s).trip = -1; }},
      {"times at depth 1", [](EngineSpec &s) { loop(s).trip = kHuge; }},
      {"bytes 0 to 1280", [](EngineSpec &s) { loop(s).trip = 5; }},
      {"bytes -768 to 256", [](EngineSpec &s) { strided(s).strides = {-256}; }},
      {"is not a multiple", [](EngineSpec &s) { strided(s).strides = {4}; }},
      {"overflows", [](EngineSpec &s) { strided(s).strides = {kLowest}; }},
      {"overflows", [](EngineSpec &s) { strided(s).strides = {kHuge - 63}; }},
      {"impossible", [](EngineSpec &s) { strided(s).strides = {256, 0}; }},
      {"at depth 9",
       [](EngineSpec &s) {
         for (int i = 0; i < 8; ++i) {
           NodeSpec outer{0, {}, 1, {loop(s)}};
           loop(s) = outer;
         }
       }},
      {"at depth 2",
       [](EngineSpec &s) {
         NodeSpec outer{0, {}, int64_t(1) << 39, {loop(s)}};
         loop(s) = outer;
       }},
  });
}

TEST(Plan, takes_a_loop_that_never_runs) {
  EngineSpec spec = tinySpec();
  loop(spec).trip = 0;
  EXPECT_EQ(openingError(spec), "");
}

TEST(Plan, survives_damage_that_no_checksum_shows) {
  // Whatever still opens must also be safe to use, short of running its code.
  Sections sections = buildSections(tinySpec());
  std::mt19937 random(1);
  int opened = 0;
  for (int i = 0; i < 20'000; ++i) {
    Sections changed = sections;
    std::string &victim = changed[i % 2 ? 0 : 2].second;
    for (unsigned n = 1 + random() % 3; n; --n) {
      size_t at = random() % victim.size();
      victim[at] = random() % 2 ? char(random()) : char(random() % 3 - 1);
    }
    auto engine = Engine::fromMemory(asBytes(packSections(changed)), "e");
    if (!engine)
      continue;
    auto session = Session::open(*engine, {1});
    if (!session)
      continue;
    ++opened;
    int sum = 0;
    for (auto saved = (*session)->savedTensors();
         const TensorView &tensor : *saved)
      if (!tensor.bytes.empty())
        sum += int(tensor.bytes.front()) + int(tensor.bytes.back());
    ASSERT_GE(sum, 0);
  }
  EXPECT_GT(opened, 100);
}
