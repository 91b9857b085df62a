//===- Restore.h - which tensors a session takes over ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_RESTORE_H
#define MPCRT_RUNTIME_RESTORE_H

#include "mpcrt/Session.h"

#include <cstddef>
#include <span>
#include <vector>

namespace mpcrt {

/// Contents that come in place of a state's, or of a part of it.
struct Replacement {
  std::span<std::byte> to;
  const std::byte *from;
};

/// Checks `tensors` as Session::restore() says; `saved` is all that a
/// checkpoint holds.
Expected<std::vector<Replacement>>
matchTensors(const fb::Meta &meta, std::vector<TensorView> saved,
             std::span<const TensorView> tensors, RestoreScope scope);

} // namespace mpcrt

#endif // MPCRT_RUNTIME_RESTORE_H
