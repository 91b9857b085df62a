//===- Restore.cpp - which tensors a session takes over -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Restore.h"

#include "Error.h"
#include "StateTable.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace mpcrt {

namespace {

bool sameType(const TensorView &a, const TensorView &b) {
  return a.dtype == b.dtype && a.shape == b.shape &&
         a.bytes.size() == b.bytes.size();
}

using TensorMap = std::unordered_map<std::string_view, const TensorView *>;

constexpr std::string_view kStatePrefix = "mpc.state/";

/// Whether a state of `list` is what savedTensors() calls `name`.
bool isAmong(std::span<const std::string_view> list, std::string_view name) {
  return name.starts_with(kStatePrefix) &&
         std::ranges::find(list, name.substr(kStatePrefix.size())) !=
             list.end();
}

bool isOptional(const fb::Meta &meta, std::string_view name) {
  if (!isAmong(kScalingStates, name) && !isAmong(kOptionalScalars, name))
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
    if (!known.count(tensor.name) && !isAmong(kScalingStates, tensor.name))
      others.push_back(tensor.name);
  if (others.empty())
    return {};
  return makeError(StatusCode::badInput, "{} tensors are not the engine's: {}",
                   others.size(), quoteList(others));
}

} // namespace

Expected<std::vector<Replacement>>
matchTensors(const fb::Meta &meta, std::vector<TensorView> expected,
             std::span<const TensorView> tensors, RestoreScope scope) {
  TensorMap given;
  for (const TensorView &tensor : tensors)
    given.emplace(tensor.name, &tensor);
  if (scope == RestoreScope::parameters)
    expected.resize(meta.parameters()->size());
  std::erase_if(expected, [&](const TensorView &tensor) {
    return !given.count(tensor.name) && isOptional(meta, tensor.name);
  });
  if (Status status = checkGiven(expected, given); !status.ok())
    return status;
  if (scope == RestoreScope::everything)
    if (Status status = checkNoOthers(expected, tensors); !status.ok())
      return status;
  std::vector<Replacement> replacements;
  for (const TensorView &tensor : expected)
    // The views of savedTensors() are the session's own memory.
    replacements.push_back(
        {{const_cast<std::byte *>(tensor.bytes.data()), tensor.bytes.size()},
         given[tensor.name]->bytes.data()});
  return replacements;
}

} // namespace mpcrt
