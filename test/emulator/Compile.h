//===- Compile.h - device text to code of the host ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_EMULATOR_COMPILE_H
#define MPC_TEST_EMULATOR_COMPILE_H

#include <string>
#include <utility>
#include <vector>

namespace emulator {

struct Source {
  std::string name, text;
  std::vector<std::pair<std::string, std::string>> headers; // name and text
};

struct Compiled {
  bool ok = false;
  std::string object, log;
};

/// Compiles with the host's compiler, unless the cache has it.
Compiled compileForHost(const Source &source);

} // namespace emulator

#endif // MPC_TEST_EMULATOR_COMPILE_H
