//===- CodeBuilder.h - an IRBuilder that knows its loops --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_HOST_CODEBUILDER_H
#define MPC_LIB_CODEGEN_HOST_CODEBUILDER_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/IR/IRBuilder.h"

namespace mpc::host {

using Values = llvm::SmallVector<llvm::Value *, 8>;

/// Builds loops around the insertion point, which is always at the end of a
/// block, and can insert in front of any of the open ones. The function itself
/// has depth 0, a value in the body of the n-th open scope depth n.
class CodeBuilder : public llvm::IRBuilder<> {
public:
  explicit CodeBuilder(llvm::Function *function);

  int getDepth() const { return scopes.size() - 1; }

  /// Changes whenever the scope at `depth` is another one.
  unsigned getSerial(int depth) const { return scopes[depth].serial; }
  bool isOpen(int depth, unsigned serial) const {
    return depth <= getDepth() && scopes[depth].serial == serial;
  }

  /// Inserts at `depth` until the guard dies.
  [[nodiscard]] std::unique_ptr<InsertPointGuard> insertAt(int depth);

  /// Straight-line code whose values are forgotten at its end.
  void enterScope() { scopes.push_back({nullptr, nextSerial++}); }
  void leaveScope() { scopes.pop_back(); }

  /// A loop from `from` below `to` by `step`, which runs at least once; returns
  /// what `body` carried around last.
  using LoopBody = llvm::function_ref<Values(llvm::Value *index,
                                             llvm::ArrayRef<llvm::Value *>)>;
  Values buildLoop(llvm::Value *from, llvm::Value *to, int64_t step,
                   llvm::ArrayRef<llvm::Value *> initial, LoopBody body);
  void buildLoop(llvm::Value *from, llvm::Value *to, int64_t step,
                 llvm::function_ref<void(llvm::Value *index)> body);

  /// The same for a known number of rounds from 0; no loop for a single one.
  Values buildCountedLoop(int64_t to, int64_t step,
                          llvm::ArrayRef<llvm::Value *> initial, LoopBody body);

  /// Runs `body` if `condition` holds; returns its values, or `otherwise`.
  Values buildIf(llvm::Value *condition,
                 llvm::ArrayRef<llvm::Value *> otherwise,
                 llvm::function_ref<Values()> body);
  void buildIf(llvm::Value *condition, llvm::function_ref<void()> body);

  llvm::Value *index(int64_t value) { return getInt64(value); }
  llvm::Value *minimum(llvm::Value *x, llvm::Value *y);

  /// `x * factor + y`.
  llvm::Value *multiplyAdd(llvm::Value *x, int64_t factor, llvm::Value *y);

  /// `pointer` moved by `bytes`.
  llvm::Value *advance(llvm::Value *pointer, llvm::Value *bytes);
  llvm::Value *advance(llvm::Value *pointer, int64_t bytes) {
    return bytes ? advance(pointer, getInt64(bytes)) : pointer;
  }

private:
  struct Scope {
    llvm::Instruction
        *before; ///< the jump into it; null for straight-line code
    unsigned serial;
  };

  llvm::SmallVector<Scope> scopes;
  unsigned nextSerial = 0;
};

} // namespace mpc::host

#endif // MPC_LIB_CODEGEN_HOST_CODEBUILDER_H
