//===- SafetensorsHeader.h - the JSON header of a safetensors file --------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_SAFETENSORSHEADER_H
#define MPCRT_RUNTIME_SAFETENSORSHEADER_H

#include "mpcrt/Safetensors.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace mpcrt {

/// Key of the checksum that writeSafetensors adds to the metadata.
constexpr const char *kChecksumKey = "mpc.checksum";

/// The format's name of an element type: "BF16".
const char *safetensorsName(DType dtype);
std::optional<DType> dtypeOfSafetensorsName(std::string_view name);

/// One tensor of the header; offsets count from the end of the header.
struct SafetensorsEntry {
  std::string name;
  DType dtype = DType::f32;
  std::vector<int64_t> shape;
  uint64_t begin = 0;
  uint64_t end = 0;
};

struct SafetensorsHeader {
  std::vector<SafetensorsEntry> entries;
  Metadata metadata;
};

/// Reads the text of a header. Checks all that can be checked entry by entry;
/// how the entries lie beside each other is left to the caller.
Expected<SafetensorsHeader> parseSafetensorsHeader(std::string_view text);

} // namespace mpcrt

#endif // MPCRT_RUNTIME_SAFETENSORSHEADER_H
