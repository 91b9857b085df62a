//===- Compile.cpp - mpc compile ------------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Command.h"
#include "FileBytes.h"
#include "Model.h"
#include "Text.h"

#include <CLI/App.hpp>

#include <chrono>
#include <filesystem>

namespace mpc::tool {

namespace {

constexpr const char *kUsage =
    "mpc compile MODEL.mlir -o MODEL.engine [options]";
constexpr const char *kExamples =
    "  mpc compile model.mlir -o model.engine --optimizer=adamw:beta2=0.95\n"
    "  mpc compile model.mlir --emit=kernels\n"
    "  mpc compile model.mlir -o model.engine --dump-ir=ir/\n";

struct CompileCommand {
  std::string model;
  std::string output;
  CompileFlags flags;

  Exit run();
  void writeText(const std::string &text) const;
};

/// "model.engine  2.1 MB  11 launches  arena 3.4 MB (live bound 3.3 MB) ..."
std::string summarise(const std::string &path, const mpcrt::Engine &engine,
                      double milliseconds) {
  FunctionCost step = costOfStep(*engine.plan(engine.targets().front()));
  return fmt::format(
      "{}  {}  {} launches  arena {} (live bound {})  masters {}  casts {} ({} "
      "removed)  {:.0f} ms\n",
      path, describeBytes(static_cast<double>(engine.bytes())), step.launches,
      describeBytes(static_cast<double>(step.arenaBytes)),
      describeBytes(static_cast<double>(step.liveBytes)),
      describeBytes(static_cast<double>(countMasterBytes(engine.meta()))),
      step.casts, step.castsRemoved, milliseconds);
}

void CompileCommand::writeText(const std::string &text) const {
  if (output.empty() || output == "-")
    writeStdout(text);
  else
    writeFile(output, {text});
}

Exit CompileCommand::run() {
  if (model.empty())
    fail(Exit::usage, "no model given. Usage: {}", kUsage);
  CompileOptions options = flags.options();
  if (output.empty() && options.emit.empty())
    fail(Exit::usage, "no output given: add -o MODEL.engine or --emit=STEP");
  std::error_code unknown;
  if (std::filesystem::equivalent(model, output, unknown))
    fail(Exit::usage, "the output {} is the model itself", output);
  auto start = std::chrono::steady_clock::now();
  CompileResult result = compileModel(model, options);
  std::chrono::duration<double, std::milli> took =
      std::chrono::steady_clock::now() - start;
  if (!options.emit.empty()) {
    writeText(result.text);
    return Exit::ok;
  }
  // The engine is opened as its users will: a bad one is never written.
  EnginePtr engine = take(mpcrt::Engine::fromMemory(
      std::as_bytes(std::span(result.engine)), output));
  writeFile(output, {result.engine});
  writeStdout(summarise(output, *engine, took.count()));
  return Exit::ok;
}

} // namespace

Run declareCompile(CLI::App &app) {
  auto command = std::make_shared<CompileCommand>();
  describe(app, kUsage, kExamples);
  app.add_option("model", command->model, "the model");
  named(app.add_option("-o", command->output, "where the engine goes"), "FILE")
      ->group("output");
  command->flags.declare(app);
  command->flags.declareCache(app);
  command->flags.declareDumps(app);
  return [command] { return command->run(); };
}

} // namespace mpc::tool
