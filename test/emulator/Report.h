//===- Report.h - what is found wrong -------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_EMULATOR_REPORT_H
#define MPC_TEST_EMULATOR_REPORT_H

#include <string>

namespace emulator {

// Results of the driver that kernels can cause.
constexpr int kIllegalAddress = 700, kMisalignedAddress = 716,
              kLaunchFailed = 719;

__attribute__((format(printf, 1, 2))) std::string format(const char *text, ...);

/// To stderr and to the report's file, if one is asked for.
void report(const std::string &kernel, const std::string &place,
            const std::string &what);

/// To the report's file only.
void writeReport(const std::string &json);

} // namespace emulator

#endif // MPC_TEST_EMULATOR_REPORT_H
