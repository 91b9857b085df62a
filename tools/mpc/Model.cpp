//===- Model.cpp - models and engines, opened for use ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Model.h"

#include "FileBytes.h"
#include "Text.h"

#include "mpcrt/EngineFormat.h"
#include "mpcrt/Session.h"

#include <algorithm>

namespace mpc::tool {

namespace {

namespace fb = mpcrt::fb;

bool isEngine(const FileBytes &file) {
  return file.startsWith({mpcrt::kEngineMagic, sizeof mpcrt::kEngineMagic});
}

/// Keeps what the compiler failed on, so that it can be reported.
void writeReproducer(std::string_view text, const CompileOptions &options) {
  std::string path = "mpc-reproducer.mlir";
  std::string content = fmt::format("// mpc {}: mpc compile {}\n{}", version(),
                                    describeOptions(options), text);
  writeFile(path, {content});
  fmt::print(stderr, "mpc: please report this error with {}\n", path);
}

/// The text of a model, or a failure if it can be none.
std::string_view takeText(const FileBytes &file, const std::string &path) {
  std::string_view text = file.text();
  if (text.substr(0, 4096).find('\0') != std::string_view::npos)
    fail(Exit::badInput, "{}: neither a model (text) nor an engine", path);
  return text;
}

std::string nameOf(const std::string &path) {
  return path == "-" ? "<stdin>" : path;
}

/// Shows what the compiler says, and fails if it failed.
void report(CompileStatus status, const std::string &diagnostics,
            std::string_view text, const std::string &path,
            const CompileOptions &options) {
  fmt::print(stderr, "{}", printableLines(diagnostics));
  if (status == CompileStatus::internal)
    writeReproducer(text, options);
  if (status == CompileStatus::ok)
    return;
  if (diagnostics.empty())
    fail(static_cast<Exit>(status), "{}: cannot be compiled", path);
  throw Failure(static_cast<Exit>(status), "");
}

CompileResult compileBytes(const FileBytes &file, const std::string &path,
                           const CompileOptions &options) {
  std::string_view text = takeText(file, path);
  CompileResult result = compileText(std::string(text), nameOf(path), options);
  report(result.status, result.diagnostics, text, path, options);
  return result;
}

FileBytes readModel(const std::string &path) {
  return readFile(path == "-" ? "/dev/stdin" : path);
}

std::vector<NamedType>
namedTypes(const flatbuffers::Vector<flatbuffers::Offset<fb::Tensor>> &list) {
  std::vector<NamedType> types;
  for (const fb::Tensor *tensor : list) {
    Shape shape;
    if (tensor->shape())
      shape.assign(tensor->shape()->begin(), tensor->shape()->end());
    types.push_back({tensor->name()->str(), tensor->dtype(), shape});
  }
  return types;
}

using Nodes = flatbuffers::Vector<flatbuffers::Offset<fb::Node>>;

int64_t countLaunches(const Nodes &nodes) {
  int64_t launches = 0;
  for (const fb::Node *node : nodes)
    if (const fb::Loop *loop = node->node_as_Loop())
      launches += loop->trip() * countLaunches(*loop->body());
    else
      ++launches;
  return launches;
}

/// Functions are the same in all plans.
const fb::Plan &anyPlan(const mpcrt::Engine &engine) {
  for (const std::string &target : engine.targets())
    return *engine.plan(target);
  fail(Exit::badInput, "{}: has no plan for any target", engine.name());
}

} // namespace

CompileResult compileModel(const std::string &path,
                           const CompileOptions &options) {
  FileBytes file = readModel(path);
  if (isEngine(file))
    fail(Exit::usage, "{}: an engine is already compiled", path);
  return compileBytes(file, path, options);
}

Explanation explainModel(const std::string &path,
                         const CompileOptions &options) {
  FileBytes file = readModel(path);
  if (isEngine(file))
    fail(Exit::usage, "{}: an engine no longer knows why; give its model",
         path);
  std::string_view text = takeText(file, path);
  Explanation explanation =
      explainText(std::string(text), nameOf(path), options);
  report(explanation.status, explanation.diagnostics, text, path, options);
  return explanation;
}

namespace {

/// How a model is compiled that runs on `device` and nowhere else.
CompileOptions optionsFor(const CompileFlags &flags,
                          const std::string &device) {
  CompileOptions options = flags.options();
  if (flags.givesTarget())
    return options;
  options.target =
      device == "auto" ? device : take(mpcrt::findTarget(device));
  return options;
}

} // namespace

EnginePtr openEngine(const std::string &path, const CompileFlags &flags,
                     const std::string &device) {
  FileBytes file = readModel(path);
  if (!isEngine(file)) {
    CompileResult result = compileBytes(file, path, optionsFor(flags, device));
    return take(mpcrt::Engine::fromMemory(
        std::as_bytes(std::span(result.engine)), path));
  }
  if (std::vector<std::string> given = flags.given(); !given.empty())
    fail(Exit::usage,
         "{} is an engine, whose compile options are fixed: leave out {}, or "
         "give the model",
         path, listNames(given));
  return take(mpcrt::Engine::open(path));
}

EnginePtr openEngineFile(const std::string &path) {
  FileBytes file = readFile(path);
  bool text = file.text().substr(0, 4096).find('\0') == std::string_view::npos;
  if (!isEngine(file) && text)
    fail(Exit::badInput,
         "{}: not an engine; 'mpc compile' makes one of a model", path);
  return take(mpcrt::Engine::open(path));
}

const fb::Function *lookUpFunction(const mpcrt::Engine &engine,
                                   const std::string &name) {
  for (const fb::Function *function : *anyPlan(engine).functions())
    if (function->name()->str() == name)
      return function;
  return nullptr;
}

const fb::Function &findFunction(const mpcrt::Engine &engine,
                                 const std::string &name) {
  if (const fb::Function *function = lookUpFunction(engine, name))
    return *function;
  std::vector<std::string> names;
  for (const fb::Function *function : *anyPlan(engine).functions())
    names.push_back(function->name()->str());
  fail(Exit::badInput, "{}: no function '{}', only {}", engine.name(), name,
       listNames(names));
}

std::vector<NamedType> inputsOf(const fb::Function &function) {
  return namedTypes(*function.inputs());
}

std::vector<NamedType> outputsOf(const fb::Function &function) {
  return namedTypes(*function.outputs());
}

FunctionCost costOf(const fb::Function &function) {
  return {countLaunches(*function.nodes()),
          static_cast<int64_t>(function.inputs()->size()) +
              static_cast<int64_t>(function.outputs()->size()),
          function.arena_bytes(),
          function.live_bytes(),
          function.residual_bytes(),
          function.contraction_flops(),
          function.contraction_flops_16bit(),
          function.casts(),
          function.casts_removed()};
}

FunctionCost operator+(const FunctionCost &first, const FunctionCost &second) {
  return {first.launches + second.launches,
          first.copies + second.copies,
          std::max(first.arenaBytes, second.arenaBytes),
          std::max(first.liveBytes, second.liveBytes),
          std::max(first.residualBytes, second.residualBytes),
          first.contractionFlops + second.contractionFlops,
          first.contractionFlops16 + second.contractionFlops16,
          first.casts + second.casts,
          first.castsRemoved + second.castsRemoved};
}

FunctionCost costOfStep(const fb::Plan &plan) {
  FunctionCost step, dearest;
  bool trains = false;
  for (const fb::Function *function : *plan.functions()) {
    FunctionCost cost = costOf(*function);
    std::string name = function->name()->str();
    trains |= name == "train";
    if (name == "train" || name == "accumulate" || name == "update")
      step = step + cost;
    if (cost.launches > dearest.launches)
      dearest = cost;
  }
  return trains ? step : dearest;
}

int64_t countParameters(const fb::Meta &meta) {
  uint64_t count = 0;
  for (const fb::Parameter *parameter : *meta.parameters())
    if (auto *shape = parameter->tensor()->shape())
      count += countElements({shape->data(), shape->size()}).value_or(0);
    else
      ++count;
  return static_cast<int64_t>(count);
}

int64_t countMasterBytes(const fb::Meta &meta) {
  int64_t width = meta.format()->str() == "f64" ? 8 : 4;
  return width * countParameters(meta);
}

} // namespace mpc::tool
