//===- Compilation.cpp - one run of the compiler -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compilation.h"

#include "Backend.h"
#include "Graph.h"

#include "mpc/Engine/EngineWriter.h"
#include "mpc/Frontend/Reader.h"
#include "mpc/IR/Mpc.h"
#include "mpc/Passes.h"
#include "mpc/Pipelines.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/Pass/PassManager.h"

#include "llvm/Support/Error.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdlib>

using namespace mlir;

namespace mpc {

namespace {

using NamedStep = std::pair<Step, const char *>;

/// The steps that rewrite IR, beside their names: what all targets share, and
/// what each has for itself.
constexpr NamedStep kSharedSteps[] = {
    {Step::Graph, "graph"},
    {Step::Step, "step"},
    {Step::Precision, "precision"},
    {Step::Mixed, "mixed"},
};
constexpr NamedStep kTargetSteps[] = {
    {Step::Kernels, "kernels"},
    {Step::Loops, "loops"},
    {Step::Buffers, "buffers"},
};

std::string printNumber(double number) {
  std::string text;
  llvm::raw_string_ostream(text) << llvm::format("%.9g", number);
  return text;
}

} // namespace

Compilation::Compilation(const CompileOptions &options, CompileResult &result,
                         StepObserver observer)
    : options(options), result(result), observer(std::move(observer)),
      hooks(options), out(result.diagnostics), dumper(options.dumpDir) {
  if (this->options.format.empty())
    this->options.format = getDefaultFormat(options.policy).str();
}

//===----------------------------------------------------------------------===//
// Messages and progress
//===----------------------------------------------------------------------===//

void Compilation::hear(Diagnostic &diagnostic) {
  result.messages.push_back(makeMessage(diagnostic));
  hooks.tell(result.messages.back());
}

bool Compilation::fail(CompileStatus status, const llvm::Twine &message) {
  result.status = status;
  tell(CompileMessage::Kind::error, message.str());
  return false;
}

/// Says what is about no place.
void Compilation::tell(CompileMessage::Kind kind, const std::string &text) {
  out << "mpc: " << (kind == CompileMessage::Kind::note ? "note" : "error")
      << ": " << text << "\n";
  result.messages.push_back(makeMessage(kind, text));
  hooks.tell(result.messages.back());
}

/// Tells that `step` has ended and of kernels of the next one; false if the
/// compilation is to end.
bool Compilation::advance(StringRef step, size_t kernels, size_t all) {
  // Those of a target end with its code and its plan.
  int64_t total = 1 + std::size(kSharedSteps) +
                  getTargets().size() * (std::size(kTargetSteps) + 2);
  for (const StepInfo &known : compilerSteps())
    if (step == known.name)
      return hooks.advance({known.name, stepsDone, total, int64_t(kernels),
                            int64_t(all)});
  llvm_unreachable("steps have names");
}

/// What was interrupted has no engine, whatever it has come to.
void Compilation::finish() {
  if (hooks.getInterruption().empty())
    return writeOutput();
  result.status = CompileStatus::interrupted;
  result.engine.clear();
  tell(CompileMessage::Kind::error, hooks.getInterruption());
}

/// What keeps engines may have something to say itself.
void Compilation::keep(EngineCache &cache) {
  cache.store(result);
  if (std::string note = cache.getNote(); !note.empty())
    tell(CompileMessage::Kind::note, note);
}

void Compilation::writeOutput() {
  if (!result || options.output.empty() || result.engine.empty())
    return;
  llvm::Error error =
      llvm::writeToOutput(options.output, [&](llvm::raw_ostream &file) {
        file << result.engine;
        return llvm::Error::success();
      });
  if (error)
    fail(CompileStatus::os, "cannot write " + options.output + ": " +
                                llvm::toString(std::move(error)));
}

//===----------------------------------------------------------------------===//
// The steps
//===----------------------------------------------------------------------===//

/// Compiles what is in a file, or in standard input for "-".
void Compilation::runFile(const std::string &path) {
  auto buffer = path == "-" ? llvm::MemoryBuffer::getSTDIN()
                            : llvm::MemoryBuffer::getFile(path);
  if (buffer)
    return run(std::move(*buffer));
  fail(CompileStatus::badInput,
       "cannot read " + path + ": " + buffer.getError().message());
  finish();
}

void Compilation::run(std::unique_ptr<llvm::MemoryBuffer> text) {
  if (!checkOptions())
    return finish();
  EngineCache cache(options, text->getBufferIdentifier(), text->getBuffer());
  if (!observer && cache.load(result))
    return finish();
  DialectRegistry registry;
  registerDialects(registry);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  // People see their own text, not what passes made of it.
  context.printOpOnDiagnostic(false);
  auto sources = std::make_shared<llvm::SourceMgr>();
  sources->AddNewSourceBuffer(std::move(text), llvm::SMLoc());
  SourceMgrDiagnosticHandler handler(*sources, &context, out);
  // Heard first, then passed on to be shown.
  ScopedDiagnosticHandler ear(&context, [&](Diagnostic &diagnostic) {
    hear(diagnostic);
    return failure();
  });
  if (OwningOpRef<ModuleOp> model = readModel(sources, &context))
    compile(*model);
  else
    result.status = CompileStatus::badInput;
  finish();
  if (!observer)
    keep(cache);
}

/// Ends before it began, because of what `message` says.
void Compilation::run(const CompileMessage &message) {
  result.status = CompileStatus::badInput;
  print(out, message);
  result.messages.push_back(message);
  hooks.tell(message);
  finish();
}

/// Compiles what a program built, whose lines messages name.
void Compilation::run(ModuleOp model) {
  if (!checkOptions())
    return finish();
  std::string text;
  if (options.cache) {
    llvm::raw_string_ostream stream(text);
    model.print(stream, OpPrintingFlags().enableDebugInfo());
  }
  EngineCache cache(options, "graph", text);
  if (cache.load(result))
    return finish();
  ScopedDiagnosticHandler handler(model.getContext(), [&](Diagnostic &what) {
    hear(what);
    print(out, result.messages.back());
    return success();
  });
  compile(model);
  finish();
  keep(cache);
}

void Compilation::compile(ModuleOp model) {
  if (failed(checkModel(model))) {
    result.status = CompileStatus::badInput;
    return;
  }
  if (finishStep("input", model) &&
      rewrite(model, kSharedSteps, options.target))
    compileTargets(model);
}

/// Runs `steps` up to the one asked for.
bool Compilation::rewrite(ModuleOp module, ArrayRef<NamedStep> steps,
                          StringRef target) {
  PipelineOptions pipeline;
  pipeline.target = target.str();
  pipeline.format = options.format;
  pipeline.policy = options.policy;
  for (const std::string &text : options.keep)
    pipeline.keep.push_back(text);
  pipeline.casts = options.casts;
  pipeline.lossScale = options.lossScale;
  pipeline.math = options.math;
  pipeline.optimizer = options.optimizer;
  for (const std::string &text : options.groups)
    pipeline.groups.push_back(text);
  pipeline.clipNorm = options.clipNorm;
  pipeline.microBatches = options.microBatches;
  pipeline.fusion = options.fusion;
  for (auto [step, name] : steps) {
    PassManager pm(module.getContext());
    buildStep(step, pm, pipeline);
    if (failed(pm.run(module))) {
      result.status = CompileStatus::badInput;
      return false;
    }
    if (!finishStep(name, module))
      return false;
  }
  return true;
}

/// Plans kernels and generates code for each target, then writes the engine.
void Compilation::compileTargets(ModuleOp module) {
  std::vector<EngineTarget> targets;
  EngineSources sources;
  OwningOpRef<ModuleOp> planned;
  for (const std::string &name : getTargets()) {
    planned = module.clone();
    if (getTargets().size() > 1)
      dumper.setTarget(name);
    if (!rewrite(*planned, kTargetSteps, name))
      return;
    FailureOr<EngineTarget> target = generate(*planned, name, sources);
    if (failed(target))
      return;
    targets.push_back(std::move(*target));
  }
  result.engine = writeEngine(*planned, targets, sources,
                              {std::string("mpc ") + version(), options.format,
                               options.optimizer, describeOptions()});
}

/// Makes code and plan of planned kernels; fails when it is over.
FailureOr<EngineTarget> Compilation::generate(ModuleOp module, StringRef name,
                                              EngineSources &sources) {
  std::unique_ptr<Backend> backend =
      name.starts_with(kCudaPrefix)
          ? createCudaBackend(name.drop_front(kCudaPrefix.size()))
          : createHostBackend(options.cpu, module.getLoc());
  if (!backend) {
    result.status = CompileStatus::usage;
    return failure();
  }
  // No model is known that gets here and fails, yet the way out must work.
  if (const char *fault = std::getenv("MPC_TEST_FAULT");
      fault && StringRef(fault) == "code") {
    emitError(module.getLoc(), "internal error: a test asks for one");
    result.status = CompileStatus::internal;
    return failure();
  }
  bool needsText = options.emit == "code";
  result.status = backend->generate(module, dumper.getCodeDir(), needsText);
  if (result.status != CompileStatus::ok)
    return failure();
  if (needsText) {
    result.text += backend->getText();
    return failure();
  }
  ++stepsDone;
  if (!advance("code") || !finishText("plan", backend->describePlan(module)))
    return failure();
  FailureOr<EngineTarget> target =
      backend->finish(module, sources, [&](size_t done, size_t all) {
        return advance("code", done, all);
      });
  if (failed(target)) {
    result.status = CompileStatus::device;
    return failure();
  }
  ++stepsDone;
  if (!advance("plan"))
    return failure();
  return target;
}

SmallVector<std::string> Compilation::getTargets() const {
  SmallVector<StringRef> names;
  StringRef(options.target).split(names, ',');
  return llvm::map_to_vector(names, [](StringRef name) { return name.str(); });
}

std::vector<std::pair<std::string, std::string>>
Compilation::describeOptions() const {
  std::vector<std::pair<std::string, std::string>> all = {
      {"fusion", options.fusion ? "on" : "off"},
      {"policy", options.policy},
      {"casts", options.casts},
      {"math", options.math},
      {"loss_scale",
       options.lossScale.empty() ? "default" : options.lossScale}};
  if (options.clipNorm != 0)
    all.push_back({"clip_norm", printNumber(options.clipNorm)});
  if (options.microBatches != 1)
    all.push_back({"micro_batches", std::to_string(options.microBatches)});
  for (const std::string &text : options.keep)
    all.push_back({"keep", text});
  for (const std::string &text : options.groups)
    all.push_back({"group", text});
  return all;
}

/// Dumps a step's IR and stops if it is the one asked for.
bool Compilation::finishStep(StringRef name, ModuleOp module) {
  if (observer && !observer(name, module))
    return false;
  ++stepsDone;
  if (!advance(name))
    return false;
  if (options.emit != name && !dumper.isOn())
    return true;
  std::string text;
  llvm::raw_string_ostream stream(text);
  module->print(stream, OpPrintingFlags().printNameLocAsPrefix());
  return finishText(name, text + "\n");
}

bool Compilation::finishText(StringRef name, std::string text) {
  if (std::string error = dumper.write(name, text); !error.empty())
    return fail(CompileStatus::os, error);
  if (options.emit != name)
    return true;
  result.text = std::move(text);
  return false;
}

} // namespace mpc
