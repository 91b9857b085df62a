//===- HostCode.h - machine code of an engine, ready to run ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_HOSTCODE_H
#define MPCRT_RUNTIME_HOSTCODE_H

#include "Memory.h"

#include "mpcrt/Engine.h"
#include "mpcrt/HostKernel.h"

#include <vector>

namespace mpcrt {

/// The C library as generated code sees it.
extern const HostServices kHostServices;

class HostCode {
public:
  HostCode() = default;

  /// Maps the code for the host. Refuses with StatusCode::device if there is
  /// none or if it needs what this CPU lacks.
  static Expected<HostCode> load(const Engine &engine);

  /// The entry of kernel `index` of the plan.
  HostKernel kernel(int32_t index) const { return entries[index]; }

private:
  Memory memory;
  std::vector<HostKernel> entries;
};

} // namespace mpcrt

#endif // MPCRT_RUNTIME_HOSTCODE_H
