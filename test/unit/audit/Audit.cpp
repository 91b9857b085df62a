//===- Audit.cpp - what every op of the dialect answers -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Prints one line per registered op: its name, the interfaces it implements,
// what else holds of it, and how many gradient cases and rows of corners there
// are. test/ops/audit.py judges the list.
//
//===----------------------------------------------------------------------===//

#include "../numeric/Cases.h"
#include "../numeric/CornerCases.h"
#include "../numeric/RandomGraph.h"

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
  std::vector<Corner> corners = allCorners();
  std::vector<std::string> random = randomOps();
  std::map<std::string, std::string> plain = opsWithoutCorners();
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
    if (op.hasTrait<mpc::MadeByPasses>())
      llvm::outs() << " made_by_passes";
    if (llvm::is_contained(random, op.stripDialect()))
      llvm::outs() << " random";
    if (plain.count(op.stripDialect().str()))
      llvm::outs() << " no_corners";
    llvm::outs() << " corners="
                 << llvm::count_if(corners, [&](const Corner &c) {
                      return c.op == op.stripDialect();
                    });
    std::string mention = op.getStringRef().str() + " ";
    llvm::outs() << " gradient_cases="
                 << llvm::count_if(cases,
                                   [&](const Case &c) {
                                     return c.body.find(mention) !=
                                            std::string::npos;
                                   })
                 << "\n";
  }
  return 0;
}
