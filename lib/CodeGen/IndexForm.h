//===- IndexForm.h - how an index follows from the axes ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_INDEXFORM_H
#define MPC_LIB_CODEGEN_INDEXFORM_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

#include <map>
#include <set>

namespace mpc::code {

/// An index of an element that is read at a computed place: a constant, plus a
/// step for each move along some axes, plus maybe what is known only when it is
/// computed, from data or in another way from other axes.
struct IndexForm {
  int64_t constant = 0;
  std::map<int, int64_t> steps; ///< none of 0
  std::set<int> others;         ///< axes on which what is computed depends
  bool isAffine = true;         ///< nothing else is computed

  static IndexForm ofAxis(int axis) { return {0, {{axis, 1}}, {}, true}; }

  int64_t getStep(int axis) const {
    auto it = steps.find(axis);
    return it == steps.end() ? 0 : it->second;
  }

  /// Adds `factor` times `other`.
  void add(const IndexForm &other, int64_t factor);
};

/// The form of `index`, a value of `op`'s body; `axisForm` gives that of an
/// axis of its loops, `loops`.
IndexForm findIndexForm(mlir::Value index, mlir::linalg::GenericOp op,
                        llvm::ArrayRef<int> loops,
                        llvm::function_ref<IndexForm(int axis)> axisForm);

} // namespace mpc::code

#endif // MPC_LIB_CODEGEN_INDEXFORM_H
