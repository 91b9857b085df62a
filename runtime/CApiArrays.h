//===- CApiArrays.h - arrays of the C interface ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_CAPIARRAYS_H
#define MPCRT_RUNTIME_CAPIARRAYS_H

#include "CApi.h"
#include "Strided.h"

namespace mpcrt::capi {

struct Type {
  DType dtype;
  std::span<const int64_t> shape;
};

/// "f32[4]", whatever an array says it is.
std::string describeArray(const mpcrt_array &array);

bool isOfType(const mpcrt_array &array, const Type &type);

/// What can be said of an array before its type is compared.
Status checkForm(const char *name, const mpcrt_array *array);

/// What else has to hold of an array that is of `type`.
Status checkLayout(const char *name, const mpcrt_array &array, const Type &type,
                   const Session &session);

StridedArray asStrided(const mpcrt_array &array, const Type &type);

Place placeOf(const mpcrt_array &array);

} // namespace mpcrt::capi

#endif // MPCRT_RUNTIME_CAPIARRAYS_H
