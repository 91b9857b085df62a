//===- Run.cpp - mpc run --------------------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Calls.h"
#include "Command.h"
#include "Npy.h"
#include "Text.h"

#include <CLI/App.hpp>

#include <algorithm>

namespace mpc::tool {

namespace {

constexpr const char *kRunUsage =
    "mpc run (MODEL.mlir|ENGINE) --function NAME [--params FILE] "
    "--input NAME=@FILE ... --output NAME=@FILE ...";
constexpr const char *kRunExamples =
    "  mpc run model.engine --function predict --params "
    "step-003750.safetensors \\\n"
    "      --input x=@x.npy --output probabilities=@p.npy\n";

struct RunCommand {
  std::string model;
  CompileFlags compile;
  std::string function;
  std::string params;
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  int64_t seed = 0;
  std::string device = "auto";
  int threads = 0;

  Exit run();
};

/// "p=@p.npy" taken apart: the output's type and its file.
std::vector<std::pair<NamedType, std::string>>
chooseOutputs(const std::vector<std::string> &specs,
              const std::vector<NamedType> &types,
              const std::string &function) {
  std::vector<std::pair<NamedType, std::string>> chosen;
  for (const std::string &spec : specs) {
    Assignment target = parseAssignment(spec, "--output");
    if (target.value[0] != '@' || target.value.size() == 1)
      fail(Exit::usage, "--output expects NAME=@FILE, but got '{}'", spec);
    auto found =
        std::find_if(types.begin(), types.end(), [&](const auto &type) {
          return type.name == target.name;
        });
    if (found == types.end())
      fail(Exit::usage,
           "--output '{}': @{} has no output '{}', its outputs are {}", spec,
           function, target.name, listNames(namesOf(types)));
    for (const auto &[type, file] : chosen)
      if (type.name == target.name)
        fail(Exit::usage, "--output gives '{}' twice", target.name);
    chosen.emplace_back(*found, target.value.substr(1));
  }
  return chosen;
}

/// "loss = 0.25", or the type of what is too large to print.
std::string describeValue(const std::string &name, const Tensor &tensor) {
  int64_t count = static_cast<int64_t>(*countElements(tensor.shape));
  if (count > 8)
    return fmt::format("{} = {}\n", name,
                       describeType(tensor.dtype, tensor.shape));
  std::vector<std::string> values;
  for (int64_t i = 0; i < count; ++i) {
    double value = elementAsDouble(tensor, i);
    values.push_back(tensor.dtype == DType::f32
                         ? fmt::format("{}", static_cast<float>(value))
                         : fmt::format("{}", value));
  }
  return tensor.shape.empty()
             ? fmt::format("{} = {}\n", name, values[0])
             : fmt::format("{} = [{}]\n", name, fmt::join(values, ", "));
}

Exit RunCommand::run() {
  if (model.empty())
    fail(Exit::usage, "no model given. Usage: {}", kRunUsage);
  if (function.empty())
    fail(Exit::usage, "no function given: add --function NAME");
  checkDevice(device);
  EnginePtr engine = openEngine(model, compile, device);
  const mpcrt::fb::Function &entry = findFunction(*engine, function);
  auto chosen = chooseOutputs(outputs, outputsOf(entry), function);
  // Without --output everything is shown.
  std::vector<NamedType> types;
  for (const auto &[type, file] : chosen)
    types.push_back(type);
  Call call(entry, outputs.empty() ? outputsOf(entry) : types);
  setInputs(call, function, inputs);
  SessionPtr session = openSession(engine, device, threads);
  fillParameters(*session, params, seed);
  call.run(*session);
  for (size_t i = 0; i < call.getOutputs().size(); ++i)
    if (outputs.empty())
      writeStdout(describeValue(call.getOutputs().getTypes()[i].name,
                                call.getOutputs().getTensor(i)));
    else
      writeNpy(chosen[i].second, call.getOutputs().getTensor(i));
  return Exit::ok;
}

} // namespace

Run declareRun(CLI::App &app) {
  auto command = std::make_shared<RunCommand>();
  describe(app, kRunUsage, kRunExamples);
  auto add = [&](const char *name, auto &value, const char *argument,
                 const char *what) {
    return named(app.add_option(name, value, what), argument)->group("run");
  };
  app.add_option("model", command->model, "model or engine");
  add("--function", command->function, "NAME", "what to run");
  add("--params", command->params, "FILE",
      "parameters or a checkpoint (default: the model's initialisers)");
  add("--seed", command->seed, "N", "of the initialisers (0)");
  repeated(add("--input", command->inputs, "NAME=@FILE",
               "an input, from .npy, safetensors (FILE:tensor) or IDX; a "
               "scalar also as NAME=VALUE"));
  repeated(add("--output", command->outputs, "NAME=@FILE",
               "write an output as .npy (default: print them all)"));
  add("--device", command->device, "auto|host|cuda[:N]", "where to run (auto)");
  add("--threads", command->threads, "N", "CPU threads (one per CPU)");
  command->compile.declare(app);
  command->compile.declareCache(app);
  return [command] { return command->run(); };
}

} // namespace mpc::tool
