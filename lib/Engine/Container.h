//===- Container.h - sections of an engine file ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_ENGINE_CONTAINER_H
#define MPC_LIB_ENGINE_CONTAINER_H

#include "llvm/ADT/StringRef.h"

#include <string>
#include <utility>
#include <vector>

namespace mpc {

/// Lays out named sections as mpcrt/EngineFormat.h says.
std::string
packSections(const std::vector<std::pair<std::string, llvm::StringRef>> &sections);

} // namespace mpc

#endif // MPC_LIB_ENGINE_CONTAINER_H
