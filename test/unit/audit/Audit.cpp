//===- Audit.cpp - what every op of the dialect answers -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Prints one line per registered op: its name, the interfaces it implements,
// what else holds of it, how many rows of corners it has, and of how many
// shapes its gradient is tested. test/ops/audit.py judges the list.
//
//===----------------------------------------------------------------------===//

#include "../numeric/Cases.h"
#include "../numeric/CornerCases.h"
#include "../numeric/RandomGraph.h"

#include "mpc/IR/Mpc.h"
#include "mpc/Pipelines.h"

#include "mlir/IR/MLIRContext.h"

#include "llvm/Support/raw_ostream.h"

#include <set>

using namespace mlir;

/// Operands at which the gradient of an op is tested.
static std::set<std::vector<Shape>> shapesOf(const std::string &op,
                                             const std::vector<Case> &cases) {
  std::set<std::vector<Shape>> shapes;
  for (const Case &c : cases)
    if (c.body.find(op + " ") != std::string::npos)
      shapes.insert(c.parameters);
  return shapes;
}

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
    std::set<std::vector<Shape>> shapes =
        shapesOf(op.getStringRef().str(), cases);
    auto hasDim = [&](int64_t size) {
      return llvm::any_of(shapes, [&](const std::vector<Shape> &operands) {
        return llvm::any_of(operands, [&](const Shape &shape) {
          return llvm::is_contained(shape, size);
        });
      });
    };
    for (int64_t size : {0, 1})
      if (hasDim(size))
        llvm::outs() << " has_dim_" << size;
    llvm::outs() << " gradient_shapes=" << shapes.size() << "\n";
  }
  return 0;
}
