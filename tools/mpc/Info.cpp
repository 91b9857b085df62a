//===- Info.cpp - mpc info ------------------------------------------------===//
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
#include <nlohmann/json.hpp>

namespace mpc::tool {

namespace {

namespace fb = mpcrt::fb;
using Json = nlohmann::ordered_json;

constexpr const char *kUsage = "mpc info ENGINE [--json]";
constexpr const char *kExamples = "  mpc info model.engine\n"
                                  "  mpc info model.engine --json\n";

/// Functions and their costs; "train" stands for the whole step.
using Costs = std::vector<std::pair<std::string, FunctionCost>>;

Costs costsOf(const fb::Plan &plan) {
  Costs costs;
  for (const fb::Function *function : *plan.functions()) {
    std::string name = function->name()->str();
    costs.emplace_back(name,
                       name == "train" ? costOfStep(plan) : costOf(*function));
  }
  return costs;
}

Json describe(const FunctionCost &cost) {
  return {{"launches", cost.launches},
          {"copies", cost.copies},
          {"arena_bytes", cost.arenaBytes},
          {"live_bytes", cost.liveBytes},
          {"residual_bytes", cost.residualBytes},
          {"contraction_flops", cost.contractionFlops},
          {"contraction_flops_16bit", cost.contractionFlops16},
          {"casts", cost.casts},
          {"casts_removed", cost.castsRemoved}};
}

Shape shapeOf(const fb::Tensor &tensor) {
  Shape shape;
  if (tensor.shape())
    shape.assign(tensor.shape()->begin(), tensor.shape()->end());
  return shape;
}

Json describe(const fb::Tensor &tensor) {
  return {{"name", tensor.name()->str()},
          {"dtype", dtypeName(tensor.dtype())},
          {"shape", shapeOf(tensor)}};
}

Json describe(const std::vector<NamedType> &types) {
  Json list = Json::array();
  for (const NamedType &type : types)
    list.push_back({{"name", type.name},
                    {"dtype", dtypeName(type.dtype)},
                    {"shape", type.shape}});
  return list;
}

/// What CUDA kernels ask of a GPU.
Json describeGpuKernels(const fb::Plan &plan) {
  Json list = Json::array();
  for (const fb::Kernel *kernel : *plan.kernels()) {
    const fb::GpuLaunch &launch = *kernel->launch();
    const fb::Module &module = *plan.modules()->Get(launch.module_());
    list.push_back({{"label", kernel->label()->str()},
                    {"entry", launch.entry()->str()},
                    {"grid", std::vector<int64_t>(launch.grid()->begin(),
                                                  launch.grid()->end())},
                    {"block", launch.block()},
                    {"shared_bytes", launch.shared_bytes()},
                    {"semaphores", launch.semaphores()},
                    {"workspace_bytes", launch.workspace_bytes()},
                    {"cubin_bytes", module.cubin_bytes()}});
  }
  return list;
}

Json describeTarget(const fb::Plan &plan) {
  Json target = {{"name", plan.target()->str()}, {"cpu", plan.cpu()->str()}};
  Json functions = Json::object();
  for (const auto &[name, cost] : costsOf(plan))
    functions[name] = describe(cost);
  for (const fb::Function *function : *plan.functions()) {
    functions[function->name()->str()]["inputs"] =
        describe(inputsOf(*function));
    functions[function->name()->str()]["outputs"] =
        describe(outputsOf(*function));
  }
  target["kernels"] = plan.kernels()->size();
  if (plan.modules())
    target["launches"] = describeGpuKernels(plan);
  target["functions"] = functions;
  return target;
}

Json describe(const mpcrt::Engine &engine) {
  const fb::Meta &meta = engine.meta();
  Json json = {{"parameters", countParameters(meta)},
               {"engine_bytes", engine.bytes()},
               {"producer", meta.producer()->str()},
               {"model", meta.model()->str()},
               {"format", meta.format()->str()},
               {"optimizer", meta.optimizer()->str()},
               {"options", Json::object()},
               {"parameter_list", Json::array()},
               {"states", Json::array()},
               {"targets", Json::array()}};
  for (const fb::Option *option : *meta.options())
    json["options"][option->key()->str()] = option->value()->str();
  for (const fb::Parameter *parameter : *meta.parameters()) {
    json["parameter_list"].push_back(describe(*parameter->tensor()));
    Json &entry = json["parameter_list"].back();
    entry["decays"] = parameter->decays();
    entry["frozen"] = parameter->frozen();
    entry["lr_factor"] = parameter->lr_factor();
    entry["decay_factor"] = parameter->decay_factor();
  }
  for (const fb::State *state : *meta.states()) {
    json["states"].push_back(describe(*state->tensor()));
    json["states"].back()["kind"] = fb::EnumNameStateKind(state->kind());
  }
  for (const std::string &target : engine.targets())
    json["targets"].push_back(describeTarget(*engine.plan(target)));
  return json;
}

/// "decays", "does not decay, lr x 0.1", "frozen"
std::string describeTraining(const fb::Parameter &parameter) {
  if (parameter.frozen())
    return "frozen";
  std::string text = parameter.decays() ? "decays" : "does not decay";
  if (parameter.decays() && parameter.decay_factor() != 1)
    text += fmt::format(" x {:g}", parameter.decay_factor());
  if (parameter.lr_factor() != 1)
    text += fmt::format(", lr x {:g}", parameter.lr_factor());
  return text;
}

std::string describeGrid(const fb::GpuLaunch &launch) {
  std::vector<int64_t> sizes(launch.grid()->begin(), launch.grid()->end());
  while (sizes.size() > 1 && sizes.back() == 1)
    sizes.pop_back();
  return fmt::format("{}", fmt::join(sizes, "x"));
}

std::string tabulateGpuKernels(const fb::Plan &plan) {
  std::string text = fmt::format("  {:>12}{:>8}{:>10}{:>10}  kernel\n", "grid",
                                 "block", "shared", "cubin");
  for (const fb::Kernel *kernel : *plan.kernels()) {
    const fb::GpuLaunch &launch = *kernel->launch();
    int64_t bytes = plan.modules()->Get(launch.module_())->cubin_bytes();
    text += fmt::format("  {:>12}{:>8}{:>10}{:>10}  {}\n", describeGrid(launch),
                        launch.block(), describeBytes(launch.shared_bytes()),
                        bytes ? describeBytes(static_cast<double>(bytes))
                              : "text only",
                        kernel->label()->str());
  }
  return text;
}

std::string tabulateTarget(const fb::Plan &plan) {
  std::string cpu = plan.cpu()->str();
  std::string text =
      fmt::format("\ntarget {}{}\n  {:12}{:>9}{:>8}{:>10}{:>12}{:>11}{:>19}\n",
                  plan.target()->str(), cpu.empty() ? "" : " (" + cpu + ")",
                  "function", "launches", "copies", "arena", "live bound",
                  "residuals", "contraction FLOPs");
  for (const auto &[name, cost] : costsOf(plan))
    text += fmt::format("  {:12}{:>9}{:>8}{:>10}{:>12}{:>11}{:>19}\n", name,
                        cost.launches, cost.copies,
                        describeBytes(static_cast<double>(cost.arenaBytes)),
                        describeBytes(static_cast<double>(cost.liveBytes)),
                        describeBytes(static_cast<double>(cost.residualBytes)),
                        groupDigits(cost.contractionFlops));
  text += "  train stands for the whole step, update included\n";
  return plan.modules() ? text + tabulateGpuKernels(plan) : text;
}

std::string tabulate(const mpcrt::Engine &engine) {
  const fb::Meta &meta = engine.meta();
  std::string text = fmt::format(
      "{}  {}  {}  {}  {}", engine.name(),
      describeBytes(static_cast<double>(engine.bytes())),
      meta.producer()->str(), meta.format()->str(), meta.optimizer()->str());
  for (const fb::Option *option : *meta.options())
    text +=
        fmt::format("  {}={}", option->key()->str(), option->value()->str());
  text +=
      fmt::format("\n\n{} parameters\n", groupDigits(countParameters(meta)));
  for (const fb::Parameter *parameter : *meta.parameters()) {
    const fb::Tensor &tensor = *parameter->tensor();
    text += fmt::format("  {:24} {:16} {}\n", tensor.name()->str(),
                        describeType(tensor.dtype(), shapeOf(tensor)),
                        describeTraining(*parameter));
  }
  for (const std::string &target : engine.targets())
    text += tabulateTarget(*engine.plan(target));
  return text;
}

} // namespace

Run declareInfo(CLI::App &app) {
  struct Options {
    std::string engine;
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  describe(app, kUsage, kExamples);
  app.add_option("engine", options->engine, "the engine");
  app.add_flag("--json", options->json, "as JSON, for programs")
      ->group("output");
  return [options] {
    if (options->engine.empty())
      fail(Exit::usage, "no engine given. Usage: {}", kUsage);
    EnginePtr engine = openEngineFile(options->engine);
    writeStdout(options->json ? describe(*engine).dump(2) + "\n"
                              : tabulate(*engine));
    return Exit::ok;
  };
}

} // namespace mpc::tool
