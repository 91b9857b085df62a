//===- Names.cpp - what people call an op ---------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/IR/Names.h"

using namespace mlir;

namespace mpc {

StringRef findName(Location loc) {
  if (auto name = dyn_cast<NameLoc>(loc))
    return name.getName();
  if (auto call = dyn_cast<CallSiteLoc>(loc))
    return findName(call.getCallee());
  if (auto fused = dyn_cast<FusedLoc>(loc))
    for (Location part : fused.getLocations())
      if (StringRef name = findName(part); !name.empty())
        return name;
  return "";
}

FileLineColRange findFile(Location loc) {
  if (auto file = dyn_cast<FileLineColRange>(loc))
    return file;
  if (auto name = dyn_cast<NameLoc>(loc))
    return findFile(name.getChildLoc());
  if (auto call = dyn_cast<CallSiteLoc>(loc))
    return findFile(call.getCallee());
  if (auto fused = dyn_cast<FusedLoc>(loc))
    for (Location part : fused.getLocations())
      if (FileLineColRange file = findFile(part))
        return file;
  return {};
}

unsigned findLine(Location loc) {
  FileLineColRange file = findFile(loc);
  return file ? file.getStartLine() : 0;
}

void setOrigin(Operation *op, StringRef composite) {
  if (!op->hasAttr(kOriginAttr))
    op->setAttr(kOriginAttr, StringAttr::get(op->getContext(), composite));
}

std::string describeOp(Operation *op) {
  if (StringRef name = findName(op->getLoc()); !name.empty())
    return name.str();
  std::string text = op->getName().stripDialect().str();
  if (auto origin = op->getAttrOfType<StringAttr>(kOriginAttr))
    text = origin.getValue().str();
  if (unsigned line = findLine(op->getLoc()))
    text += ":" + std::to_string(line);
  return text;
}

std::string makeLabel(Operation *op) {
  std::string label = describeOp(op);
  return op->hasAttr(kAdjointAttr) ? "adjoint of " + label : label;
}

} // namespace mpc
