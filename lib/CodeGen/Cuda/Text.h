//===- Text.h - C++ text in nested scopes -----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_CUDA_TEXT_H
#define MPC_LIB_CODEGEN_CUDA_TEXT_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/Twine.h"

#include <string>

namespace mpc::cuda {

/// Text that grows at the end of every scope that is open: what is added to an
/// outer one stands before the inner one that is being written.
class Text {
public:
  Text() { scopes.push_back({"", "", 0}); }

  /// Number of open scopes but the outermost.
  int getDepth() const { return scopes.size() - 1; }

  /// Opens a scope that begins with `header` and an open brace.
  void open(const llvm::Twine &header);

  /// Closes the innermost scope; `footer` follows the brace.
  void close(const llvm::Twine &footer = "");

  /// Adds a line to the innermost scope or to that of `depth`.
  void line(const llvm::Twine &text) { line(getDepth(), text); }
  void line(int depth, const llvm::Twine &text);

  /// Is the scope at `depth` still the one that had this serial number?
  bool isOpen(int depth, unsigned serial) const {
    return depth <= getDepth() && scopes[depth].serial == serial;
  }
  unsigned getSerial(int depth) const { return scopes[depth].serial; }

  /// The text of a finished outermost scope.
  const std::string &str() const { return scopes.front().text; }

private:
  struct Scope {
    std::string header, text;
    unsigned serial;
  };
  llvm::SmallVector<Scope> scopes;
  unsigned nextSerial = 1;
};

} // namespace mpc::cuda

#endif // MPC_LIB_CODEGEN_CUDA_TEXT_H
