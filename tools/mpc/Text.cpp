//===- Text.cpp - numbers and names as people read them -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace mpc::tool {

namespace {

/// Levenshtein's distance.
size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i + 1);
    for (size_t j = 0; j < b.size(); ++j) {
      size_t replaced = diagonal + (a[i] != b[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

/// Escapes control characters but those of `kept`.
std::string escape(std::string_view text, std::string_view kept) {
  std::string result;
  for (char c : text) {
    auto code = static_cast<unsigned char>(c);
    bool control = code < 0x20 || code == 0x7f;
    if (control && kept.find(c) == std::string_view::npos)
      result += fmt::format("\\x{:02x}", code);
    else
      result += c;
  }
  return result;
}

} // namespace

std::string describeBytes(double bytes) {
  if (bytes < 1e3)
    return fmt::format("{:.0f} B", bytes);
  if (bytes < 999.5e3)
    return fmt::format("{:.{}f} kB", bytes / 1e3, bytes < 9.95e3 ? 1 : 0);
  if (bytes < 999.5e6)
    return fmt::format("{:.1f} MB", bytes / 1e6);
  return fmt::format("{:.2f} GB", bytes / 1e9);
}

std::string describeDuration(double seconds) {
  if (!(seconds < 1e7))
    return "-:--";
  auto whole = static_cast<int64_t>(std::ceil(seconds));
  if (whole < 3600)
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60,
                     whole % 60);
}

std::string groupDigits(int64_t number) {
  std::string digits = fmt::format("{}", number);
  for (auto at = static_cast<int64_t>(digits.size()) - 3;
       at > (number < 0 ? 1 : 0); at -= 3)
    digits.insert(static_cast<size_t>(at), ",");
  return digits;
}

std::string describeRate(double number) {
  if (!(number < 1e15))
    return "-";
  double unit =
      number < 1000 ? 1 : std::pow(10, std::floor(std::log10(number)) - 2);
  return groupDigits(std::llround(number / unit) * static_cast<int64_t>(unit));
}

std::string describeSmall(double number) {
  if (number == 0 || std::abs(number) >= 0.01)
    return fmt::format("{:.3g}", number);
  int exponent = static_cast<int>(std::floor(std::log10(std::abs(number))));
  double mantissa = number / std::pow(10.0, exponent);
  if (std::abs(mantissa) >= 9.95) {
    mantissa /= 10;
    ++exponent;
  }
  return fmt::format("{:.1f}e{}", mantissa, exponent);
}

std::string describeNumber(double value) {
  return std::isnan(value)   ? "nan"
         : std::isinf(value) ? "infinite"
                             : fmt::format("{:.4g}", value);
}

std::string suggest(std::string_view word,
                    const std::vector<std::string> &candidates) {
  size_t best = std::max<size_t>(2, word.size() / 3) + 1;
  std::string nearest;
  for (const std::string &candidate : candidates)
    if (size_t distance = editDistance(word, candidate); distance < best) {
      best = distance;
      nearest = candidate;
    }
  return nearest.empty() ? "." : fmt::format(", did you mean '{}'?", nearest);
}

std::string printable(std::string_view text) { return escape(text, ""); }

std::string printableLines(std::string_view text) {
  return escape(text, "\n\t");
}

std::string listNames(const std::vector<std::string> &names) {
  std::string text;
  for (size_t i = 0; i < names.size(); ++i) {
    const char *separator = i == 0                  ? ""
                            : i + 1 == names.size() ? " and "
                                                    : ", ";
    text += fmt::format("{}'{}'", separator, names[i]);
  }
  return text.empty() ? "none" : text;
}

} // namespace mpc::tool
