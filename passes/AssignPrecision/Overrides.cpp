//===- Overrides.cpp - what the user decides ------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Overrides.h"

#include "mpc/IR/Names.h"
#include "mpc/Passes.h"

#include "llvm/Support/FormatVariadic.h"

using namespace mlir;

namespace mpc {

std::string Overrides::parse(ArrayRef<std::string> texts) {
  for (const std::string &text : texts) {
    // Names may contain an equals sign, formats do not.
    auto [glob, name] = StringRef(text).rsplit('=');
    if (glob.size() == text.size() || glob.empty())
      return llvm::formatv("expects PATTERN=FORMAT to keep, but got '{0}'",
                           text);
    std::optional<Format> format = symbolizeFormat(name);
    if (!format)
      return llvm::formatv("unknown format '{0}' to keep '{1}' in, expects "
                           "f32, tf32, bf16 or f16",
                           name, glob);
    auto pattern = llvm::GlobPattern::create(glob);
    if (!pattern)
      return llvm::formatv("expects a glob to keep, but got '{0}' ({1})", glob,
                           llvm::toString(pattern.takeError()));
    overrides.push_back({text, std::move(*pattern), *format});
  }
  return "";
}

const Override *Overrides::find(Operation *op) {
  const Override *found = nullptr;
  for (Override &candidate : overrides) {
    if (!candidate.pattern.match(describeOp(op)) &&
        !candidate.pattern.match(makeLabel(op)))
      continue;
    candidate.matched = true;
    found = &candidate;
  }
  return found;
}

std::string findKeepError(ArrayRef<std::string> texts) {
  return Overrides().parse(texts);
}

} // namespace mpc
