//===- Engine.h - an engine file, mapped and checked ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Opening checks everything that the runtime later relies on: the container,
// the checksums, the FlatBuffers, and every index, offset and extent in them.
// The machine code is the exception: an engine is a program, and running it
// means trusting whoever made it.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_ENGINE_H
#define MPCRT_ENGINE_H

#include "mpcrt/Status.h"
#include "mpcrt/engine_generated.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mpcrt {

class Engine {
public:
  struct Section {
    std::string name;
    std::span<const std::byte> bytes;
  };

  /// Maps the file at `path`. Texts of errors start with the path.
  static Expected<std::shared_ptr<const Engine>> open(const std::string &path);

  /// Copies the bytes of an engine file; `name` stands for it in messages.
  static Expected<std::shared_ptr<const Engine>>
  fromMemory(std::span<const std::byte> bytes, std::string name);

  const std::string &name() const { return fileName; }
  uint64_t bytes() const { return image.size(); }
  const std::vector<Section> &sections() const { return table; }
  const fb::Meta &meta() const { return *metaTable; }

  /// Names of all targets that the engine has a plan for.
  std::vector<std::string> targets() const;

  /// The plan for `target`, or null.
  const fb::Plan *plan(std::string_view target) const;

  /// CUDA text of all plans, or null if there is none.
  const fb::Sources *sources() const;

  /// A section's contents; empty if there is none.
  std::span<const std::byte> section(std::string_view name) const;

private:
  static Expected<std::shared_ptr<const Engine>>
  load(std::shared_ptr<const void> owner, std::span<const std::byte> image,
       std::string name);
  Status readTable();
  Status readMeta();
  Status readSources();
  Status readPlans();

  std::string fileName;
  std::shared_ptr<const void> owner;
  std::span<const std::byte> image;
  std::vector<Section> table;
  const fb::Meta *metaTable = nullptr;
};

} // namespace mpcrt

#endif // MPCRT_ENGINE_H
