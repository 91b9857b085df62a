//===- StateTable.cpp - the states of a session, by name ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "StateTable.h"

#include "CheckEngine.h"
#include "Error.h"

#include <algorithm>
#include <cstring>

namespace mpcrt {

namespace {

constexpr std::string_view kParams = "params";
constexpr std::string_view kFrozen = "frozen";

/// What is frozen lies in the arena "frozen" and its copies, all else in all
/// others.
bool hasSegment(std::string_view arena, const fb::Parameter &parameter) {
  bool isFrozenArena =
      arena == kFrozen || arena == "frozen_f16" || arena == "frozen_bf16";
  return isFrozenArena == parameter.frozen();
}

uint64_t tensorBytes(const fb::Tensor &tensor, DType dtype) {
  return *countElements(toSpan(tensor.shape())) * dtypeBytes(dtype);
}

TensorView makeView(std::string name, const StateTable::Entry &entry) {
  std::span<const int64_t> shape = toSpan(entry.type->shape());
  return {
      std::move(name), entry.dtype, {shape.begin(), shape.end()}, entry.bytes};
}

bool isNumber(const fb::State &state) {
  return state.kind() == fb::StateKind::scalar ||
         state.kind() == fb::StateKind::counter;
}

/// All else is made again, by "train" or "refresh", before it is read.
bool isSaved(fb::StateKind kind) {
  return kind != fb::StateKind::gradient && kind != fb::StateKind::copy &&
         kind != fb::StateKind::shadow;
}

} // namespace

Expected<StateTable> StateTable::create(const fb::Meta &meta) {
  std::vector<uint64_t> offsets(meta.states()->size());
  uint64_t total = 0;
  auto place = [&](uint32_t i) {
    const fb::Tensor &tensor = *meta.states()->Get(i)->tensor();
    offsets[i] = total;
    total += alignUp(tensorBytes(tensor, tensor.dtype()), kBufferAlignment);
    return total <= kMaxBytes;
  };
  bool fits = true;
  uint64_t scalarBytes = 0;
  for (bool wantScalars : {true, false}) {
    for (uint32_t i = 0; i < offsets.size(); ++i)
      if (isNumber(*meta.states()->Get(i)) == wantScalars)
        fits = fits && place(i);
    if (wantScalars)
      scalarBytes = total;
  }
  if (!fits)
    return makeError(StatusCode::badInput,
                     "the states together have more than {} bytes", kMaxBytes);
  Expected<Memory> memory = Memory::allocate(total, "the states");
  if (!memory)
    return memory.error();

  StateTable table;
  table.meta = &meta;
  table.memory = std::move(*memory);
  table.scalarBytes = scalarBytes;
  for (uint32_t i = 0; i < offsets.size(); ++i) {
    table.bases.push_back(table.memory.data() + offsets[i]);
    table.states[meta.states()->Get(i)->tensor()->name()->string_view()] = i;
  }
  for (const fb::Parameter *parameter : *meta.parameters())
    table.parameters[parameter->tensor()->name()->string_view()] = parameter;
  table.setInitialValues();
  return table;
}

void StateTable::setInitialValues() {
  for (uint32_t i = 0; i < bases.size(); ++i) {
    const fb::State &state = *meta->states()->Get(i);
    auto put = [&](auto value) {
      std::memcpy(bases[i], &value, sizeof(value));
    };
    if (state.kind() == fb::StateKind::counter)
      put(static_cast<int64_t>(state.initial()));
    else if (state.kind() != fb::StateKind::scalar)
      continue;
    else if (state.tensor()->dtype() == DType::f32)
      put(static_cast<float>(state.initial()));
    else
      put(state.initial());
  }
}

StateTable::Entry StateTable::whole(uint32_t state) const {
  const fb::Tensor *type = meta->states()->Get(state)->tensor();
  return {
      type, type->dtype(), {bases[state], tensorBytes(*type, type->dtype())}};
}

StateTable::Entry StateTable::segment(uint32_t arena,
                                      const fb::Parameter &parameter) const {
  Entry entry = whole(arena);
  uint64_t offset =
      parameter.row() * meta->row_elements() * dtypeBytes(entry.dtype);
  entry.type = parameter.tensor();
  entry.bytes = entry.bytes.subspan(
      offset, tensorBytes(*parameter.tensor(), entry.dtype));
  return entry;
}

std::optional<StateTable::Entry> StateTable::find(std::string_view name) const {
  if (auto state = states.find(name); state != states.end())
    return whole(state->second);
  if (auto parameter = parameters.find(name); parameter != parameters.end())
    return segment(*arenaOf(*parameter->second), *parameter->second);
  return findSegment(name);
}

/// Where the parameter itself lies; CheckMeta has seen that it does.
std::optional<uint32_t>
StateTable::arenaOf(const fb::Parameter &parameter) const {
  auto arena = states.find(parameter.frozen() ? kFrozen : kParams);
  return arena == states.end() ? std::nullopt : std::optional(arena->second);
}

std::optional<StateTable::Entry>
StateTable::findSegment(std::string_view name) const {
  // Names of arenas and of parameters may both contain slashes.
  for (size_t at = name.find('/'); at != name.npos;
       at = name.find('/', at + 1)) {
    auto arena = states.find(name.substr(0, at));
    auto parameter = parameters.find(name.substr(at + 1));
    if (arena == states.end() || parameter == parameters.end() ||
        !hasSegment(arena->first, *parameter->second))
      continue;
    fb::StateKind kind = meta->states()->Get(arena->second)->kind();
    if (kind == fb::StateKind::arena || kind == fb::StateKind::gradient ||
        kind == fb::StateKind::copy)
      return segment(arena->second, *parameter->second);
  }
  return std::nullopt;
}

bool StateTable::isParameters(const Entry &entry) const {
  return std::ranges::any_of(
      std::initializer_list{kParams, kFrozen}, [&](std::string_view name) {
        auto found = states.find(name);
        if (found == states.end())
          return false;
        std::span<std::byte> arena = whole(found->second).bytes;
        return entry.bytes.data() >= arena.data() &&
               entry.bytes.data() < arena.data() + arena.size();
      });
}

std::vector<std::string> StateTable::names() const {
  std::vector<std::string> names;
  for (const fb::State *state : *meta->states())
    names.push_back(state->tensor()->name()->str());
  for (const fb::Parameter *parameter : *meta->parameters())
    names.push_back(parameter->tensor()->name()->str());
  return names;
}

std::vector<TensorView> StateTable::savedTensors() const {
  std::vector<TensorView> arenas, others;
  std::vector<TensorView> tensors;
  for (const fb::Parameter *parameter : *meta->parameters())
    if (std::optional<uint32_t> arena = arenaOf(*parameter))
      tensors.push_back(makeView(parameter->tensor()->name()->str(),
                                 segment(*arena, *parameter)));
  for (uint32_t i = 0; i < bases.size(); ++i) {
    const fb::State &state = *meta->states()->Get(i);
    std::string name = state.tensor()->name()->str();
    bool isArena = state.kind() == fb::StateKind::arena;
    if (!isSaved(state.kind()) || name == kParams ||
        (isArena && name == kFrozen))
      continue;
    if (!isArena) {
      others.push_back(makeView("mpc.state/" + name, whole(i)));
      continue;
    }
    for (const fb::Parameter *parameter : *meta->parameters())
      if (hasSegment(name, *parameter))
        arenas.push_back(
            makeView(name + "/" + parameter->tensor()->name()->str(),
                     segment(i, *parameter)));
  }
  std::move(arenas.begin(), arenas.end(), std::back_inserter(tensors));
  std::move(others.begin(), others.end(), std::back_inserter(tensors));
  return tensors;
}

Status checkContents(std::string_view name, DType dtype,
                     std::span<const std::byte> bytes) {
  if (dtype != DType::i1)
    return {};
  auto wrong = std::find_if(bytes.begin(), bytes.end(),
                            [](std::byte b) { return b > std::byte(1); });
  if (wrong == bytes.end())
    return {};
  return makeError(
      StatusCode::badInput, "{} holds {} at element {}, but an i1 is 0 or 1",
      quote(name), std::to_integer<int>(*wrong), wrong - bytes.begin());
}

} // namespace mpcrt
