//===- Binding.h - a caller's buffers for a call --------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_BINDING_H
#define MPCRT_RUNTIME_BINDING_H

#include "mpcrt/Session.h"

#include <vector>

namespace mpcrt {

/// Base addresses of a call on the host, by index, each aligned to
/// kBufferAlignment. Those of empty tensors may be null.
struct CallMemory {
  std::vector<std::byte *> states;
  std::vector<std::byte *> inputs;
  std::vector<std::byte *> outputs;
};

/// The inputs and outputs of one call of one function. Kernels ask for aligned
/// memory: what the caller's is not, or is not there at all, is staged.
class Binding {
public:
  struct Slot {
    std::byte *data = nullptr; ///< the caller's, or null
    uint64_t bytes = 0;
    Place place = Place::host;
    bool isStaged = false;
    mutable std::byte *stage = nullptr;
  };

  /// Checks what the caller gives against what `function` takes. Names that
  /// the function does not have are ignored; see checkNames.
  static Expected<Binding> create(const fb::Function &function,
                                  std::span<const InputBuffer> inputs,
                                  std::span<const OutputBuffer> outputs);

  /// Bytes of staging memory that prepare() needs.
  uint64_t stagingBytes() const { return staged; }

  /// Fills the addresses of `call`; copies inputs where they are staged.
  void prepare(std::byte *staging, CallMemory &call) const;

  /// Copies staged outputs to the caller.
  void finish() const;

  /// By index, as the function has them.
  const std::vector<Slot> &getInputs() const { return inputs; }
  const std::vector<Slot> &getOutputs() const { return outputs; }

private:
  Slot makeSlot(const void *data, uint64_t bytes);

  std::vector<Slot> inputs;
  std::vector<Slot> outputs;
  uint64_t staged = 0;
};

/// Checks that `buffer` is as large as `tensor`.
Status checkOutput(const OutputBuffer &buffer, const fb::Tensor &tensor);

/// Refuses names that none of `functions` has, and names given twice.
Status checkNames(std::span<const fb::Function *const> functions,
                  std::span<const InputBuffer> inputs,
                  std::span<const OutputBuffer> outputs);

} // namespace mpcrt

#endif // MPCRT_RUNTIME_BINDING_H
