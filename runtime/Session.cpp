//===- Session.cpp - an engine loaded on a device, with its state ---------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpcrt/Session.h"

#include "Binding.h"
#include "CheckEngine.h"
#include "Device.h"
#include "Error.h"
#include "NonfiniteFinder.h"
#include "OpenDevice.h"
#include "Restore.h"
#include "StateTable.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace mpcrt {

struct Session::Impl {
  std::shared_ptr<const Engine> engine;
  StateTable states;
  std::unique_ptr<Device> device;
  std::vector<std::string> notes;
  /// Parameters were set, loaded or initialised: copies of them are out of
  /// date.
  bool parametersSet = false;
  const fb::Function *refreshFunction = nullptr;
  using FunctionList = std::vector<const fb::Function *>;
  /// What a micro-batch runs that others follow, and what the last one runs.
  FunctionList partFunctions, stepFunctions;
  int64_t microBatch = 0; ///< micro-batches of this step that have run
  struct Step {
    uint64_t ticket;
    int call;
    const FunctionList *functions;
  };
  std::vector<Step> underWay; ///< steps that were submitted, the oldest first
  uint64_t lastTicket = 0;

  Status named(const Status &status) const {
    return status.ok() ? status : prefixed(engine->name(), status);
  }
  Expected<std::vector<Binding>> bind(Functions functions,
                                      std::span<const InputBuffer> inputs,
                                      std::span<const OutputBuffer> outputs);
  struct Calls {
    FunctionList functions;
    std::vector<Binding> bindings;
  };
  Expected<Calls> prepare(const Session &session,
                          std::span<const std::string_view> names,
                          std::span<const InputBuffer> inputs);
  Status getOnGpu(const StateTable::Entry &entry, void *to);
  Status setOnGpu(const StateTable::Entry &entry, const void *from);
  Status refresh();
  Status runAll(Functions functions, std::span<const InputBuffer> inputs,
                std::span<const OutputBuffer> outputs);
  Expected<const FunctionList *> findStepFunctions(const Session &session);
  int64_t countMicroBatches() const;
  void finishMicroBatch();
  Status beginStep();
  Status copyOutputs(Functions functions, std::span<const std::byte> results,
                     std::span<const OutputBuffer> outputs) const;
  Status copyScalars(std::span<const std::byte> results,
                     std::span<const OutputBuffer> scalars) const;
};

Session::Session(std::unique_ptr<Impl> impl) : impl(std::move(impl)) {}
Session::~Session() = default;

Expected<std::unique_ptr<Session>>
Session::open(std::shared_ptr<const Engine> engine,
              const SessionOptions &options) {
  Expected<StateTable> states = StateTable::create(engine->meta());
  if (!states)
    return prefixed(engine->name(), states.error());
  auto impl = std::make_unique<Impl>();
  impl->engine = std::move(engine);
  impl->states = std::move(*states);
  Expected<std::unique_ptr<Device>> device =
      openDevice(impl->engine, impl->states, options, impl->notes);
  if (!device)
    return device.error();
  impl->device = std::move(*device);
  std::unique_ptr<Session> session(new Session(std::move(impl)));
  session->impl->refreshFunction = session->findFunction("refresh");
  return session;
}

const Engine &Session::engine() const { return *impl->engine; }

int Session::threads() const { return impl->device->threads(); }

std::string Session::deviceName() const { return impl->device->name(); }

const std::vector<std::string> &Session::notes() const { return impl->notes; }

int Session::pipelineDepth() const { return impl->device->pipelineDepth(); }

uint64_t Session::memoryBytes() const {
  return impl->states.memoryBytes() + impl->device->memoryBytes();
}

const fb::Function *Session::findFunction(std::string_view name) const {
  for (const fb::Function *function : *impl->device->plan()->functions())
    if (function->name()->string_view() == name)
      return function;
  return nullptr;
}

//===----------------------------------------------------------------------===//
// Contents
//===----------------------------------------------------------------------===//

namespace {

Status unknownName(const Engine &engine, const StateTable &states,
                   std::string_view name) {
  return makeError(StatusCode::usage,
                   "{}: there is no parameter or state {} (there is: {})",
                   engine.name(), quote(name), quoteList(states.names()));
}

Status checkExact(const StateTable::Entry &entry, std::string_view name,
                  const void *data, uint64_t bytes) {
  if (entry.bytes.size() == bytes && (data || bytes == 0))
    return {};
  return makeError(StatusCode::badInput,
                   "{} is {}, which has {} bytes, but got {}", quote(name),
                   describeType(entry.dtype, toSpan(entry.type->shape())),
                   entry.bytes.size(), data ? std::to_string(bytes) : "none");
}

void copyBytes(void *to, const void *from, uint64_t bytes) {
  if (bytes)
    std::memmove(to, from, bytes);
}

} // namespace

Expected<TensorView> Session::view(std::string_view name) const {
  std::optional<StateTable::Entry> entry = impl->states.find(name);
  if (!entry)
    return unknownName(*impl->engine, impl->states, name);
  if (Status status = impl->device->fetch(entry->bytes); !status.ok())
    return impl->named(status);
  std::span<const int64_t> shape = toSpan(entry->type->shape());
  return TensorView{std::string(name),
                    entry->dtype,
                    {shape.begin(), shape.end()},
                    entry->bytes};
}

Expected<PlacedTensor> Session::find(std::string_view name) const {
  std::optional<StateTable::Entry> entry = impl->states.find(name);
  if (!entry)
    return unknownName(*impl->engine, impl->states, name);
  return PlacedTensor{entry->dtype, toSpan(entry->type->shape()),
                      impl->device->place(entry->bytes)};
}

std::optional<int> Session::gpu() const { return impl->device->gpu(); }

void *Session::stream() const { return impl->device->cudaStream(); }

Status Session::wait() { return impl->named(impl->device->wait()); }

Status Session::get(std::string_view name, void *data, uint64_t bytes,
                    Place place) const {
  std::optional<StateTable::Entry> entry = impl->states.find(name);
  if (!entry)
    return unknownName(*impl->engine, impl->states, name);
  if (Status status = checkExact(*entry, name, data, bytes); !status.ok())
    return status;
  if (place == Place::gpu)
    return impl->named(impl->getOnGpu(*entry, data));
  if (Status status = impl->device->fetch(entry->bytes); !status.ok())
    return impl->named(status);
  copyBytes(data, entry->bytes.data(), bytes);
  return {};
}

Status Session::Impl::getOnGpu(const StateTable::Entry &entry, void *to) {
  if (entry.bytes.empty())
    return {};
  Status status = device->checkGpuMemory(to);
  return status.ok() ? device->fetchTo(entry.bytes, to) : status;
}

Status Session::Impl::setOnGpu(const StateTable::Entry &entry,
                               const void *from) {
  if (entry.bytes.empty())
    return {};
  Status status = device->checkGpuMemory(from);
  return status.ok() ? device->storeFrom(entry.bytes, from) : status;
}

Status Session::set(std::string_view name, const void *data, uint64_t bytes,
                    Place place) {
  std::optional<StateTable::Entry> entry = impl->states.find(name);
  if (!entry)
    return unknownName(*impl->engine, impl->states, name);
  if (Status status = checkExact(*entry, name, data, bytes); !status.ok())
    return status;
  if (place == Place::gpu) {
    impl->parametersSet |= impl->states.isParameters(*entry);
    return impl->named(impl->setOnGpu(*entry, data));
  }
  auto *from = static_cast<const std::byte *>(data);
  if (Status status = checkContents(name, entry->dtype, {from, bytes});
      !status.ok())
    return status;
  copyBytes(entry->bytes.data(), data, bytes);
  impl->parametersSet |= impl->states.isParameters(*entry);
  return impl->named(impl->device->store(entry->bytes));
}

Expected<std::vector<TensorView>> Session::savedTensors() const {
  if (impl->microBatch != 0)
    return makeError(StatusCode::usage,
                     "{}: cannot be saved within a step, after {} of {} "
                     "micro-batches",
                     engine().name(), impl->microBatch, microBatches());
  std::vector<TensorView> tensors = impl->states.savedTensors();
  for (const TensorView &tensor : tensors) {
    // The views are the session's own memory.
    std::span<std::byte> part(const_cast<std::byte *>(tensor.bytes.data()),
                              tensor.bytes.size());
    if (Status status = impl->device->fetch(part); !status.ok())
      return impl->named(status);
  }
  return tensors;
}

Status Session::restore(std::span<const TensorView> tensors,
                        RestoreScope scope) {
  auto replacements =
      matchTensors(meta(), impl->states.savedTensors(), tensors, scope);
  if (!replacements)
    return replacements.error();
  for (const Replacement &one : *replacements) {
    copyBytes(one.to.data(), one.from, one.to.size());
    if (Status status = impl->device->store(one.to); !status.ok())
      return impl->named(status);
  }
  impl->parametersSet = true;
  return impl->beginStep();
}

//===----------------------------------------------------------------------===//
// Micro-batches
//===----------------------------------------------------------------------===//

int64_t Session::microBatches() const { return impl->countMicroBatches(); }

/// As @accumulate counts: a fraction begins one more.
int64_t Session::Impl::countMicroBatches() const {
  std::optional<StateTable::Entry> entry = states.find("micro_batches");
  if (!entry || !states.isScalar(*entry))
    return 1;
  double count = 0;
  if (entry->dtype == DType::f32) {
    float value;
    std::memcpy(&value, entry->bytes.data(), sizeof(value));
    count = value;
  } else {
    std::memcpy(&count, entry->bytes.data(), sizeof(count));
  }
  constexpr double most = 1 << 30;
  return count > 1 ? static_cast<int64_t>(std::ceil(std::min(count, most))) : 1;
}

void Session::Impl::finishMicroBatch() {
  microBatch = microBatch + 1 < countMicroBatches() ? microBatch + 1 : 0;
}

/// The next micro-batch is the first of a step.
Status Session::Impl::beginStep() {
  if (std::exchange(microBatch, 0) == 0)
    return {};
  std::optional<StateTable::Entry> counter = states.find("micro_batch");
  if (!counter)
    return {};
  std::ranges::fill(counter->bytes, std::byte(0));
  return named(device->store(counter->bytes));
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

Expected<std::vector<Binding>>
Session::Impl::bind(Functions functions, std::span<const InputBuffer> inputs,
                    std::span<const OutputBuffer> outputs) {
  if (Status status = checkNames(functions, inputs, outputs); !status.ok())
    return named(status);
  for (const InputBuffer &input : inputs)
    if (input.place == Place::gpu && input.bytes)
      if (Status status = device->checkGpuMemory(input.data); !status.ok())
        return named(status);
  std::vector<Binding> bindings;
  for (const fb::Function *function : functions) {
    Expected<Binding> binding = Binding::create(*function, inputs, outputs);
    if (!binding)
      return named(binding.error());
    bindings.push_back(std::move(*binding));
  }
  return bindings;
}

/// Brings low-precision copies of the parameters up to date.
Status Session::Impl::refresh() {
  if (!std::exchange(parametersSet, false) || !refreshFunction)
    return {};
  Binding none;
  return named(device->run({&refreshFunction, 1}, {&none, 1}));
}

Status Session::Impl::runAll(Functions functions,
                             std::span<const InputBuffer> inputs,
                             std::span<const OutputBuffer> outputs) {
  auto bindings = bind(functions, inputs, outputs);
  if (!bindings)
    return bindings.error();
  if (Status status = refresh(); !status.ok())
    return status;
  for (const fb::Function *function : functions)
    parametersSet |= function->name()->string_view() == "init";
  return named(device->run(functions, *bindings));
}

namespace {

/// Looks `names` up; the text of a failure lists what there is.
Expected<std::vector<const fb::Function *>>
findFunctions(const Session &session, const fb::Plan &plan,
              std::span<const std::string_view> names) {
  std::vector<const fb::Function *> functions;
  for (std::string_view name : names) {
    functions.push_back(session.findFunction(name));
    if (functions.back())
      continue;
    std::vector<std::string> known;
    for (const fb::Function *f : *plan.functions())
      known.push_back(f->name()->str());
    return makeError(StatusCode::usage, "{}: has no function {} (it has: {})",
                     session.engine().name(), quote(name), quoteList(known));
  }
  return functions;
}

} // namespace

Status Session::run(std::string_view function,
                    std::span<const InputBuffer> inputs,
                    std::span<const OutputBuffer> outputs) {
  auto functions = findFunctions(*this, *impl->device->plan(), {&function, 1});
  if (!functions)
    return functions.error();
  return impl->runAll(*functions, inputs, outputs);
}

Status Session::init(int64_t seed) {
  if (Status status = impl->beginStep(); !status.ok())
    return status;
  InputBuffer input = {"seed", &seed, sizeof(seed)};
  return run("init", {&input, 1}, {});
}

Status Session::grad(std::span<const InputBuffer> inputs,
                     std::span<const OutputBuffer> outputs) {
  return run("train", inputs, outputs);
}

Status Session::step(std::span<const InputBuffer> inputs,
                     std::span<const OutputBuffer> outputs) {
  auto functions = impl->findStepFunctions(*this);
  if (!functions)
    return functions.error();
  Status status = impl->runAll(**functions, inputs, outputs);
  if (status.ok())
    impl->finishMicroBatch();
  return status;
}

/// What the next micro-batch runs.
Expected<const Session::Impl::FunctionList *>
Session::Impl::findStepFunctions(const Session &session) {
  if (stepFunctions.empty()) {
    std::vector<std::string_view> names = {"train", "accumulate", "update"};
    if (!session.findFunction("accumulate") || !states.find("micro_batches"))
      names.erase(names.begin() + 1);
    auto functions = findFunctions(session, *device->plan(), names);
    if (!functions)
      return functions.error();
    stepFunctions = std::move(*functions);
    partFunctions.assign(stepFunctions.begin(), stepFunctions.end() - 1);
  }
  return microBatch + 1 < countMicroBatches() ? &partFunctions : &stepFunctions;
}

/// Finds functions that are not run but looked at, and binds their inputs.
Expected<Session::Impl::Calls>
Session::Impl::prepare(const Session &session,
                       std::span<const std::string_view> names,
                       std::span<const InputBuffer> inputs) {
  auto functions = findFunctions(session, *device->plan(), names);
  if (!functions)
    return functions.error();
  auto bindings = bind(*functions, inputs, {});
  if (!bindings)
    return bindings.error();
  if (Status status = refresh(); !status.ok())
    return status;
  return Calls{std::move(*functions), std::move(*bindings)};
}

Expected<std::vector<LaunchProfile>>
Session::profile(std::span<const std::string_view> names,
                 std::span<const InputBuffer> inputs, int rounds) {
  auto calls = impl->prepare(*this, names, inputs);
  if (!calls)
    return calls.error();
  auto profiles = impl->device->profile(calls->functions, calls->bindings,
                                        std::max(rounds, 1));
  if (!profiles)
    return impl->named(profiles.error());
  return profiles;
}

Expected<NonfiniteSource>
Session::findNonfinite(std::span<const std::string_view> names,
                       std::span<const InputBuffer> inputs) {
  auto calls = impl->prepare(*this, names, inputs);
  if (!calls)
    return calls.error();
  NonfiniteFinder finder;
  for (const fb::Function *function : calls->functions)
    finder.lookAtInputs(*function, inputs);
  Status status = impl->device->watch(
      calls->functions, calls->bindings,
      [&](const auto &launch, const auto &kernel, auto results) {
        finder.lookAtLaunch(launch, kernel, results);
      });
  if (!status.ok())
    return impl->named(status);
  return std::move(finder.source);
}

//===----------------------------------------------------------------------===//
// Steps whose results are read later
//===----------------------------------------------------------------------===//

Expected<uint64_t> Session::submit(std::span<const InputBuffer> inputs) {
  auto functions = impl->findStepFunctions(*this);
  if (!functions)
    return functions.error();
  if (impl->underWay.size() >= kMostStepsUnderWay)
    return makeError(
        StatusCode::usage, "{}: {} steps are under way: collect step {} first",
        engine().name(), impl->underWay.size(), impl->underWay.front().ticket);
  auto bindings = impl->bind(**functions, inputs, {});
  if (!bindings)
    return bindings.error();
  if (Status status = impl->refresh(); !status.ok())
    return status;
  Expected<int> call = impl->device->start(**functions, *bindings);
  if (!call)
    return impl->named(call.error());
  impl->finishMicroBatch();
  impl->underWay.push_back({++impl->lastTicket, *call, *functions});
  return impl->lastTicket;
}

Status Session::collect(uint64_t ticket, std::span<const OutputBuffer> outputs,
                        std::span<const OutputBuffer> scalars) {
  auto step = std::ranges::find(impl->underWay, ticket, &Impl::Step::ticket);
  if (step == impl->underWay.end())
    return makeError(StatusCode::usage, "{}: step {} is not under way",
                     engine().name(), ticket);
  auto [number, call, functions] = *step;
  impl->underWay.erase(step);
  auto results = impl->device->finish(call);
  if (!results)
    return impl->named(results.error());
  if (Status status = impl->copyOutputs(*functions, *results, outputs);
      !status.ok())
    return impl->named(status);
  return impl->named(impl->copyScalars(*results, scalars));
}

Status Session::Impl::copyOutputs(Functions functions,
                                  std::span<const std::byte> results,
                                  std::span<const OutputBuffer> outputs) const {
  if (Status status = checkNames(functions, {}, outputs); !status.ok())
    return status;
  ResultLayout layout(functions, states.scalars().size());
  const uint64_t *offset = layout.outputs.data();
  for (const fb::Function *function : functions)
    for (const fb::Tensor *tensor : *function->outputs()) {
      const std::byte *from = results.data() + *offset++;
      for (const OutputBuffer &output : outputs) {
        if (output.name != tensor->name()->string_view())
          continue;
        if (Status status = checkOutput(output, *tensor); !status.ok())
          return status;
        copyBytes(output.data, from, output.bytes);
      }
    }
  return {};
}

Status Session::Impl::copyScalars(std::span<const std::byte> results,
                                  std::span<const OutputBuffer> scalars) const {
  for (const OutputBuffer &scalar : scalars) {
    std::optional<StateTable::Entry> entry = states.find(scalar.name);
    if (!entry || !states.isScalar(*entry))
      return makeError(StatusCode::usage, "there is no scalar or counter {}",
                       quote(scalar.name));
    if (Status status =
            checkExact(*entry, scalar.name, scalar.data, scalar.bytes);
        !status.ok())
      return status;
    copyBytes(scalar.data,
              results.data() + (entry->bytes.data() - states.all().data()),
              scalar.bytes);
  }
  return {};
}

} // namespace mpcrt
