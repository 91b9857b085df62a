//===- Text.cpp - C++ text in nested scopes ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Text.h"

namespace mpc::cuda {

void Text::open(const llvm::Twine &header) {
  scopes.push_back({header.str(), "", nextSerial++});
}

void Text::line(int depth, const llvm::Twine &text) {
  scopes[depth].text += std::string(2 * depth, ' ') + text.str() + "\n";
}

void Text::close(const llvm::Twine &footer) {
  Scope scope = scopes.pop_back_val();
  line(scope.header + " {");
  scopes.back().text += scope.text;
  line("}" + footer);
}

} // namespace mpc::cuda
