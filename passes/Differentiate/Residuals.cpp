//===- Residuals.cpp - names what the adjoint reads -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Residuals.h"

#include "mpc/IR/Names.h"

#include "mlir/IR/Remarks.h"

#include "llvm/ADT/StringSet.h"

using namespace mlir;

namespace mpc {

namespace {

/// Returns true if `op` belongs to the forward pass and the adjoint reads one
/// of its results. Constants are kept anyway.
bool isResidual(Operation &op) {
  if (op.hasAttr(kAdjointAttr) || op.hasTrait<OpTrait::ConstantLike>())
    return false;
  return llvm::any_of(op.getUsers(), [](Operation *user) {
    return user->hasAttr(kAdjointAttr);
  });
}

std::string makeUnique(const std::string &name, llvm::StringSet<> &taken) {
  std::string unique = name;
  for (unsigned i = 2; !taken.insert(unique).second; ++i)
    unique = name + "#" + std::to_string(i);
  return unique;
}

} // namespace

unsigned nameResiduals(func::FuncOp func) {
  llvm::StringSet<> taken;
  for (Operation &op : func.getBody().getOps()) {
    if (!isResidual(op))
      continue;
    std::string name = makeUnique(describeOp(&op), taken);
    op.setAttr(kResidualAttr, StringAttr::get(op.getContext(), name));
    remark::analysis(op.getLoc(), remark::RemarkOpts::name("residual")
                                      .category("mpc-differentiate")
                                      .function(func.getName()))
        << remark::metric("name", name)
        << remark::metric("type", op.getResult(0).getType());
  }
  return taken.size();
}

} // namespace mpc
