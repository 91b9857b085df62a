//===- Batches.cpp - memory for a function's inputs and outputs -----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Batches.h"

#include "Failure.h"

#include "mpcrt/Shuffle.h"

#include <cstdlib>
#include <cstring>

namespace mpc::tool {

namespace {

constexpr size_t kAlignment = 64;

std::shared_ptr<std::byte> allocateZeroed(size_t bytes) {
  size_t rounded = (bytes + kAlignment) / kAlignment * kAlignment;
  void *memory = std::aligned_alloc(kAlignment, rounded);
  if (!memory)
    throw std::bad_alloc();
  std::memset(memory, 0, rounded);
  return {static_cast<std::byte *>(memory), std::free};
}

} // namespace

Buffers::Buffers(std::vector<NamedType> list) : types(std::move(list)) {
  for (const NamedType &type : types) {
    auto bytes = countBytes(type.dtype, type.shape);
    if (!bytes)
      fail(Exit::badInput, "'{}' is larger than any memory: {}", type.name,
           describeType(type.dtype, type.shape));
    owners.push_back(allocateZeroed(*bytes));
    pointers.push_back(owners.back().get());
  }
}

Tensor Buffers::getTensor(size_t index) const {
  const NamedType &type = types[index];
  size_t bytes = *countBytes(type.dtype, type.shape);
  return {type.dtype, type.shape, {pointers[index], bytes}, owners[index]};
}

void Buffers::set(size_t index, const Tensor &tensor) {
  std::copy(tensor.bytes.begin(), tensor.bytes.end(), pointers[index]);
}

TrainingBatches::TrainingBatches(const Dataset &data, uint64_t seed,
                                 int64_t perStep)
    : data(data), seed(seed), perStep(perStep),
      stepsPerEpoch(data.getExampleCount() / data.getBatchSize() / perStep) {
  if (stepsPerEpoch != 0)
    return;
  std::string batches =
      perStep == 1 ? "one batch" : fmt::format("{} batches", perStep);
  fail(Exit::badInput, "inputs expect at least {} of {} examples, but got {}",
       batches, data.getBatchSize(), data.getExampleCount());
}

void TrainingBatches::load(int64_t step, int64_t part, const Buffers &inputs) {
  int64_t epoch = step / stepsPerEpoch;
  if (epoch != shuffledEpoch)
    order = mpcrt::shuffledIndices(data.getExampleCount(), seed, epoch);
  shuffledEpoch = epoch;
  int64_t batch = step % stepsPerEpoch * perStep + part;
  auto first = order.begin() + batch * data.getBatchSize();
  rows.assign(first, first + data.getBatchSize());
  data.gather(rows, inputs.getPointers());
}

int64_t EvaluationBatches::getCount() const {
  return (data.getExampleCount() + data.getBatchSize() - 1) /
         data.getBatchSize();
}

int64_t EvaluationBatches::load(int64_t batch, const Buffers &inputs) {
  int64_t first = batch * data.getBatchSize();
  int64_t real = std::min(data.getBatchSize(), data.getExampleCount() - first);
  rows.assign(data.getBatchSize(), first);
  for (int64_t i = 0; i < real; ++i)
    rows[i] = first + i;
  data.gather(rows, inputs.getPointers());
  return real;
}

} // namespace mpc::tool
