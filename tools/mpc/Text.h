//===- Text.h - numbers and names as people read them ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_TEXT_H
#define MPC_TOOLS_TEXT_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mpc::tool {

/// "2.1 MB"
std::string describeBytes(double bytes);

/// "0:12", "1:02:45"
std::string describeDuration(double seconds);

/// "91,400"
std::string groupDigits(int64_t number);

/// Three significant digits, the rest zeros: "91,400" of 91374.
std::string describeRate(double number);

/// "8.1e-4", "0.001"
std::string describeSmall(double number);

/// "0.3412", "infinite", "nan"
std::string describeNumber(double value);

/// ", did you mean 'x'?" of the nearest candidate, or "." if none is near.
std::string suggest(std::string_view word,
                    const std::vector<std::string> &candidates);

/// The text with everything escaped that could disturb a terminal: names come
/// from files.
std::string printable(std::string_view text);

/// The same, but lines and tabs stay.
std::string printableLines(std::string_view text);

/// "'a', 'b' and 'c'"
std::string listNames(const std::vector<std::string> &names);

} // namespace mpc::tool

#endif // MPC_TOOLS_TEXT_H
