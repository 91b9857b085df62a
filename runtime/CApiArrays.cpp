//===- CApiArrays.cpp - the C interface: contents of a session ------------===//
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

namespace mpcrt::capi {

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

} // namespace mpcrt::capi

namespace {

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

/// Runs `body` with the session and the array as it lies in memory.
template <typename Body>
mpcrt_status withArray(const mpcrt_session *session, const char *name,
                       const mpcrt_array *array, const Body &body) {
  return withSession(session, [&](OpenSession &open) -> Status {
    auto strided = findArray(*open.session, name, array);
    if (!strided)
      return strided.error();
    return body(*open.session, *strided);
  });
}

} // namespace

mpcrt_status mpcrt_set_array(mpcrt_session *session, const char *name,
                             const mpcrt_array *array) {
  return withArray(session, name, array, [&](Session &open, auto &strided) {
    uint64_t bytes = strided.bytes();
    if (strided.isDense())
      return open.set(name, array->data, bytes, placeOf(*array));
    std::vector<std::byte> packed(bytes);
    strided.pack(packed.data());
    return open.set(name, packed.data(), bytes);
  });
}

mpcrt_status mpcrt_get_array(const mpcrt_session *session, const char *name,
                             const mpcrt_array *array) {
  return withArray(session, name, array, [&](Session &open, auto &strided) {
    if (strided.isDense())
      return open.get(name, array->data, strided.bytes(), placeOf(*array));
    auto view = open.view(name);
    if (!view)
      return view.error();
    strided.unpack(view->bytes.data());
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
