//===- CApiArrays.cpp - the C interface: what goes in and out -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CApi.h"

#include "CheckEngine.h"
#include "Strided.h"

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
// Arrays
//===----------------------------------------------------------------------===//

namespace {

struct Type {
  DType dtype;
  std::span<const int64_t> shape;
};

Type typeOf(const fb::Tensor &tensor) {
  return {tensor.dtype(), toSpan(tensor.shape())};
}

std::string describeArray(const mpcrt_array &array) {
  auto dtype = static_cast<DType>(array.dtype);
  if (array.dtype > MPCRT_F64)
    return fmt::format("an element type numbered {}", array.dtype);
  return describeType(dtype, {array.shape, array.rank});
}

bool isOfType(const mpcrt_array &array, const Type &type) {
  return array.dtype == uint32_t(type.dtype) &&
         std::ranges::equal(std::span(array.shape, array.rank), type.shape);
}

/// What can be said of an array before its type is compared.
Status checkForm(const char *name, const mpcrt_array *array) {
  constexpr uint32_t mostDimensions = 64;
  if (Status status = checkGiven({{"name", name}, {"array", array}});
      !status.ok())
    return status;
  if (array->rank > mostDimensions)
    return makeError(StatusCode::usage, "the array for {} has {} dimensions",
                     quote(name), array->rank);
  if (array->rank && !array->shape)
    return makeError(StatusCode::usage, "the shape of the array for {} is null",
                     quote(name));
  if (array->memory > MPCRT_CUDA_MEMORY)
    return makeError(StatusCode::usage,
                     "the array for {} is in an unknown memory, numbered {}",
                     quote(name), array->memory);
  return {};
}

StridedArray asStrided(const mpcrt_array &array, const Type &type) {
  std::span<const int64_t> strides;
  if (array.strides)
    strides = {array.strides, array.rank};
  return {static_cast<std::byte *>(array.data), type.shape, strides,
          dtypeBytes(type.dtype)};
}

/// What else has to hold of an array that is of `type`.
Status checkLayout(const char *name, const mpcrt_array &array, const Type &type,
                   const Session &session) {
  StridedArray strided = asStrided(array, type);
  if (!array.data && strided.bytes())
    return makeError(StatusCode::usage, "the data of the array for {} is null",
                     quote(name));
  if (array.memory == MPCRT_HOST_MEMORY)
    return {};
  if (!strided.isDense())
    return makeError(StatusCode::usage,
                     "the array for {} is on a GPU, where it has to be in C "
                     "order, but has other strides",
                     quote(name));
  std::optional<int> gpu = session.gpu();
  if (gpu && *gpu == int64_t(array.device))
    return {};
  return makeError(StatusCode::usage,
                   "the array for {} is on cuda:{}, but the session runs on {}",
                   quote(name), array.device,
                   gpu ? fmt::format("cuda:{}", *gpu) : "the host");
}

Place placeOf(const mpcrt_array &array) {
  return array.memory == MPCRT_CUDA_MEMORY ? Place::gpu : Place::host;
}

/// The array that is meant for the state or parameter `name`.
Expected<StridedArray> findArray(const Session &session, const char *name,
                                 const mpcrt_array *array) {
  if (Status status = checkForm(name, array); !status.ok())
    return status;
  auto found = session.find(name);
  if (!found)
    return found.error();
  Type type = {found->dtype, found->shape};
  if (!isOfType(*array, type))
    return makeError(StatusCode::usage, "{} is {}, but got {}", quote(name),
                     describeType(type.dtype, type.shape),
                     describeArray(*array));
  if (Status status = checkLayout(name, *array, type, session); !status.ok())
    return status;
  return asStrided(*array, type);
}

} // namespace

mpcrt_status mpcrt_set_array(mpcrt_session *session, const char *name,
                             const mpcrt_array *array) {
  return withSession(session, [&](OpenSession &open) {
    auto strided = findArray(*open.session, name, array);
    if (!strided)
      return strided.error();
    uint64_t bytes = strided->bytes();
    if (strided->isDense())
      return open.session->set(name, array->data, bytes, placeOf(*array));
    std::vector<std::byte> packed(bytes);
    strided->pack(packed.data());
    return open.session->set(name, packed.data(), bytes);
  });
}

mpcrt_status mpcrt_get_array(const mpcrt_session *session, const char *name,
                             const mpcrt_array *array) {
  return withSession(session, [&](OpenSession &open) {
    auto strided = findArray(*open.session, name, array);
    if (!strided)
      return strided.error();
    uint64_t bytes = strided->bytes();
    if (strided->isDense())
      return open.session->get(name, array->data, bytes, placeOf(*array));
    auto view = open.session->view(name);
    if (!view)
      return view.error();
    strided->unpack(view->bytes.data());
    return Status();
  });
}

mpcrt_status mpcrt_set(mpcrt_session *session, const char *name,
                       const void *data, uint64_t bytes) {
  return withSession(session, [&](OpenSession &open) {
    Status status = checkGiven({{"name", name}});
    return status.ok() ? open.session->set(name, data, bytes) : status;
  });
}

mpcrt_status mpcrt_get(const mpcrt_session *session, const char *name,
                       void *data, uint64_t bytes) {
  return withSession(session, [&](OpenSession &open) {
    Status status = checkGiven({{"name", name}});
    return status.ok() ? open.session->get(name, data, bytes) : status;
  });
}

mpcrt_status mpcrt_view(const mpcrt_session *session, const char *name,
                        mpcrt_array *array) {
  return withSession(session, [&](OpenSession &open) {
    if (Status status = checkGiven({{"name", name}, {"array", array}});
        !status.ok())
      return status;
    auto found = open.session->find(name);
    if (!found)
      return found.error();
    std::optional<int> gpu = open.session->gpu();
    *array = {found->data,
              found->shape.data(),
              nullptr,
              uint32_t(found->shape.size()),
              uint32_t(found->dtype),
              uint32_t(gpu ? MPCRT_CUDA_MEMORY : MPCRT_HOST_MEMORY),
              uint32_t(gpu.value_or(0))};
    return Status();
  });
}

//===----------------------------------------------------------------------===//
// Inputs that are bound
//===----------------------------------------------------------------------===//

namespace {

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
