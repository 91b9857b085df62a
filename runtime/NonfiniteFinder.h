//===- NonfiniteFinder.h - the first value that is not finite -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_NONFINITEFINDER_H
#define MPCRT_RUNTIME_NONFINITEFINDER_H

#include "mpcrt/Session.h"

#include <functional>

namespace mpcrt {

/// Looks at values in the order in which they come to be, and keeps the first
/// that is not finite.
class NonfiniteFinder {
public:
  void lookAtInputs(const fb::Function &function,
                    std::span<const InputBuffer> inputs);
  void lookAtLaunch(const fb::Launch &launch, const fb::Kernel &kernel,
                    std::span<const std::span<const std::byte>> results);

  NonfiniteSource source;

private:
  void look(DType dtype, std::span<const std::byte> bytes,
            const std::function<std::string()> &describe);
};

} // namespace mpcrt

#endif // MPCRT_RUNTIME_NONFINITEFINDER_H
