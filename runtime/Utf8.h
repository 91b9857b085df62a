//===- Utf8.h - names that are safe to print ------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_UTF8_H
#define MPCRT_RUNTIME_UTF8_H

#include <string_view>

namespace mpcrt {

/// Returns true if `text` is UTF-8 without control characters.
bool isPrintableUtf8(std::string_view text);

} // namespace mpcrt

#endif // MPCRT_RUNTIME_UTF8_H
