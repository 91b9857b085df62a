//===- Traps.h - what must not happen -------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_EMULATOR_TRAPS_H
#define MPC_TEST_EMULATOR_TRAPS_H

namespace emulator {

/// Has touches of the device's addresses reported.
void catchTraps();

/// Gives the thread of the host a stack on which to handle them.
void prepareTraps();

} // namespace emulator

#endif // MPC_TEST_EMULATOR_TRAPS_H
