//===- Profile.h - what launches of kernels cost --------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_PROFILE_H
#define MPCRT_PROFILE_H

#include "mpcrt/engine_generated.h"

#include <string>

namespace mpcrt {

/// What one launch of a kernel costs, as far as the device tells.
struct LaunchProfile {
  const fb::Launch *launch = nullptr;
  const fb::Kernel *kernel = nullptr;
  double microseconds = -1; ///< the median of many; negative if unknown
  int registers = -1;       ///< of a thread; negative if unknown
  int localBytes = -1;      ///< of a thread, spilled registers among them
  /// From a device that counts, the counters of this launch as a JSON object;
  /// else empty.
  std::string counters;
};

} // namespace mpcrt

#endif // MPCRT_PROFILE_H
