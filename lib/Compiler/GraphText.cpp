//===- GraphText.cpp - a graph as people write models ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Graph.h"

#include "mpc/IR/Mpc.h"
#include "mpc/IR/Names.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace mpc {

/// Locations that name what people named. Arguments are named by their roles,
/// for the printer to call them so.
static void keepNamesOnly(func::FuncOp func) {
  Location unknown = UnknownLoc::get(func.getContext());
  func.walk([&](Operation *op) {
    StringRef name = findName(op->getLoc());
    op->setLoc(name.empty()
                   ? unknown
                   : NameLoc::get(StringAttr::get(op->getContext(), name)));
  });
  for (BlockArgument argument : func.getArguments())
    for (StringRef role : {kParamAttr, kInputAttr, kStateAttr})
      if (auto name =
              func.getArgAttrOfType<StringAttr>(argument.getArgNumber(), role))
        argument.setLoc(NameLoc::get(name));
}

/// The end of the string that starts at `at`, or of what is in brackets.
static size_t skip(StringRef text, size_t at) {
  bool isString = text[at] == '"';
  for (++at; at < text.size(); ++at) {
    if (text[at] == (isString ? '"' : ')'))
      return at + 1;
    if (isString && text[at] == '\\')
      ++at;
    else if (!isString && text[at] == '"')
      at = skip(text, at) - 1;
  }
  return at;
}

/// MLIR says of all or of nothing where it comes from. What is unknown is left
/// out, and in the line of a function all.
static std::string dropLocations(StringRef line) {
  bool dropsAll = line.starts_with("func.func");
  std::string kept;
  for (size_t at = 0; at < line.size();) {
    size_t end = at + 1;
    if (line[at] == '"') {
      end = skip(line, at);
    } else if (line.substr(at).starts_with(" loc(")) {
      end = skip(line, at + 4);
      if (dropsAll || line.slice(at, end) == " loc(unknown)") {
        at = end;
        continue;
      }
    }
    kept += line.slice(at, end);
    at = end;
  }
  return kept;
}

std::string Graph::print() const {
  OwningOpRef<ModuleOp> clone = cloneModel();
  if (!clone)
    return "";
  std::string text;
  llvm::raw_string_ostream out(text);
  for (auto func : clone->getOps<func::FuncOp>()) {
    keepNamesOnly(func);
    std::string printed;
    llvm::raw_string_ostream stream(printed);
    func.print(stream, OpPrintingFlags()
                           .enableDebugInfo()
                           .useLocalScope()
                           .printNameLocAsPrefix());
    out << (text.empty() ? "" : "\n");
    for (StringRef line : llvm::split(printed, '\n'))
      out << dropLocations(line) << "\n";
  }
  return text;
}

} // namespace mpc
