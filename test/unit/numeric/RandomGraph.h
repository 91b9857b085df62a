//===- RandomGraph.h - models of random ops -------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_NUMERIC_RANDOMGRAPH_H
#define MPC_TEST_NUMERIC_RANDOMGRAPH_H

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// A model, and where it is evaluated. All numbers are exact in f32.
struct RandomGraph {
  std::string text;
  std::vector<std::vector<double>> parameters; ///< p0, p1, …
  std::map<std::string, std::vector<double>> inputs;
  std::vector<std::string> ops; ///< that were drawn, in order
};

/// The graph of a seed: 5 to 15 ops and what their operands and the loss take.
/// The first op is one of the table in turn. Of `most` ops, only those are
/// drawn.
RandomGraph drawGraph(uint64_t seed, int64_t most = 15);

/// Ops that can be drawn; one may be there in several forms.
std::vector<std::string> randomOps();

#endif // MPC_TEST_NUMERIC_RANDOMGRAPH_H
