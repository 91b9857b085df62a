//===- Folder.h - casts of constants --------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_UNIT_CASTS_FOLDER_H
#define MPC_TEST_UNIT_CASTS_FOLDER_H

#include <cstdint>
#include <string>
#include <vector>

namespace mpc::test {

/// What the compiler makes of casts of constants: the bits of the results.
std::vector<uint32_t> foldCasts(const std::string &fromElement,
                                const std::string &toFormat,
                                const std::vector<uint32_t> &values);

} // namespace mpc::test

#endif // MPC_TEST_UNIT_CASTS_FOLDER_H
