//===- Messages.cpp - what the compiler says, taken apart -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Messages.h"

#include "mpc/IR/Names.h"

using namespace mlir;

namespace mpc {

using Kind = CompileMessage::Kind;

CompileMessage makeMessage(Kind kind, std::string text) {
  CompileMessage message;
  message.kind = kind;
  message.text = std::move(text);
  return message;
}

CompileMessage makeMessage(Diagnostic &diagnostic) {
  constexpr Kind kKinds[] = {Kind::note, Kind::warning, Kind::error,
                             Kind::remark};
  CompileMessage message =
      makeMessage(kKinds[static_cast<unsigned>(diagnostic.getSeverity())],
                  diagnostic.str());
  if (FileLineColRange place = findFile(diagnostic.getLocation())) {
    message.file = place.getFilename().str();
    message.line = place.getStartLine();
    message.column = place.getStartColumn();
  }
  for (Diagnostic &note : diagnostic.getNotes())
    message.notes.push_back(makeMessage(note));
  return message;
}

void print(llvm::raw_ostream &out, const CompileMessage &message) {
  constexpr StringRef kKinds[] = {"error", "warning", "note", "remark"};
  if (!message.file.empty())
    out << message.file << ":" << message.line << ": ";
  out << kKinds[static_cast<unsigned>(message.kind)] << ": " << message.text
      << "\n";
  for (const CompileMessage &note : message.notes)
    print(out, note);
}

} // namespace mpc
