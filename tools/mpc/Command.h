//===- Command.h - what main knows about a command ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_COMMAND_H
#define MPC_TOOLS_COMMAND_H

#include "Failure.h"

#include <functional>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace mpc::tool {

/// Runs a command once its options are parsed.
using Run = std::function<Exit()>;

/// Declares a command's options on `app`.
using Declare = Run(CLI::App &app);
Declare declareCompile, declareTrain, declareRun, declareGrad, declareExplain,
    declareInfo, declareBench;

/// Prints `mpc: warning: ...` to standard error.
void warn(const std::string &message);

/// Names the argument that an option takes in help texts.
CLI::Option *named(CLI::Option *option, const char *argument);

/// Lets an option be given several times, with one value each time.
CLI::Option *repeated(CLI::Option *option);

/// Sets the page that `mpc COMMAND --help` prints: how the command is called,
/// its options in their groups, and examples.
void describe(CLI::App &app, const char *usage, const char *examples);

/// Parses a command's arguments. Returns false if they asked for help, which
/// is then printed.
bool parseArguments(CLI::App &app, int argc, const char *const *argv);

} // namespace mpc::tool

#endif // MPC_TOOLS_COMMAND_H
