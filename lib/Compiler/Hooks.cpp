//===- Hooks.cpp - what a compilation tells its program -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The one file of the compiler that is built with exceptions.
//
//===----------------------------------------------------------------------===//

#include "Hooks.h"

#include <exception>

namespace mpc {

/// What a call throws, as the reason of an interruption; empty if nothing.
template <typename Call>
static std::string findException(const Call &call) {
  try {
    call();
    return "";
  } catch (const std::exception &exception) {
    return std::string("a callback threw: ") + exception.what();
  } catch (...) {
    return "a callback threw";
  }
}

void Hooks::tell(const CompileMessage &message) {
  if (!onMessage || !interruption.empty())
    return;
  interruption = findException([&] { onMessage(message); });
}

bool Hooks::advance(const CompileProgress &progress) {
  if (onProgress && interruption.empty()) {
    bool goesOn = true;
    interruption = findException([&] { goesOn = onProgress(progress); });
    if (!goesOn)
      interruption = "interrupted";
  }
  return interruption.empty();
}

} // namespace mpc
