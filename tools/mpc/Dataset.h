//===- Dataset.h - named arrays of examples -------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_DATASET_H
#define MPC_TOOLS_DATASET_H

#include "Tensor.h"

#include <string>
#include <vector>

namespace mpc::tool {

/// An input or output of a function.
struct NamedType {
  std::string name;
  DType dtype;
  Shape shape;
};

std::vector<std::string> namesOf(const std::vector<NamedType> &types);

/// "x=FILE" taken apart; fails with Exit::usage where there is no name.
struct Assignment {
  std::string name;
  std::string value;
};
Assignment parseAssignment(const std::string &text, const char *option);

/// What a function's inputs are fed from: for each input an array whose first
/// dimension counts examples.
class Dataset {
public:
  /// `specs` are the values "x=FILE" of `option`, `inputs` what `function`
  /// takes.
  Dataset(const std::vector<std::string> &specs,
          const std::vector<NamedType> &inputs, const std::string &function,
          const char *option);

  int64_t getExampleCount() const { return examples; }
  /// Examples in one batch of the function.
  int64_t getBatchSize() const { return batch; }

  /// Copies `rows` of each input to the start of its buffer.
  void gather(const std::vector<int64_t> &rows,
              const std::vector<std::byte *> &buffers) const;

private:
  /// One input and where its rows come from.
  struct Column {
    NamedType input;
    Tensor array;
    int64_t rowElements = 0;
  };

  void addColumn(const NamedType &input, const Assignment &source,
                 const std::string &function);

  std::vector<Column> columns; ///< in the order of the function's inputs
  int64_t examples = 0;
  int64_t batch = 0;
};

} // namespace mpc::tool

#endif // MPC_TOOLS_DATASET_H
