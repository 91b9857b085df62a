//===- StateTable.h - the states of a session, by name --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_STATETABLE_H
#define MPCRT_RUNTIME_STATETABLE_H

#include "Memory.h"

#include "mpcrt/Status.h"
#include "mpcrt/Tensor.h"
#include "mpcrt/engine_generated.h"

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mpcrt {

/// Memory and names of all states of an engine whose tables have been checked.
class StateTable {
public:
  /// A state, or one parameter's segment of an arena.
  struct Entry {
    const fb::Tensor *type = nullptr; ///< its shape
    DType dtype = DType::f32;         ///< the arena's, for a segment
    std::span<std::byte> bytes;
  };

  /// Allocates the states and gives scalars and counters their initial value.
  static Expected<StateTable> create(const fb::Meta &meta);

  /// What `name` means; see Session.
  std::optional<Entry> find(std::string_view name) const;

  /// True if `entry` is the arena "params" or "frozen", or lies in it.
  bool isParameters(const Entry &entry) const;

  /// Names of states and parameters, for messages.
  std::vector<std::string> names() const;

  /// What a checkpoint holds, in its order.
  std::vector<TensorView> savedTensors() const;

  const std::vector<std::byte *> &addresses() const { return bases; }
  uint64_t memoryBytes() const { return memory.size(); }

  /// All states; scalars and counters come first, so that one copy has them.
  std::span<std::byte> all() const { return {memory.data(), memory.size()}; }
  std::span<std::byte> scalars() const { return all().first(scalarBytes); }

  /// True if `entry` is a scalar or a counter.
  bool isScalar(const Entry &entry) const {
    return uint64_t(entry.bytes.data() - memory.data()) < scalarBytes;
  }

private:
  void setInitialValues();
  Entry whole(uint32_t state) const;
  Entry segment(uint32_t arena, const fb::Parameter &parameter) const;
  std::optional<Entry> findSegment(std::string_view name) const;
  std::optional<uint32_t> arenaOf(const fb::Parameter &parameter) const;

  const fb::Meta *meta = nullptr;
  Memory memory;
  uint64_t scalarBytes = 0;
  std::vector<std::byte *> bases;
  std::unordered_map<std::string_view, uint32_t> states;
  std::unordered_map<std::string_view, const fb::Parameter *> parameters;
};

/// Checks that contents of type `dtype` may be taken over: an i1 is 0 or 1.
Status checkContents(std::string_view name, DType dtype,
                     std::span<const std::byte> bytes);

} // namespace mpcrt

#endif // MPCRT_RUNTIME_STATETABLE_H
