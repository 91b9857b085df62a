//===- Batches.h - memory for a function's inputs and outputs -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_BATCHES_H
#define MPC_TOOLS_BATCHES_H

#include "Dataset.h"

namespace mpc::tool {

/// Aligned memory for each of some values, zeroed.
class Buffers {
public:
  explicit Buffers(std::vector<NamedType> types);

  size_t size() const { return types.size(); }
  const std::vector<NamedType> &getTypes() const { return types; }
  const std::vector<std::byte *> &getPointers() const { return pointers; }

  /// Value `index` as it stands now; shares the memory.
  Tensor getTensor(size_t index) const;

  /// Copies a tensor of the right type into value `index`.
  void set(size_t index, const Tensor &tensor);

private:
  std::vector<NamedType> types;
  std::vector<std::shared_ptr<std::byte>> owners;
  std::vector<std::byte *> pointers;
};

/// The batches of training: examples shuffled anew in each epoch by the seed
/// and the epoch alone, so that any step can be gone to directly. What is left
/// over at the end of an epoch is dropped.
class TrainingBatches {
public:
  /// A step has `perStep` batches; what is left of an epoch is dropped.
  TrainingBatches(const Dataset &data, uint64_t seed, int64_t perStep);

  int64_t getStepsPerEpoch() const { return stepsPerEpoch; }

  int64_t getBatchesPerStep() const { return perStep; }

  /// Loads batch `part` of step `step`, both counted from 0.
  void load(int64_t step, int64_t part, const Buffers &inputs);

private:
  const Dataset &data;
  uint64_t seed;
  int64_t perStep;
  int64_t stepsPerEpoch;
  int64_t shuffledEpoch = -1;
  std::vector<int64_t> order;
  std::vector<int64_t> rows;
};

/// The batches of evaluation: examples in order, the last batch padded with its
/// first example.
class EvaluationBatches {
public:
  explicit EvaluationBatches(const Dataset &data) : data(data) {}

  int64_t getCount() const;

  /// Loads a batch; returns how many of its rows are real.
  int64_t load(int64_t batch, const Buffers &inputs);

private:
  const Dataset &data;
  std::vector<int64_t> rows;
};

} // namespace mpc::tool

#endif // MPC_TOOLS_BATCHES_H
