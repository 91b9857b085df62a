//===- Session.cpp - an engine loaded on a device, with its state ---------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpcrt/Session.h"

#include "Binding.h"
#include "CheckEngine.h"
#include "Error.h"
#include "HostDevice.h"
#include "StateTable.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>
#include <unordered_set>

namespace mpcrt {

struct Session::Impl {
  std::shared_ptr<const Engine> engine;
  std::unique_ptr<HostDevice> device;
  StateTable states;
  Memory staging;
  CallMemory call;
  /// Parameters were set, loaded or initialised: copies of them are out of
  /// date.
  bool parametersSet = false;
  const fb::Function *refreshFunction = nullptr;

  Status growStaging(uint64_t bytes);
  void refresh();
  Status runAll(std::span<const fb::Function *const> functions,
                std::span<const InputBuffer> inputs,
                std::span<const OutputBuffer> outputs);
};

Session::Session(std::unique_ptr<Impl> impl) : impl(std::move(impl)) {}
Session::~Session() = default;

Expected<std::unique_ptr<Session>>
Session::open(std::shared_ptr<const Engine> engine,
              const SessionOptions &options) {
  Expected<std::unique_ptr<HostDevice>> device =
      HostDevice::create(engine, options.threads);
  if (!device)
    return device.error();
  Expected<StateTable> states = StateTable::create(engine->meta());
  if (!states)
    return prefixed(engine->name(), states.error());
  auto impl = std::make_unique<Impl>();
  impl->engine = std::move(engine);
  impl->device = std::move(*device);
  impl->states = std::move(*states);
  impl->call.states = impl->states.addresses();
  std::unique_ptr<Session> session(new Session(std::move(impl)));
  session->impl->refreshFunction = session->findFunction("refresh");
  return session;
}

const Engine &Session::engine() const { return *impl->engine; }

int Session::threads() const { return impl->device->threads(); }

uint64_t Session::memoryBytes() const {
  return impl->states.memoryBytes() + impl->device->memoryBytes() +
         impl->staging.size();
}

const fb::Function *Session::findFunction(std::string_view name) const {
  for (const fb::Function *function : *impl->engine->plan("host")->functions())
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
  return {};
}

std::vector<TensorView> Session::savedTensors() const {
  return impl->states.savedTensors();
}

namespace {

bool sameType(const TensorView &a, const TensorView &b) {
  return a.dtype == b.dtype && a.shape == b.shape &&
         a.bytes.size() == b.bytes.size();
}

using TensorMap = std::unordered_map<std::string_view, const TensorView *>;

constexpr std::string_view kStatePrefix = "mpc.state/";

/// `name` is one of savedTensors().
bool isScaling(std::string_view name) {
  return name.starts_with(kStatePrefix) &&
         std::ranges::find(kScalingStates, name.substr(kStatePrefix.size())) !=
             std::end(kScalingStates);
}

bool isOptional(const fb::Meta &meta, std::string_view name) {
  if (!isScaling(name))
    return false;
  name.remove_prefix(kStatePrefix.size());
  // A model may have a state of its own under such a name.
  return std::ranges::any_of(*meta.states(), [&](const fb::State *state) {
    return state->tensor()->name()->string_view() == name &&
           (state->kind() == fb::StateKind::scalar ||
            state->kind() == fb::StateKind::counter);
  });
}

/// Checks that every one of `expected` is given, with its type and contents.
Status checkGiven(std::span<const TensorView> expected,
                  const TensorMap &given) {
  std::vector<std::string> missing;
  for (const TensorView &tensor : expected) {
    auto found = given.find(tensor.name);
    if (found == given.end()) {
      missing.push_back(tensor.name);
      continue;
    }
    const TensorView &other = *found->second;
    if (!sameType(tensor, other))
      return makeError(StatusCode::badInput, "{} is {}, but the engine has {}",
                       quote(tensor.name),
                       describeType(other.dtype, other.shape),
                       describeType(tensor.dtype, tensor.shape));
    if (Status status = checkContents(other.name, other.dtype, other.bytes);
        !status.ok())
      return status;
  }
  if (missing.empty())
    return {};
  return makeError(StatusCode::badInput, "{} of {} tensors are missing: {}",
                   missing.size(), expected.size(), quoteList(missing));
}

Status checkNoOthers(std::span<const TensorView> expected,
                     std::span<const TensorView> given) {
  std::unordered_set<std::string_view> known;
  for (const TensorView &tensor : expected)
    known.insert(tensor.name);
  std::vector<std::string> others;
  for (const TensorView &tensor : given)
    if (!known.count(tensor.name) && !isScaling(tensor.name))
      others.push_back(tensor.name);
  if (others.empty())
    return {};
  return makeError(StatusCode::badInput, "{} tensors are not the engine's: {}",
                   others.size(), quoteList(others));
}

} // namespace

Status Session::restore(std::span<const TensorView> tensors,
                        RestoreScope scope) {
  TensorMap given;
  for (const TensorView &tensor : tensors)
    given.emplace(tensor.name, &tensor);
  std::vector<TensorView> expected = savedTensors();
  if (scope == RestoreScope::parameters)
    expected.resize(meta().parameters()->size());
  std::erase_if(expected, [&](const TensorView &tensor) {
    return !given.count(tensor.name) && isOptional(meta(), tensor.name);
  });
  if (Status status = checkGiven(expected, given); !status.ok())
    return status;
  if (scope == RestoreScope::everything)
    if (Status status = checkNoOthers(expected, tensors); !status.ok())
      return status;

  for (const TensorView &tensor : expected)
    // The views of savedTensors() are the session's own memory.
    copyBytes(const_cast<std::byte *>(tensor.bytes.data()),
              given[tensor.name]->bytes.data(), tensor.bytes.size());
  impl->parametersSet = true;
  return {};
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

Status Session::Impl::growStaging(uint64_t bytes) {
  if (bytes <= staging.size())
    return {};
  Expected<Memory> grown = Memory::allocate(bytes, "inputs and outputs");
  if (!grown)
    return grown.error();
  staging = std::move(*grown);
  return {};
}

/// Brings low-precision copies of the parameters up to date.
void Session::Impl::refresh() {
  if (!std::exchange(parametersSet, false) || !refreshFunction)
    return;
  call.inputs.clear();
  call.outputs.clear();
  device->execute(*refreshFunction, call);
}

Status Session::Impl::runAll(std::span<const fb::Function *const> functions,
                             std::span<const InputBuffer> inputs,
                             std::span<const OutputBuffer> outputs) {
  if (Status status = checkNames(functions, inputs, outputs); !status.ok())
    return prefixed(engine->name(), status);
  std::vector<Binding> bindings;
  for (const fb::Function *function : functions) {
    Expected<Binding> binding = Binding::create(*function, inputs, outputs);
    if (!binding)
      return prefixed(engine->name(), binding.error());
    if (Status status = growStaging(binding->stagingBytes()); !status.ok())
      return prefixed(engine->name(), status);
    bindings.push_back(std::move(*binding));
  }
  // Nothing can fail from here on.
  refresh();
  for (size_t i = 0; i < functions.size(); ++i) {
    bindings[i].prepare(staging.data(), call);
    device->execute(*functions[i], call);
    bindings[i].finish();
    parametersSet |= functions[i]->name()->string_view() == "init";
  }
  return {};
}

namespace {

/// Looks `names` up; the text of a failure lists what there is.
Expected<std::vector<const fb::Function *>>
findFunctions(const Session &session,
              std::initializer_list<std::string_view> names) {
  std::vector<const fb::Function *> functions;
  for (std::string_view name : names) {
    functions.push_back(session.findFunction(name));
    if (functions.back())
      continue;
    std::vector<std::string> known;
    for (const fb::Function *f : *session.engine().plan("host")->functions())
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
  auto functions = findFunctions(*this, {function});
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
  auto functions = findFunctions(*this, {"train", "update"});
  if (!functions)
    return functions.error();
  return impl->runAll(*functions, inputs, outputs);
}

} // namespace mpcrt
