//===- Audit.cpp - what every op of the dialect answers -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Prints one line per registered op: its name, the interfaces it implements and
// the number of gradient cases that use it. test/ops/audit.py judges the list.
//
//===----------------------------------------------------------------------===//

#include "../numeric/Cases.h"

#include "mpc/IR/Mpc.h"
#include "mpc/Pipelines.h"

#include "mlir/IR/MLIRContext.h"

#include "llvm/Support/raw_ostream.h"

using namespace mlir;

int main() {
  DialectRegistry registry;
  mpc::registerDialects(registry);
  MLIRContext context(registry);
  context.loadDialect<mpc::MpcDialect>();
  std::vector<Case> cases = allCases();
  for (RegisteredOperationName op : context.getRegisteredOperations()) {
    if (op.getDialectNamespace() != "mpc")
      continue;
    llvm::outs() << op.stripDialect();
    if (op.hasInterface<mpc::PrecisionOpInterface>())
      llvm::outs() << " precision";
    if (op.hasInterface<mpc::FusableOpInterface>())
      llvm::outs() << " fusable";
    if (op.hasInterface<mpc::LowerableOpInterface>())
      llvm::outs() << " lowerable";
    if (op.hasInterface<mpc::DifferentiableOpInterface>())
      llvm::outs() << " differentiable";
    if (op.hasTrait<mpc::NotDifferentiable>())
      llvm::outs() << " not_differentiable";
    std::string mention = op.getStringRef().str() + " ";
    llvm::outs() << " gradient_cases="
                 << llvm::count_if(cases, [&](const Case &c) {
                      return c.body.find(mention) != std::string::npos;
                    })
                 << "\n";
  }
  return 0;
}
