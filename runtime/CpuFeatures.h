//===- CpuFeatures.h - what this CPU can do -------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_CPUFEATURES_H
#define MPCRT_RUNTIME_CPUFEATURES_H

#include <string_view>

namespace mpcrt {

/// Returns true if CPU and operating system support the feature that LLVM
/// calls `name`. Names that the runtime does not know count as unsupported.
bool cpuHasFeature(std::string_view name);

} // namespace mpcrt

#endif // MPCRT_RUNTIME_CPUFEATURES_H
