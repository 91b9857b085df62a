//===- Calls.cpp - calls of an engine's functions -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Calls.h"

#include "ArrayFile.h"
#include "Text.h"

#include <algorithm>

namespace mpc::tool {

namespace {

namespace fb = mpcrt::fb;

/// Places a tensor from a file or the command line in an input.
Tensor fitInput(const Tensor &tensor, const NamedType &input,
                const std::string &source) {
  if (tensor.shape != input.shape || !widens(tensor.dtype, input.dtype))
    fail(Exit::badInput, "{}: expects {} for input '{}', but got {}", source,
         describeType(input.dtype, input.shape), input.name,
         describeType(tensor.dtype, tensor.shape));
  return convertTensor(tensor, input.dtype);
}

Tensor readInput(const Assignment &source, const NamedType &input) {
  if (source.value[0] == '@') {
    std::string spec = source.value.substr(1);
    return fitInput(readArray(spec), input, spec);
  }
  if (!input.shape.empty())
    fail(Exit::usage, "input '{}' is {}: give it as {}=@FILE", input.name,
         describeType(input.dtype, input.shape), input.name);
  return parseScalar(source.value, input.dtype,
                     fmt::format("input '{}'", input.name));
}

/// States of the model itself, such as running statistics, if the file has
/// them: a checkpoint does.
void restoreModelStates(mpcrt::Session &session,
                        const std::vector<Tensor> &tensors,
                        const std::vector<mpcrt::TensorView> &views) {
  for (const fb::State *state : *session.meta().states()) {
    if (state->kind() != fb::StateKind::state)
      continue;
    std::string name = state->tensor()->name()->str();
    for (size_t i = 0; i < views.size(); ++i)
      if (views[i].name == "mpc.state/" + name)
        check(session.set(name, tensors[i].bytes.data(),
                          tensors[i].bytes.size()));
  }
}

void loadParameters(mpcrt::Session &session, const std::string &path) {
  auto file = openSafetensors(path);
  std::vector<Tensor> converted;
  std::vector<mpcrt::TensorView> views;
  for (mpcrt::TensorView view : file->tensors()) {
    Tensor tensor = asTensor(view, file);
    auto wanted = session.view(view.name);
    if (wanted && converts(tensor.dtype, wanted->dtype))
      tensor = convertTensor(tensor, wanted->dtype);
    view.dtype = tensor.dtype;
    view.bytes = tensor.bytes;
    converted.push_back(tensor);
    views.push_back(view);
  }
  mpcrt::Status status =
      session.restore(views, mpcrt::RestoreScope::parameters);
  if (!status.ok())
    fail(static_cast<Exit>(status.code()), "{}: does not fit {}: {}", path,
         session.engine().name(), status.message());
  restoreModelStates(session, converted, views);
}

} // namespace

void checkDevice(const std::string &device) {
  // What auto stands for depends on the engine.
  if (device == "auto")
    return;
  auto target = mpcrt::findTarget(device);
  if (!target && target.error().code() == mpcrt::StatusCode::usage)
    fail(Exit::usage,
         "--device expects auto, host, cuda or cuda:N, but got '{}'", device);
  take(std::move(target));
}

SessionPtr openSession(EnginePtr engine, const std::string &device,
                       int threads) {
  if (threads < 0)
    fail(Exit::usage, "--threads expects a count, but got {}", threads);
  SessionPtr session =
      take(mpcrt::Session::open(std::move(engine), {threads, device}));
  for (const std::string &note : session->notes())
    fmt::print(stderr, "mpc: note: {}\n", printableLines(note));
  return session;
}

Scalars::Scalars(const mpcrt::Session &session,
                 std::initializer_list<std::string_view> names) {
  for (const fb::State *state : *session.meta().states()) {
    std::string_view name = state->tensor()->name()->string_view();
    bool isNumber = state->kind() == fb::StateKind::scalar ||
                    state->kind() == fb::StateKind::counter;
    if (!isNumber || std::ranges::find(names, name) == names.end())
      continue;
    auto value = std::make_unique<Value>(
        Value{std::string(name), state->tensor()->dtype(), {}});
    uint64_t bytes = dtypeBytes(value->dtype);
    check(session.get(name, value->bytes, bytes));
    views.push_back({value->name, value->bytes, bytes});
    values.push_back(std::move(value));
  }
}

std::optional<double> Scalars::get(std::string_view name) const {
  for (const auto &value : values)
    if (value->name == name)
      return elementAsDouble(
          {value->dtype, {}, {value->bytes, dtypeBytes(value->dtype)}, nullptr},
          0);
  return std::nullopt;
}

Call::Call(const fb::Function &function, std::vector<NamedType> outputTypes)
    : name(function.name()->str()), inputs(inputsOf(function)),
      outputs(std::move(outputTypes)) {
  for (size_t i = 0; i < inputs.size(); ++i)
    inputViews.push_back({inputs.getTypes()[i].name, inputs.getPointers()[i],
                          inputs.getTensor(i).bytes.size()});
  for (size_t i = 0; i < outputs.size(); ++i)
    outputViews.push_back({outputs.getTypes()[i].name, outputs.getPointers()[i],
                           outputs.getTensor(i).bytes.size()});
}

void Call::run(mpcrt::Session &session) const {
  check(session.run(name, inputViews, outputViews));
}

void Call::step(mpcrt::Session &session) const {
  check(session.step(inputViews, outputViews));
}

std::vector<mpcrt::LaunchProfile>
Call::profile(mpcrt::Session &session,
              const std::vector<std::string> &functions, int rounds) const {
  std::vector<std::string_view> names(functions.begin(), functions.end());
  return take(session.profile(names, inputViews, rounds));
}

mpcrt::NonfiniteSource Call::findNonfinite(mpcrt::Session &session) const {
  std::string_view function = name;
  return take(session.findNonfinite({&function, 1}, inputViews));
}

uint64_t Call::submit(mpcrt::Session &session) const {
  return take(session.submit(inputViews));
}

void Call::collect(mpcrt::Session &session, uint64_t ticket,
                   const Scalars &scalars) const {
  check(session.collect(ticket, outputViews, scalars.getViews()));
}

void setInputs(Call &call, const std::string &function,
               const std::vector<std::string> &specs) {
  const std::vector<NamedType> &types = call.getInputs().getTypes();
  std::vector<bool> isSet(types.size());
  for (const std::string &spec : specs) {
    Assignment source = parseAssignment(spec, "--input");
    auto found =
        std::find_if(types.begin(), types.end(), [&](const auto &type) {
          return type.name == source.name;
        });
    size_t index = found - types.begin();
    if (found == types.end())
      fail(Exit::usage,
           "--input '{}': @{} has no input '{}', its inputs are {}", spec,
           function, source.name, listNames(namesOf(types)));
    if (isSet[index])
      fail(Exit::usage, "--input gives '{}' twice", source.name);
    call.setInput(index, readInput(source, types[index]));
    isSet[index] = true;
  }
  for (size_t i = 0; i < types.size(); ++i)
    if (!isSet[i])
      fail(Exit::usage, "@{} takes input '{}' ({}): add --input {}=@FILE",
           function, types[i].name,
           describeType(types[i].dtype, types[i].shape), types[i].name);
}

void fillParameters(mpcrt::Session &session, const std::string &path,
                    int64_t seed) {
  // Initialisers also fill what a file of parameters lacks: the model's states.
  if (session.findFunction("init"))
    check(session.init(seed));
  if (!path.empty())
    loadParameters(session, path);
}

void setScalar(mpcrt::Session &session, const char *name, double value) {
  mpcrt::TensorView view = take(session.view(name));
  std::byte storage[8];
  convertElements(DType::f64, reinterpret_cast<const std::byte *>(&value),
                  view.dtype, storage, 1);
  check(session.set(name, storage, view.bytes.size()));
}

std::optional<double> getScalar(const mpcrt::Session &session,
                                const char *name) {
  auto view = session.view(name);
  if (!view || !view->shape.empty())
    return std::nullopt;
  return elementAsDouble({view->dtype, {}, view->bytes, nullptr}, 0);
}

} // namespace mpc::tool
