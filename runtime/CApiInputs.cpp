//===- CApiInputs.cpp - the C interface: what a call is given -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CApiArrays.h"

#include "CheckEngine.h"

#include <algorithm>

using namespace mpcrt;
using namespace mpcrt::capi;

//===----------------------------------------------------------------------===//
// Buffers of a call
//===----------------------------------------------------------------------===//

namespace {

/// More than any function has: a count that is not meant.
constexpr size_t kMostBuffers = 1 << 16;

template <typename Result, typename Buffer>
Expected<std::vector<Result>> convertAll(const char *what,
                                         const Buffer *buffers, size_t count) {
  if (count > kMostBuffers || (count && !buffers))
    return makeError(StatusCode::usage, "expects an array of {}s, but got {}",
                     what, buffers ? std::to_string(count) : "null");
  std::vector<Result> result;
  for (size_t i = 0; i < count; ++i) {
    if (!buffers[i].name)
      return makeError(StatusCode::usage, "the name of {} {} is null", what, i);
    result.push_back({buffers[i].name, buffers[i].data, buffers[i].bytes});
  }
  return result;
}

} // namespace

Expected<std::vector<InputBuffer>> capi::convert(const mpcrt_input *inputs,
                                                 size_t count) {
  return convertAll<InputBuffer>("input", inputs, count);
}

Expected<std::vector<OutputBuffer>> capi::convert(const mpcrt_output *outputs,
                                                  size_t count) {
  return convertAll<OutputBuffer>("output", outputs, count);
}

//===----------------------------------------------------------------------===//
// Inputs that are bound
//===----------------------------------------------------------------------===//

namespace {

Type typeOf(const fb::Tensor &tensor) {
  return {tensor.dtype(), toSpan(tensor.shape())};
}

const fb::Tensor *findInput(const fb::Function *function,
                            std::string_view name) {
  if (function)
    for (const fb::Tensor *tensor : *function->inputs())
      if (tensor->name()->string_view() == name)
        return tensor;
  return nullptr;
}

/// Types of all inputs of that name, of all functions.
std::vector<Type> findInputTypes(const Engine &engine, std::string_view name) {
  std::vector<Type> types;
  for (const fb::Function *function :
       *engine.plan(engine.targets().front())->functions())
    if (const fb::Tensor *tensor = findInput(function, name))
      types.push_back(typeOf(*tensor));
  return types;
}

/// The type of an input that the array is for.
Expected<Type> matchInput(const Session &session, const char *name,
                          const mpcrt_array &array) {
  std::vector<Type> types = findInputTypes(session.engine(), name);
  for (const Type &type : types)
    if (isOfType(array, type))
      return type;
  if (types.empty())
    return makeError(StatusCode::usage, "{}: no function has an input {}",
                     session.engine().name(), quote(name));
  return makeError(StatusCode::usage, "input {} is {}, but got {}", quote(name),
                   describeType(types[0].dtype, types[0].shape),
                   describeArray(array));
}

Status bindInput(OpenSession &open, const char *name,
                 const mpcrt_array *array) {
  if (Status status = checkForm(name, array); !status.ok())
    return status;
  auto type = matchInput(*open.session, name, *array);
  if (!type)
    return type.error();
  if (Status status = checkLayout(name, *array, *type, *open.session);
      !status.ok())
    return status;
  BoundInput input = {
      name, *array, {type->shape.begin(), type->shape.end()}, {}, {}};
  input.array.shape = input.array.strides = nullptr; // the caller's
  StridedArray strided = asStrided(*array, *type);
  if (!strided.isDense()) {
    input.strides.assign(strided.strides.begin(), strided.strides.end());
    auto memory = Memory::allocate(strided.bytes(), "an input with strides");
    if (!memory)
      return memory.error();
    input.packed = std::move(*memory);
  }
  open.inputs.remove_if([&](auto &other) { return other.name == name; });
  open.inputs.push_back(std::move(input));
  return {};
}

Status unbindInput(OpenSession &open, const char *name) {
  if (Status status = checkGiven({{"name", name}}); !status.ok())
    return status;
  if (open.inputs.remove_if([&](auto &input) { return input.name == name; }))
    return {};
  return makeError(StatusCode::usage, "nothing is bound to an input {}",
                   quote(name));
}

/// The elements in C order, packed anew where they are not.
InputBuffer takeBound(const BoundInput &input) {
  const mpcrt_array &array = input.array;
  StridedArray strided = {static_cast<std::byte *>(array.data), input.shape,
                          input.strides,
                          dtypeBytes(static_cast<DType>(array.dtype))};
  const void *data = array.data;
  if (!input.strides.empty()) {
    strided.pack(input.packed.data());
    data = input.packed.data();
  }
  return {input.name, data, strided.bytes(), placeOf(array)};
}

} // namespace

mpcrt_status mpcrt_bind(mpcrt_session *session, const char *name,
                        const mpcrt_array *array) {
  return withSession(session, [&](OpenSession &open) {
    return array ? bindInput(open, name, array) : unbindInput(open, name);
  });
}

Status capi::addBound(OpenSession &open,
                      std::span<const std::string_view> functions,
                      std::vector<InputBuffer> &inputs) {
  size_t given = inputs.size();
  auto isGiven = [&](const BoundInput &bound) {
    return std::any_of(inputs.begin(), inputs.begin() + given,
                       [&](auto &input) { return input.name == bound.name; });
  };
  for (const BoundInput &bound : open.inputs) {
    const fb::Tensor *tensor = nullptr;
    for (std::string_view name : functions)
      if (!tensor)
        tensor = findInput(open.session->findFunction(name), bound.name);
    if (!tensor || isGiven(bound))
      continue;
    Type type = typeOf(*tensor),
         has = {static_cast<DType>(bound.array.dtype), bound.shape};
    if (type.dtype != has.dtype || !std::ranges::equal(type.shape, has.shape))
      return makeError(StatusCode::usage,
                       "input {} of {} is {}, but {} is bound to it",
                       quote(bound.name), quote(functions.front()),
                       describeType(type.dtype, type.shape),
                       describeType(has.dtype, has.shape));
    inputs.push_back(takeBound(bound));
  }
  return {};
}
