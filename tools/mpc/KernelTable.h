//===- KernelTable.h - kernels and what they cost, as a table -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_KERNELTABLE_H
#define MPC_TOOLS_KERNELTABLE_H

#include "mpcrt/Engine.h"
#include "mpcrt/Profile.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mpc::tool {

/// One launch; what is not known is left out.
struct KernelRow {
  std::string label;
  std::string shape; ///< "12x1x1 x 128", "40 tasks"
  std::optional<double> microseconds;
  std::map<std::string, double> counters;
  double bufferBytes = 0;
  std::optional<double> registers;
  std::optional<double> instructions;
  std::optional<double> localBytes;
  std::optional<double> sharedBytes;
  std::optional<double> tensorShare;
};

/// Launches in their order.
struct KernelTable {
  std::vector<KernelRow> rows;
  std::vector<std::string> notes; ///< why columns are missing
};

/// The launches of a function with nothing measured.
std::vector<mpcrt::LaunchProfile>
listLaunches(const mpcrt::fb::Function &function, const mpcrt::fb::Plan &plan);

/// What is known of launches of `plan`, their code included.
KernelTable describeKernels(const mpcrt::Engine &engine,
                            const mpcrt::fb::Plan &plan,
                            const std::vector<mpcrt::LaunchProfile> &launches);

/// Columns that no row has a value for are left out.
std::string printText(const KernelTable &table);
/// `what` is about the whole: "device", "functions".
std::string
printJson(const KernelTable &table,
          const std::vector<std::pair<std::string, std::string>> &what);

} // namespace mpc::tool

#endif // MPC_TOOLS_KERNELTABLE_H
