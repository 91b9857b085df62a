//===- LossScale.cpp - what the loss is scaled by -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LossScale.h"

#include "mpc/Passes.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"

#include <cmath>
#include <limits>
#include <optional>

namespace mpc {

namespace {

/// A number, in decimal or as a power of two: `65536`, `1e4`, `2^16`.
std::optional<double> readNumber(llvm::StringRef text) {
  double value;
  int exponent;
  if (text.consume_front("2^"))
    return text.getAsInteger(10, exponent)
               ? std::nullopt
               : std::optional(std::ldexp(1.0, exponent));
  return text.getAsDouble(value) ? std::nullopt : std::optional(value);
}

/// One key of `dynamic`, and what a user may set. Values are judged as the step
/// will hold them: those of the scale in f32.
struct Key {
  llvm::StringRef name;
  double LossScale::*member;
  llvm::StringRef expects;
  bool (*isAllowed)(float);
  bool isWhole = false;
};

bool isPositive(float x) {
  return x > 0 && x <= std::numeric_limits<float>::max();
}
/// The step multiplies by 1 / x.
bool isScale(float x) { return isPositive(x) && isPositive(1 / x); }
bool isGrowth(float x) { return isPositive(x) && x > 1; }
bool isBackoff(float x) { return x > 0 && x < 1; }
bool isCount(float x) {
  constexpr float kMost = 1 << 30;
  return x >= 1 && x <= kMost;
}
bool isFloor(float x) { return x == 0 || isScale(x); }

constexpr llvm::StringLiteral kExpectsScale =
    "a number above 0 and finite in f32, as is 1 over it";

constexpr Key kKeys[] = {
    {"init", &LossScale::init, kExpectsScale, isScale},
    {"growth", &LossScale::growth, "a number above 1 and finite in f32",
     isGrowth},
    {"backoff", &LossScale::backoff, "a number between 0 and 1", isBackoff},
    {"interval", &LossScale::interval, "a whole number from 1 to 2^30", isCount,
     true},
    {"floor", &LossScale::floor, "0 or such a number as 'init'", isFloor},
    {"cap", &LossScale::cap, kExpectsScale, isScale},
    {"hysteresis", &LossScale::hysteresis, "a whole number from 1 to 2^30",
     isCount, true},
};

/// Reads `key=value` into `scale`; returns what is wrong with it.
std::string parseEntry(llvm::StringRef entry, LossScale &scale,
                       llvm::StringSet<> &given) {
  auto [name, text] = entry.split('=');
  if (text.empty())
    return llvm::formatv("expects key=value, but got '{0}'", entry);
  const Key *key = llvm::find_if(
      kKeys, [name = name](const Key &key) { return key.name == name; });
  if (key == std::end(kKeys)) {
    auto names =
        llvm::map_range(kKeys, [](const Key &key) { return key.name; });
    return llvm::formatv("a dynamic loss scale has no '{0}', expects {1}", name,
                         llvm::join(names, ", "));
  }
  if (!given.insert(name).second)
    return llvm::formatv("'{0}' is given twice", name);
  std::optional<double> value = readNumber(text);
  bool isWhole = value && std::trunc(*value) == *value;
  if (!value || !key->isAllowed(static_cast<float>(*value)) ||
      (key->isWhole && !isWhole))
    return llvm::formatv("expects '{0}' to be {1}, but got '{2}'", name,
                         key->expects, text);
  scale.*key->member = *value;
  return "";
}

std::string print(double number) {
  std::string text;
  llvm::raw_string_ostream(text) << llvm::format("%.9g", number);
  return text;
}

std::string parseDynamic(llvm::StringRef text, LossScale &scale) {
  if (!text.consume_front(":"))
    return "";
  llvm::StringSet<> given;
  llvm::SmallVector<llvm::StringRef> entries;
  text.split(entries, ',');
  for (llvm::StringRef entry : entries)
    if (std::string error = parseEntry(entry, scale, given); !error.empty())
      return error;
  if (scale.floor <= scale.init && scale.init <= scale.cap)
    return "";
  return llvm::formatv("expects 'init' to be in 'floor' .. 'cap', but got {0} "
                       "and {1} .. {2}",
                       print(scale.init), print(scale.floor), print(scale.cap));
}

} // namespace

LossScale LossScale::parse(llvm::StringRef text) {
  LossScale scale;
  if (text == "none")
    return scale;
  if (llvm::StringRef rest = text;
      rest.consume_front("dynamic") && (rest.empty() || rest.front() == ':')) {
    scale.mode = Mode::Dynamic;
    scale.error = parseDynamic(rest, scale);
    return scale;
  }
  std::optional<double> value = readNumber(text);
  scale.mode = Mode::Static;
  if (!value)
    scale.error = llvm::formatv(
        "unknown loss scale '{0}', expects none, dynamic or a number", text);
  else if (!isScale(static_cast<float>(*value)))
    scale.error = llvm::formatv("expects a loss scale to be {0}, but got '{1}'",
                                kExpectsScale, text);
  else
    scale.init = *value;
  return scale;
}

std::string findLossScaleError(llvm::StringRef text) {
  return LossScale::parse(text).error;
}

} // namespace mpc
