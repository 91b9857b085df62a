//===- Safetensors.h - files of named tensors -----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The format of checkpoints and weights. Files may come from anywhere: the
// header is bounded, every extent is checked, and the tensors must cover the
// rest of the file exactly.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_SAFETENSORS_H
#define MPCRT_SAFETENSORS_H

#include "mpcrt/Status.h"
#include "mpcrt/Tensor.h"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mpcrt {

using Metadata = std::map<std::string, std::string>;

/// A file that has been checked. Its views stay valid as long as it lives.
class SafetensorsFile {
public:
  static Expected<SafetensorsFile> open(const std::string &path);

  /// Reads bytes that outlive the result; `name` stands for them in messages.
  static Expected<SafetensorsFile> parse(std::span<const std::byte> bytes,
                                         const std::string &name);

  /// In the order of their data.
  const std::vector<TensorView> &tensors() const { return views; }
  const TensorView *find(std::string_view name) const;
  const Metadata &metadata() const { return texts; }

  /// Compares the data with the checksum that writeSafetensors left in the
  /// metadata; fine if there is none.
  Status verifyData() const;

private:
  std::string fileName;
  std::shared_ptr<const void> owner;
  std::vector<TensorView> views;
  std::unordered_map<std::string, size_t> indices;
  Metadata texts;
};

/// Writes `tensors`, listed in their order, and `metadata`. The file appears
/// whole or not at all, and is on disk when this returns.
Status writeSafetensors(const std::string &path,
                        std::span<const TensorView> tensors,
                        const Metadata &metadata);

} // namespace mpcrt

#endif // MPCRT_SAFETENSORS_H
