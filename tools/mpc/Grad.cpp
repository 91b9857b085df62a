//===- Grad.cpp - mpc grad ------------------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Command.h"
#include "Gradients.h"
#include "Text.h"

#include "mpcrt/Safetensors.h"

#include <CLI/App.hpp>

namespace mpc::tool {

namespace {

namespace fb = mpcrt::fb;

constexpr const char *kUsage =
    "mpc grad (MODEL.mlir|ENGINE) --params FILE --input NAME=@FILE ... "
    "-o FILE";
constexpr const char *kExamples =
    "  mpc grad model.mlir --params p.safetensors --input x=@x.npy \\\n"
    "      --input y=@y.npy -o gradients.safetensors\n"
    "  mpc grad model.mlir --format=f64 --input x=@x.npy --input y=@y.npy "
    "-o g.safetensors\n";

struct GradCommand {
  std::string model;
  CompileFlags compile;
  std::string params;
  std::vector<std::string> inputs;
  std::string output;
  int64_t seed = 0;
  std::string device = "auto";
  int threads = 0;

  Exit run();
};

mpcrt::TensorView viewOf(const std::string &name, const Tensor &tensor) {
  return {name, tensor.dtype, tensor.shape, tensor.bytes};
}

/// The gradients under the names of their parameters, and the loss.
void writeGradients(const std::string &path, const mpcrt::Session &session,
                    const Tensor &loss) {
  double scale = getLossScale(session);
  std::vector<Tensor> gradients;
  std::vector<mpcrt::TensorView> views;
  for (const fb::Parameter *parameter : *session.meta().parameters()) {
    if (parameter->frozen())
      continue;
    std::string name = parameter->tensor()->name()->str();
    gradients.push_back(readGradient(session, name, scale));
    views.push_back(viewOf(name, gradients.back()));
  }
  views.push_back(viewOf("mpc.loss", loss));
  check(mpcrt::writeSafetensors(path, views, {}));
}

void warnOfBadGradients(const mpcrt::Session &session) {
  std::string bad = findBadGradient(session, getLossScale(session));
  if (bad.empty())
    return;
  std::vector<std::string> hints;
  if (getScalar(session, "loss_scale"))
    hints.push_back("a smaller --loss-scale");
  std::string_view format = session.meta().format()->string_view();
  if (format != "f32" && format != "f64")
    hints.push_back("--format=f32");
  warn(printable(fmt::format("first gradient that is not finite: {}{}{}", bad,
                             hints.empty() ? "" : "; try ",
                             fmt::join(hints, ", or "))));
}

Exit GradCommand::run() {
  if (model.empty())
    fail(Exit::usage, "no model given. Usage: {}", kUsage);
  if (output.empty())
    fail(Exit::usage, "no output given: add -o FILE.safetensors");
  checkDevice(device);
  EnginePtr engine = openEngine(model, compile, device);
  const fb::Function &train = findFunction(*engine, "train");
  // The loss is the first result.
  Call call(train, {outputsOf(train).at(0)});
  setInputs(call, "train", inputs);
  SessionPtr session = openSession(engine, device, threads);
  fillParameters(*session, params, seed);
  call.run(*session);
  writeGradients(output, *session, call.getOutputs().getTensor(0));
  warnOfBadGradients(*session);
  return Exit::ok;
}

} // namespace

Run declareGrad(CLI::App &app) {
  auto command = std::make_shared<GradCommand>();
  describe(app, kUsage, kExamples);
  auto add = [&](const char *name, auto &value, const char *argument,
                 const char *what) {
    return named(app.add_option(name, value, what), argument)->group("run");
  };
  app.add_option("model", command->model, "model or engine");
  add("--params", command->params, "FILE",
      "parameters or a checkpoint (default: the model's initialisers)");
  add("--seed", command->seed, "N", "of the initialisers (0)");
  repeated(add("--input", command->inputs, "NAME=@FILE",
               "an input of @train, from .npy, safetensors (FILE:tensor) or "
               "IDX; a scalar also as NAME=VALUE"));
  add("-o", command->output, "FILE",
      "gradients by parameter name, the loss as mpc.loss (safetensors)");
  add("--device", command->device, "auto|host|cuda[:N]", "where to run (auto)");
  add("--threads", command->threads, "N", "CPU threads (one per CPU)");
  command->compile.declare(app);
  command->compile.declareCache(app);
  return [command] { return command->run(); };
}

} // namespace mpc::tool
