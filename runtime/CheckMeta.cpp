//===- CheckMeta.cpp - checks of the section "meta" -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CheckEngine.h"
#include "Error.h"
#include "Utf8.h"

#include "mpcrt/Tensor.h"

#include <cmath>
#include <unordered_set>

namespace mpcrt {

bool isReadable(const flatbuffers::Vector<int64_t> *vector) {
  if (!vector || vector->size() == 0)
    return true;
  return reinterpret_cast<uintptr_t>(vector->Data()) % alignof(int64_t) == 0;
}

std::span<const int64_t> toSpan(const flatbuffers::Vector<int64_t> *vector) {
  // An empty vector may stand at any address.
  if (!vector || vector->size() == 0)
    return {};
  return {reinterpret_cast<const int64_t *>(vector->Data()), vector->size()};
}

Status checkName(std::string_view name) {
  constexpr size_t longest = 1024;
  if (name.empty() || name.size() > longest)
    return makeError(StatusCode::badInput,
                     "a name has {} bytes, but 1 to {} are allowed",
                     name.size(), longest);
  if (!isPrintableUtf8(name))
    return makeError(StatusCode::badInput, "the name {} is not printable UTF-8",
                     quote(name));
  return {};
}

Status checkTensor(const fb::Tensor &tensor) {
  constexpr uint32_t mostDimensions = 32;
  if (Status status = checkName(tensor.name()->string_view()); !status.ok())
    return status;
  std::string name = quote(tensor.name()->string_view());
  if (!isKnown(tensor.dtype()))
    return makeError(StatusCode::badInput, "{} has the unknown element type {}",
                     name, static_cast<int>(tensor.dtype()));
  if (!isReadable(tensor.shape()) || tensor.shape()->size() > mostDimensions)
    return makeError(StatusCode::badInput,
                     "the shape of {} is misaligned or has more than {} "
                     "dimensions",
                     name, mostDimensions);
  if (!countBytes(tensor.dtype(), toSpan(tensor.shape())))
    return makeError(StatusCode::badInput, "{} has the impossible type {}",
                     name,
                     describeType(tensor.dtype(), toSpan(tensor.shape())));
  return {};
}

namespace {

bool isArena(const fb::State &state) {
  return state.kind() == fb::StateKind::arena ||
         state.kind() == fb::StateKind::gradient ||
         state.kind() == fb::StateKind::copy;
}

Status checkArena(const fb::State &state, int64_t rowElements) {
  std::span<const int64_t> shape = toSpan(state.tensor()->shape());
  if (shape.size() != 2 || shape[1] != rowElements)
    return makeError(StatusCode::badInput,
                     "the arena {} is {}, but a row has {} elements",
                     quote(state.tensor()->name()->string_view()),
                     describeType(state.tensor()->dtype(), shape), rowElements);
  DType dtype = state.tensor()->dtype();
  if (state.kind() == fb::StateKind::copy && dtype != DType::f16 &&
      dtype != DType::bf16)
    return makeError(StatusCode::badInput,
                     "the copy {} is {}, but copies are f16 or bf16",
                     quote(state.tensor()->name()->string_view()),
                     describeType(dtype, shape));
  return {};
}

/// Counters are i64, scalars f32 or f64; both hold one element.
Status checkSingle(const fb::State &state) {
  DType dtype = state.tensor()->dtype();
  bool counter = state.kind() == fb::StateKind::counter;
  bool fits = counter ? dtype == DType::i64
                      : dtype == DType::f32 || dtype == DType::f64;
  if (!fits || countElements(toSpan(state.tensor()->shape())) != 1)
    return makeError(StatusCode::badInput, "the state {} is {}, but a {} is {}",
                     quote(state.tensor()->name()->string_view()),
                     describeType(dtype, toSpan(state.tensor()->shape())),
                     counter ? "counter" : "scalar",
                     counter ? "one i64" : "one f32 or f64");
  constexpr double exactlyHeld = 9007199254740992.0; // 2^53
  if (counter && !(std::fabs(state.initial()) <= exactlyHeld))
    return makeError(
        StatusCode::badInput, "the counter {} starts at {}, which is no i64",
        quote(state.tensor()->name()->string_view()), state.initial());
  return {};
}

Status checkState(const fb::State &state, int64_t rowElements) {
  if (Status status = checkTensor(*state.tensor()); !status.ok())
    return status;
  switch (state.kind()) {
  case fb::StateKind::arena:
  case fb::StateKind::gradient:
  case fb::StateKind::copy:
    return checkArena(state, rowElements);
  case fb::StateKind::counter:
  case fb::StateKind::scalar:
    return checkSingle(state);
  case fb::StateKind::state:
  case fb::StateKind::shadow:
    return {};
  }
  return makeError(StatusCode::badInput, "the state {} has the unknown kind {}",
                   quote(state.tensor()->name()->string_view()),
                   static_cast<int>(state.kind()));
}

bool isFactor(double x) { return x >= 0 && std::isfinite(x); }

/// Checks that `parameter` starts at row `next` or later; moves `next` behind
/// its segment.
Status placeParameter(const fb::Parameter &parameter, int64_t rowElements,
                      int64_t &next) {
  const fb::Tensor &tensor = *parameter.tensor();
  if (Status status = checkTensor(tensor); !status.ok())
    return status;
  auto elements = static_cast<int64_t>(*countElements(toSpan(tensor.shape())));
  int64_t rows = elements / rowElements + (elements % rowElements != 0);
  constexpr int64_t mostRows = int64_t(kMaxBytes);
  if (parameter.row() < next || parameter.row() > mostRows)
    return makeError(StatusCode::badInput,
                     "parameter {} starts at row {}, but rows below {} belong "
                     "to parameters before it",
                     quote(tensor.name()->string_view()), parameter.row(),
                     next);
  next = parameter.row() + rows;
  return {};
}

/// All names by which a caller can mean something, and the arenas' among them.
struct Names {
  std::unordered_set<std::string_view> all;
  std::unordered_set<std::string_view> arenas;

  Status add(std::string_view name) {
    if (all.insert(name).second)
      return {};
    return makeError(StatusCode::badInput,
                     "two parameters or states are called {}", quote(name));
  }

  /// Checkpoints store `<arena>/<parameter>` and `mpc.state/<state>` beside
  /// the parameters; no parameter's own name may look so.
  Status checkPrefixes(std::string_view name) const {
    for (size_t at = name.find('/'); at != name.npos;
         at = name.find('/', at + 1)) {
      std::string_view prefix = name.substr(0, at);
      if (prefix == "mpc.state" || arenas.count(prefix))
        return makeError(StatusCode::badInput,
                         "parameter {} cannot be told from an entry of {}",
                         quote(name), quote(prefix));
    }
    return {};
  }
};

/// Rows that parameters take of the arena "frozen", and of all others.
struct Rows {
  int64_t trained = 0, frozen = 0;

  int64_t &of(const fb::Parameter &parameter) {
    return parameter.frozen() ? frozen : trained;
  }
  int64_t of(std::string_view arena) const {
    bool isFrozen =
        arena == "frozen" || arena == "frozen_f16" || arena == "frozen_bf16";
    return isFrozen ? frozen : trained;
  }
};

/// The rows of the parameters lie inside `state`; the arenas "params" and
/// "frozen" hold the parameters themselves.
Status checkSegments(const fb::Meta &meta, const fb::State &state,
                     const Rows &rows) {
  std::string_view name = state.tensor()->name()->string_view();
  int64_t has = toSpan(state.tensor()->shape())[0];
  if (has < rows.of(name))
    return makeError(StatusCode::badInput,
                     "the arena {} has {} rows, but the parameters take {}",
                     quote(name), has, rows.of(name));
  if (name != "params" && name != "frozen")
    return {};
  for (const fb::Parameter *parameter : *meta.parameters())
    if (parameter->frozen() == (name == "frozen") &&
        parameter->tensor()->dtype() != state.tensor()->dtype())
      return makeError(StatusCode::badInput,
                       "parameter {} is {}, but the arena {} holds {}",
                       quote(parameter->tensor()->name()->string_view()),
                       dtypeName(parameter->tensor()->dtype()), quote(name),
                       dtypeName(state.tensor()->dtype()));
  return {};
}

Status checkTexts(const fb::Meta &meta) {
  for (const flatbuffers::String *text :
       {meta.producer(), meta.model(), meta.format(), meta.optimizer()})
    if (!isPrintableUtf8(text->string_view()))
      return makeError(StatusCode::badInput, "{} is not printable UTF-8",
                       quote(text->string_view()));
  for (const fb::Option *option : *meta.options())
    if (!isPrintableUtf8(option->key()->string_view()) ||
        !isPrintableUtf8(option->value()->string_view()))
      return makeError(StatusCode::badInput,
                       "the option {} is not printable UTF-8",
                       quote(option->key()->string_view()));
  return {};
}

Status checkStates(const fb::Meta &meta, Names &names) {
  for (const fb::State *state : *meta.states()) {
    if (Status status = checkState(*state, meta.row_elements()); !status.ok())
      return status;
    std::string_view name = state->tensor()->name()->string_view();
    if (Status status = names.add(name); !status.ok())
      return status;
    if (name == "params" && state->kind() != fb::StateKind::arena)
      return makeError(StatusCode::badInput, "'params' is not an arena");
    if (isArena(*state))
      names.arenas.insert(name);
  }
  return {};
}

Status checkParameters(const fb::Meta &meta, Names &names, Rows &rows) {
  for (const fb::Parameter *parameter : *meta.parameters()) {
    if (Status status = placeParameter(*parameter, meta.row_elements(),
                                       rows.of(*parameter));
        !status.ok())
      return status;
    const char *arena = parameter->frozen() ? "frozen" : "params";
    if (!names.arenas.count(arena))
      return makeError(StatusCode::badInput,
                       "there are {} parameters, but no arena '{}'",
                       meta.parameters()->size(), arena);
    if (!isFactor(parameter->lr_factor()) ||
        !isFactor(parameter->decay_factor()))
      return makeError(StatusCode::badInput,
                       "a factor of parameter {} is below 0 or not finite",
                       quote(parameter->tensor()->name()->string_view()));
    std::string_view name = parameter->tensor()->name()->string_view();
    if (Status status = names.add(name); !status.ok())
      return status;
    if (Status status = names.checkPrefixes(name); !status.ok())
      return status;
  }
  return {};
}

} // namespace

Status checkMeta(const fb::Meta &meta) {
  if (meta.row_elements() <= 0 || meta.row_elements() > 65536 ||
      meta.row_elements() % 64)
    return makeError(StatusCode::badInput,
                     "a row has {} elements, but a multiple of 64 up to 65536 "
                     "is expected",
                     meta.row_elements());
  if (Status status = checkTexts(meta); !status.ok())
    return status;
  Names names;
  Rows rows;
  if (Status status = checkStates(meta, names); !status.ok())
    return status;
  if (Status status = checkParameters(meta, names, rows); !status.ok())
    return status;
  for (const fb::State *state : *meta.states())
    if (isArena(*state))
      if (Status status = checkSegments(meta, *state, rows); !status.ok())
        return status;
  return {};
}

} // namespace mpcrt
