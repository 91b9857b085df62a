//===- Error.cpp - making status values -----------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Error.h"

#include <algorithm>
#include <cstring>

namespace mpcrt {

std::string quote(std::string_view text) {
  constexpr size_t longest = 80;
  std::string result = "'";
  for (unsigned char c : text.substr(0, longest)) {
    if (c < 0x20 || c == 0x7f)
      result += fmt::format("\\x{:02x}", c);
    else
      result += static_cast<char>(c);
  }
  return result + (text.size() > longest ? "…'" : "'");
}

std::string quoteList(const std::vector<std::string> &names) {
  constexpr size_t most = 8;
  if (names.empty())
    return "none";
  std::string result;
  size_t shown = std::min(names.size(), most);
  for (size_t i = 0; i < shown; ++i)
    result += (i ? ", " : "") + quote(names[i]);
  if (names.size() > shown)
    result += fmt::format(" and {} more", names.size() - shown);
  return result;
}

std::string osReason(int error) {
  std::string text = std::strerror(error);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z')
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

} // namespace mpcrt
