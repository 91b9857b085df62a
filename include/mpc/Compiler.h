//===- Compiler.h - from a model's text to an engine ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The embedded compiler API. No LLVM type is visible here.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_COMPILER_H
#define MPC_COMPILER_H

#include <cstdint>
#include <string>
#include <vector>

namespace mpc {

/// How a model is compiled. Names and defaults are those of `mpc compile`.
struct CompileOptions {
  /// host, cuda:sm_80, …; several are separated by commas.
  std::string target = "host";
  /// f16, bf16, tf32, f32 or f64; "": what the policy takes, f16 but for O0.
  std::string format;
  std::string policy = "amp"; ///< decides what is stored low: amp, O0 to O3
  std::vector<std::string> keep;   ///< PATTERN=FORMAT: beats the policy
  std::string casts = "fused";     ///< fused or strict
  /// none, a number, or dynamic[:key=value,...] with the keys init, growth,
  /// backoff, interval, floor, cap and hysteresis; by default dynamic for f16 and
  /// none for all others.
  std::string lossScale;
  std::string math = "exact";      ///< or fast: exp, log, rsqrt as the GPU has them
  std::string optimizer = "adamw"; ///< name[:constant=value,...]
  /// PATTERN:KEY[=VALUE],... with the keys lr, decay and frozen: what holds for
  /// parameters of such names.
  std::vector<std::string> groups;
  /// Norm that all gradients together are clipped to, which a session may change;
  /// 0: the step knows no norm.
  double clipNorm = 0;
  /// Batches that make one step, which a session may change; 1: the step knows
  /// no sum of gradients.
  int64_t microBatches = 1;
  std::string cpu = "native";      ///< native, x86-64-v3 or x86-64-v4
  bool fusion = true;
  std::string emit;    ///< stop after this step and give its text; "": engine
  std::string dumpDir; ///< write every step's text there; "": don't
};

/// What became of a compilation. The numbers are the tool's exit codes.
enum class CompileStatus {
  ok = 0,
  badInput = 1, ///< the model is at fault; `diagnostics` says where
  usage = 2,    ///< an option is at fault
  device = 3,   ///< what a GPU target takes is missing or has failed
  os = 5,       ///< a file could not be read or written
  internal = 70 ///< mpc is at fault
};

struct CompileResult {
  CompileStatus status = CompileStatus::ok;
  /// Errors, warnings and notes as shown to people: file:line:col: error: …,
  /// the source line, a caret.
  std::string diagnostics;
  std::string engine; ///< the engine file's bytes, if it came that far
  std::string text;   ///< what `emit` asked for

  explicit operator bool() const { return status == CompileStatus::ok; }
};

/// One step of the compiler, as named by `emit` and in dumps.
struct StepInfo {
  const char *name;
  const char *sentence;
};

/// All steps in order.
const std::vector<StepInfo> &compilerSteps();

/// Compiles the model in `path`. Never throws, exits or prints.
CompileResult compileFile(const std::string &path,
                          const CompileOptions &options = {});

/// Compiles `text`; `name` stands for it in messages.
CompileResult compileText(const std::string &text, const std::string &name,
                          const CompileOptions &options = {});

/// "0.1.0"
const char *version();

} // namespace mpc

#endif // MPC_COMPILER_H
