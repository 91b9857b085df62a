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
#include "OpenDevice.h"
#include "Restore.h"
#include "StateTable.h"

#include <algorithm>
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
  std::vector<const fb::Function *> stepFunctions;
  struct Step {
    uint64_t ticket;
    int call;
  };
  std::vector<Step> underWay; ///< steps that were submitted, the oldest first
  uint64_t lastTicket = 0;

  Status named(const Status &status) const {
    return status.ok() ? status : prefixed(engine->name(), status);
  }
  Expected<std::vector<Binding>> bind(Functions functions,
                                      std::span<const InputBuffer> inputs,
                                      std::span<const OutputBuffer> outputs);
  Status refresh();
  Status runAll(Functions functions, std::span<const InputBuffer> inputs,
                std::span<const OutputBuffer> outputs);
  Status copyOutputs(std::span<const std::byte> results,
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

Status Session::get(std::string_view name, void *data, uint64_t bytes) const {
  std::optional<StateTable::Entry> entry = impl->states.find(name);
  if (!entry)
    return unknownName(*impl->engine, impl->states, name);
  if (Status status = checkExact(*entry, name, data, bytes); !status.ok())
    return status;
  if (Status status = impl->device->fetch(entry->bytes); !status.ok())
    return impl->named(status);
  copyBytes(data, entry->bytes.data(), bytes);
  return {};
}

Status Session::set(std::string_view name, const void *data, uint64_t bytes) {
  std::optional<StateTable::Entry> entry = impl->states.find(name);
  if (!entry)
    return unknownName(*impl->engine, impl->states, name);
  if (Status status = checkExact(*entry, name, data, bytes); !status.ok())
    return status;
  auto *from = static_cast<const std::byte *>(data);
  if (Status status = checkContents(name, entry->dtype, {from, bytes});
      !status.ok())
    return status;
  copyBytes(entry->bytes.data(), data, bytes);
  impl->parametersSet |= impl->states.isParameters(*entry);
  return impl->named(impl->device->store(entry->bytes));
}

Expected<std::vector<TensorView>> Session::savedTensors() const {
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
  return {};
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

Expected<std::vector<Binding>>
Session::Impl::bind(Functions functions, std::span<const InputBuffer> inputs,
                    std::span<const OutputBuffer> outputs) {
  if (Status status = checkNames(functions, inputs, outputs); !status.ok())
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

constexpr std::string_view kStep[] = {"train", "update"};

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
  InputBuffer input = {"seed", &seed, sizeof(seed)};
  return run("init", {&input, 1}, {});
}

Status Session::grad(std::span<const InputBuffer> inputs,
                     std::span<const OutputBuffer> outputs) {
  return run("train", inputs, outputs);
}

Status Session::step(std::span<const InputBuffer> inputs,
                     std::span<const OutputBuffer> outputs) {
  auto functions = findFunctions(*this, *impl->device->plan(), kStep);
  if (!functions)
    return functions.error();
  return impl->runAll(*functions, inputs, outputs);
}

Expected<std::vector<LaunchProfile>>
Session::profile(std::span<const std::string_view> names,
                 std::span<const InputBuffer> inputs, int rounds) {
  auto functions = findFunctions(*this, *impl->device->plan(), names);
  if (!functions)
    return functions.error();
  auto bindings = impl->bind(*functions, inputs, {});
  if (!bindings)
    return bindings.error();
  if (Status status = impl->refresh(); !status.ok())
    return status;
  auto profiles =
      impl->device->profile(*functions, *bindings, std::max(rounds, 1));
  if (!profiles)
    return impl->named(profiles.error());
  return profiles;
}

//===----------------------------------------------------------------------===//
// Steps whose results are read later
//===----------------------------------------------------------------------===//

Expected<uint64_t> Session::submit(std::span<const InputBuffer> inputs) {
  if (impl->stepFunctions.empty()) {
    auto functions = findFunctions(*this, *impl->device->plan(), kStep);
    if (!functions)
      return functions.error();
    impl->stepFunctions = std::move(*functions);
  }
  if (impl->underWay.size() >= kMostStepsUnderWay)
    return makeError(
        StatusCode::usage, "{}: {} steps are under way: collect step {} first",
        engine().name(), impl->underWay.size(), impl->underWay.front().ticket);
  auto bindings = impl->bind(impl->stepFunctions, inputs, {});
  if (!bindings)
    return bindings.error();
  if (Status status = impl->refresh(); !status.ok())
    return status;
  Expected<int> call = impl->device->start(impl->stepFunctions, *bindings);
  if (!call)
    return impl->named(call.error());
  impl->underWay.push_back({++impl->lastTicket, *call});
  return impl->lastTicket;
}

Status Session::collect(uint64_t ticket, std::span<const OutputBuffer> outputs,
                        std::span<const OutputBuffer> scalars) {
  auto step = std::ranges::find(impl->underWay, ticket, &Impl::Step::ticket);
  if (step == impl->underWay.end())
    return makeError(StatusCode::usage, "{}: step {} is not under way",
                     engine().name(), ticket);
  int call = step->call;
  impl->underWay.erase(step);
  auto results = impl->device->finish(call);
  if (!results)
    return impl->named(results.error());
  if (Status status = impl->copyOutputs(*results, outputs); !status.ok())
    return impl->named(status);
  return impl->named(impl->copyScalars(*results, scalars));
}

Status Session::Impl::copyOutputs(std::span<const std::byte> results,
                                  std::span<const OutputBuffer> outputs) const {
  if (Status status = checkNames(stepFunctions, {}, outputs); !status.ok())
    return status;
  ResultLayout layout(stepFunctions, states.scalars().size());
  const uint64_t *offset = layout.outputs.data();
  for (const fb::Function *function : stepFunctions)
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
