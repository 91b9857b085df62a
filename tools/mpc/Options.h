//===- Options.h - compile options, common to several commands ------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_OPTIONS_H
#define MPC_TOOLS_OPTIONS_H

#include "mpc/Compiler.h"

#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace mpc::tool {

/// The options as one gives them on a command line.
std::string describeOptions(const CompileOptions &options);

/// How a model is compiled, and whether the user said anything about it.
class CompileFlags {
public:
  /// Declares all but --emit and --dump-ir. A command that `runsSteps` may set
  /// again what a step reads at run time.
  void declare(CLI::App &app, bool runsSteps = false);

  /// Declares --emit and --dump-ir.
  /// For commands that want an engine.
  void declareCache(CLI::App &app);
  void declareDumps(CLI::App &app);

  /// The options as the compiler takes them; fails where one is malformed.
  CompileOptions options() const;

  bool givesTarget() const;
  bool givesLossScale() const { return !values.lossScale.empty(); }

  /// The options that were given, as the user knows them.
  std::vector<std::string> given() const;

  /// What an engine is compiled with and a run of it may set again.
  bool givesClipNorm() const;
  double clipNorm() const { return values.clipNorm; }
  bool givesMicroBatches() const;
  int64_t microBatches() const { return values.microBatches; }

private:
  CLI::Option *remember(CLI::Option *option);
  bool gives(const char *name) const;

  CompileOptions values;
  std::string fusion = "on";
  std::vector<CLI::Option *> declared;
  bool runsSteps = false;
};

} // namespace mpc::tool

#endif // MPC_TOOLS_OPTIONS_H
