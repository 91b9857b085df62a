//===- Binding.cpp - a caller's buffers for a call ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Binding.h"

#include "CheckEngine.h"
#include "Error.h"
#include "Memory.h"
#include "StateTable.h"

#include <algorithm>
#include <cstring>

namespace mpcrt {

namespace {

using Tensors = flatbuffers::Vector<flatbuffers::Offset<fb::Tensor>>;

template <typename Buffer>
const Buffer *find(std::span<const Buffer> buffers, const fb::Tensor &tensor) {
  for (const Buffer &buffer : buffers)
    if (buffer.name == tensor.name()->string_view())
      return &buffer;
  return nullptr;
}

/// Bytes of `tensor`, if that is how many the caller gives.
template <typename Buffer>
Status checkSize(const char *what, const Buffer &buffer,
                 const fb::Tensor &tensor) {
  std::span<const int64_t> shape = toSpan(tensor.shape());
  uint64_t bytes = *countBytes(tensor.dtype(), shape);
  if (buffer.bytes == bytes && (buffer.data || bytes == 0))
    return {};
  return makeError(StatusCode::badInput,
                   "{} {} is {}, which has {} bytes, but got {}", what,
                   quote(buffer.name), describeType(tensor.dtype(), shape),
                   bytes, buffer.data ? std::to_string(buffer.bytes) : "none");
}

Status missingInputs(const fb::Function &function,
                     std::span<const InputBuffer> inputs) {
  std::vector<std::string> missing;
  for (const fb::Tensor *tensor : *function.inputs())
    if (!find(inputs, *tensor))
      missing.push_back(tensor->name()->str());
  if (missing.empty())
    return {};
  return makeError(StatusCode::usage, "function {} lacks its input {}",
                   quote(function.name()->string_view()), quoteList(missing));
}

} // namespace

Status checkOutput(const OutputBuffer &buffer, const fb::Tensor &tensor) {
  return checkSize("output", buffer, tensor);
}

Binding::Slot Binding::makeSlot(const void *data, uint64_t bytes) {
  bool aligned = reinterpret_cast<uintptr_t>(data) % kBufferAlignment == 0;
  Slot slot;
  slot.data = static_cast<std::byte *>(const_cast<void *>(data));
  slot.bytes = bytes;
  slot.isStaged = bytes && (!data || !aligned);
  if (slot.isStaged)
    staged += alignUp(bytes, kBufferAlignment);
  return slot;
}

/// Never staged: no session on the host takes such an input.
static Binding::Slot makeGpuSlot(const InputBuffer &input) {
  Binding::Slot slot;
  slot.data = static_cast<std::byte *>(const_cast<void *>(input.data));
  slot.bytes = input.bytes;
  slot.place = Place::gpu;
  return slot;
}

Expected<Binding> Binding::create(const fb::Function &function,
                                  std::span<const InputBuffer> inputs,
                                  std::span<const OutputBuffer> outputs) {
  if (Status status = missingInputs(function, inputs); !status.ok())
    return status;
  Binding binding;
  for (const fb::Tensor *tensor : *function.inputs()) {
    const InputBuffer &given = *find(inputs, *tensor);
    if (Status status = checkSize("input", given, *tensor); !status.ok())
      return status;
    if (given.place == Place::gpu) {
      binding.inputs.push_back(makeGpuSlot(given));
      continue;
    }
    auto *data = static_cast<const std::byte *>(given.data);
    if (Status status =
            checkContents(given.name, tensor->dtype(), {data, given.bytes});
        !status.ok())
      return status;
    binding.inputs.push_back(binding.makeSlot(given.data, given.bytes));
  }
  for (const fb::Tensor *tensor : *function.outputs()) {
    const OutputBuffer *given = find(outputs, *tensor);
    if (given)
      if (Status status = checkOutput(*given, *tensor); !status.ok())
        return status;
    uint64_t bytes = *countBytes(tensor->dtype(), toSpan(tensor->shape()));
    binding.outputs.push_back(
        binding.makeSlot(given ? given->data : nullptr, bytes));
  }
  return binding;
}

void Binding::prepare(std::byte *staging, CallMemory &call) const {
  auto place = [&](const Slot &slot) {
    slot.stage = slot.data;
    if (slot.isStaged) {
      slot.stage = staging;
      staging += alignUp(slot.bytes, kBufferAlignment);
    }
    return slot.stage;
  };
  call.inputs.clear();
  call.outputs.clear();
  for (const Slot &slot : inputs) {
    call.inputs.push_back(place(slot));
    if (slot.isStaged)
      std::memcpy(slot.stage, slot.data, slot.bytes);
  }
  for (const Slot &slot : outputs)
    call.outputs.push_back(place(slot));
}

void Binding::finish() const {
  for (const Slot &slot : outputs)
    if (slot.isStaged && slot.data)
      std::memcpy(slot.data, slot.stage, slot.bytes);
}

namespace {

/// Names of the inputs or outputs of all functions, each once.
std::vector<std::string>
collectNames(std::span<const fb::Function *const> functions,
             const Tensors *(fb::Function::*member)() const) {
  std::vector<std::string> names;
  for (const fb::Function *function : functions)
    for (const fb::Tensor *tensor : *(function->*member)())
      if (std::find(names.begin(), names.end(), tensor->name()->str()) ==
          names.end())
        names.push_back(tensor->name()->str());
  return names;
}

template <typename Buffer>
Status checkGiven(const char *what, std::span<const Buffer> buffers,
                  const std::vector<std::string> &known) {
  for (size_t i = 0; i < buffers.size(); ++i) {
    if (std::find(known.begin(), known.end(), buffers[i].name) == known.end())
      return makeError(StatusCode::usage, "there is no {} {} (there is: {})",
                       what, quote(buffers[i].name), quoteList(known));
    for (size_t j = 0; j < i; ++j)
      if (buffers[i].name == buffers[j].name)
        return makeError(StatusCode::usage, "{} {} is given twice", what,
                         quote(buffers[i].name));
  }
  return {};
}

} // namespace

Status checkNames(std::span<const fb::Function *const> functions,
                  std::span<const InputBuffer> inputs,
                  std::span<const OutputBuffer> outputs) {
  Status status = checkGiven("input", inputs,
                             collectNames(functions, &fb::Function::inputs));
  if (!status.ok())
    return status;
  return checkGiven("output", outputs,
                    collectNames(functions, &fb::Function::outputs));
}

} // namespace mpcrt
