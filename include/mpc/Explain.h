//===- Explain.h - who is stored how, and why -----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// No LLVM type is visible here.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_EXPLAIN_H
#define MPC_EXPLAIN_H

#include "mpc/Compiler.h"

namespace mpc {

/// What was decided of one op with a float result.
struct ExplainedOp {
  std::string name; ///< "fc1", or mnemonic and line: "add:12"
  std::string op;   ///< "dot_general"
  std::string loc;  ///< "model.mlir:14:9"
  unsigned line = 0;
  bool isAdjoint = false;
  std::string rule;   ///< "amp.contraction"
  std::string reason; ///< in words
  std::string store;  ///< the format decided for the result
  std::string compute;
  std::vector<std::string> operands; ///< the format in which each float is read
  /// The formats in which kernels store the result; none if it stays in
  /// registers.
  std::vector<std::string> stored;
  std::string kernel; ///< label of the kernel, or of the first of several
};

/// What one format has of the whole.
struct FormatShare {
  std::string format;
  int64_t ops = 0;   ///< by the format decided for the result
  int64_t bytes = 0; ///< of values that kernels of @train store for one another
  int64_t flops = 0; ///< of contractions, by the format of their operands
};

struct ExplainTotals {
  std::vector<FormatShare> formats; ///< those that occur, widest first
  int64_t castsInserted = 0, castsRemoved = 0, castsLeft = 0, castsCostly = 0;
  int64_t residualBytes = 0, residualBytesF32 = 0;
  int64_t stateBytes = 0, stateBytesF32 = 0;
};

struct Explanation {
  CompileStatus status = CompileStatus::ok;
  std::string diagnostics; ///< as in CompileResult
  std::vector<ExplainedOp> ops;
  ExplainTotals totals;
};

/// Explains @train of the model `text`, or its first function if there is none.
Explanation explainText(const std::string &text, const std::string &name,
                        const CompileOptions &options = {});

} // namespace mpc

#endif // MPC_EXPLAIN_H
