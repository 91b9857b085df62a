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
#include <functional>
#include <string>
#include <vector>

namespace mpc {

/// What the compiler has to say about a model.
struct CompileMessage {
  enum class Kind { error, warning, note, remark };
  Kind kind = Kind::error;
  std::string text;
  std::string file; ///< as the model was named; "": about no place
  /// From 1 on; 0: unknown.
  int64_t line = 0, column = 0;
  std::vector<CompileMessage> notes; ///< other places that have to do with it
};

/// How far a compilation is.
struct CompileProgress {
  const char *step; ///< the last one that has ended: a name of compilerSteps()
  int64_t done, total; ///< steps of all targets together
  /// Kernels of the next step, if a GPU's compiler works them one by one; else 0.
  int64_t kernels, allKernels;
};

/// How a model is compiled. Names and defaults are those of `mpc compile`.
struct CompileOptions {
  /// host, cuda:sm_80, …; several are separated by commas. auto: the GPU at hand,
  /// if there is one and an NVRTC to compile for it, else the host.
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
  /// Write the engine to this file as well, whole or not at all; "": don't.
  std::string output;
  /// Take an engine that was compiled before from the same text with the same
  /// options by the same compiler, if the cache has it, and leave one there unless
  /// there were messages. MPC_CACHE_DIR says where it is, or XDG_CACHE_HOME.
  bool cache = false;
  // Both are called by the thread that compiles, and may throw: that interrupts
  // the compilation and goes no further.
  /// Hears each message at once.
  std::function<void(const CompileMessage &)> onMessage;
  /// Hears of progress. False: interrupt the compilation.
  std::function<bool(const CompileProgress &)> onProgress;
};

/// What became of a compilation. The numbers are the tool's exit codes.
enum class CompileStatus {
  ok = 0,
  badInput = 1, ///< the model is at fault; `diagnostics` says where
  usage = 2,    ///< an option is at fault
  device = 3,   ///< what a GPU target takes is missing or has failed
  os = 5,       ///< a file could not be read or written
  internal = 70, ///< mpc is at fault
  interrupted = 130 ///< onProgress said so, or a callback threw
};

struct CompileResult {
  CompileStatus status = CompileStatus::ok;
  /// Errors, warnings and notes as shown to people: file:line:col: error: …,
  /// the source line, a caret.
  std::string diagnostics;
  std::vector<CompileMessage> messages; ///< the same, taken apart
  std::string engine; ///< the engine file's bytes, if it came that far
  std::string text;   ///< what `emit` asked for
  bool fromCache = false; ///< the engine had been compiled before

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
