//===- main.cpp - the mpc program -----------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Command.h"
#include "FileBytes.h"
#include "Signals.h"
#include "Text.h"

#include "mpc/Compiler.h"

#include <CLI/CLI.hpp>

namespace mpc::tool {

namespace {

struct Command {
  const char *name;
  const char *summary;
  Declare *declare;
};

constexpr Command kCommands[] = {
    {"compile", "compiles a model to an engine", declareCompile},
    {"train", "trains a model", declareTrain},
    {"run", "runs one function of a model", declareRun},
    {"grad", "computes the gradient of every parameter", declareGrad},
    {"explain", "tells how each value is stored, and why", declareExplain},
    {"info", "tells what is in an engine", declareInfo},
    {"bench", "times the training step, or each of its kernels", declareBench},
};

std::string helpText() {
  std::string text =
      fmt::format("mpc {}: compiles whole training steps ahead of time\n\n"
                  "usage: mpc COMMAND [options]\n\ncommands\n",
                  version());
  for (const Command &command : kCommands)
    text += fmt::format("  {:10} {}\n", command.name, command.summary);
  return text + "\n'mpc COMMAND --help' explains a command.\n"
                "\nexamples\n"
                "  mpc train model.mlir --data x=images.npy --data "
                "y=labels.npy --epochs 8 --lr 1e-3\n"
                "  mpc compile model.mlir -o model.engine\n";
}

const Command &findCommand(const std::string &name) {
  std::vector<std::string> names;
  for (const Command &command : kCommands) {
    if (command.name == name)
      return command;
    names.push_back(command.name);
  }
  fail(Exit::usage, "unknown {} '{}'{} See 'mpc --help'",
       name[0] == '-' ? "option" : "command", name, suggest(name, names));
}

Exit runCommand(int argc, char **argv) {
  std::string word = argc > 1 ? argv[1] : "";
  if (word.empty())
    fail(Exit::usage, "no command given. See 'mpc --help'");
  if (word == "--version") {
    writeStdout(fmt::format("mpc {}\n", version()));
    return Exit::ok;
  }
  if (word == "--help" || word == "-h" || word == "help") {
    writeStdout(helpText());
    return Exit::ok;
  }
  const Command &command = findCommand(word);
  CLI::App app(command.summary, fmt::format("mpc {}", command.name));
  // Scripts pass on options that override their own.
  app.option_defaults()->take_last();
  Run run = command.declare(app);
  if (!parseArguments(app, argc - 1, argv + 1))
    return Exit::ok;
  return run();
}

} // namespace

} // namespace mpc::tool

int main(int argc, char **argv) {
  using namespace mpc::tool;
  exitOnSignal();
  try {
    return static_cast<int>(runCommand(argc, argv));
  } catch (const Failure &failure) {
    if (*failure.what())
      fmt::print(stderr, "mpc: error: {}\n", printable(failure.what()));
    return static_cast<int>(failure.code);
  } catch (const std::bad_alloc &) {
    fmt::print(stderr, "mpc: error: out of memory\n");
    return static_cast<int>(Exit::os);
  } catch (const std::exception &error) {
    fmt::print(stderr,
               "mpc: internal error: {} (mpc {}); please report it with this "
               "command line and its files\n",
               error.what(), mpc::version());
    return static_cast<int>(Exit::internal);
  }
}
