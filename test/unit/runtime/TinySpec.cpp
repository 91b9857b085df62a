//===- TinySpec.cpp - the engine that most tests start from ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EngineBuilder.h"
#include "TestCode.h"

namespace mpcrt::test {

namespace {

enum State { params, moments, gradients, iteration, lr, mean };
enum Kernel { addW, fillAll, updateAll, countOne, addOne, addRow };

BufferSpec state(State index, int64_t bytes, int64_t offset = 0) {
  return {fb::Space::state, index, offset, bytes};
}

BufferSpec input(int32_t index, int64_t bytes,
                 std::vector<int64_t> strides = {}) {
  return {fb::Space::input, index, 0, bytes, std::move(strides)};
}

BufferSpec output(int32_t index, int64_t bytes,
                  std::vector<int64_t> strides = {}) {
  return {fb::Space::output, index, 0, bytes, std::move(strides)};
}

KernelSpec kernel(const char *label, TestKernel code, int64_t tasks) {
  return {label, testCodeOffset(code), tasks};
}

void addFunctions(EngineSpec &spec) {
  constexpr int64_t arena = 2 * 256 * 4, row = 64 * 4;
  spec.functions.push_back({"init",
                            {{"seed", DType::i64, {}}},
                            {},
                            {{fillAll, {input(0, 8), state(params, arena)}}}});
  spec.functions.push_back(
      {"train",
       {{"x", DType::f32, {3}}},
       {{"loss", DType::f32, {}}},
       {{addW, {input(0, 12), state(params, 12), state(gradients, 12)}},
        {addOne, {input(0, 4), state(params, 4), {fb::Space::temp, 0, 64, 4}}},
        {addOne,
         {{fb::Space::temp, 0, 64, 4},
          {fb::Space::constants, 0, 256, 4},
          output(0, 4)}}},
       128});
  spec.functions.push_back(
      {"update",
       {},
       {},
       {{updateAll,
         {state(params, arena), state(gradients, arena), state(lr, 4),
          state(params, arena)}},
        {countOne, {state(iteration, 8), state(iteration, 8)}}}});
  spec.functions.push_back({"twice",
                            {{"rows", DType::f32, {4, 64}}},
                            {{"twice", DType::f32, {4, 64}}},
                            {{0,
                              {},
                              4,
                              {{addRow,
                                {input(0, row, {row}), input(0, row, {row}),
                                 output(0, row, {row})}}}}}});
  BufferSpec constant = {fb::Space::constants, 0, 0, row};
  BufferSpec zeros = {fb::Space::constants, 0, row, row};
  // The inner loop walks backwards: negative strides are fine.
  BufferSpec cell = {fb::Space::output, 0, 2 * row, row, {3 * row, -row}};
  spec.functions.push_back(
      {"grid",
       {},
       {{"grid", DType::f32, {2, 3, 64}}},
       {{0, {}, 2, {{0, {}, 3, {{addRow, {constant, zeros, cell}}}}}}}});
}

} // namespace

EngineSpec tinySpec() {
  EngineSpec spec;
  spec.parameters = {{{"w", DType::f32, {3}}, 0}, {{"b", DType::f32, {2}}, 1}};
  spec.states = {{{"params", DType::f32, {2, 256}}, fb::StateKind::arena},
                 {{"adam.m", DType::f32, {2, 256}}, fb::StateKind::arena},
                 {{"gradients", DType::f32, {2, 256}}, fb::StateKind::gradient},
                 {{"iteration", DType::i64, {}}, fb::StateKind::counter},
                 {{"lr", DType::f32, {}}, fb::StateKind::scalar, 0.5},
                 {{"mean", DType::f32, {2}}, fb::StateKind::state}};
  spec.features = {"sse2"};
  spec.tempBytes = 4096;
  spec.kernels = {kernel("k00 add", TestKernel::add, 3),
                  kernel("k01 fill", TestKernel::fill, 512),
                  kernel("k02 update", TestKernel::update, 512),
                  kernel("k03 count", TestKernel::count, 1),
                  kernel("k04 add", TestKernel::add, 1),
                  kernel("k05 add", TestKernel::add, 64)};
  // A row of 1, 2, 3, …, then zeros.
  std::vector<float> constants(128);
  for (int i = 0; i < 64; ++i)
    constants[i] = static_cast<float>(i + 1);
  spec.constants.assign(reinterpret_cast<char *>(constants.data()),
                        constants.size() * sizeof(float));
  spec.code = testCode();
  addFunctions(spec);
  return spec;
}

} // namespace mpcrt::test
