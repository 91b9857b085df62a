//===- mpc-opt.cpp - runs passes over text --------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/Pipelines.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"

using namespace mlir;

int main(int argc, char **argv) {
  DialectRegistry registry;
  mpc::registerDialects(registry);
  registry.insert<scf::SCFDialect, vector::VectorDialect>();
  mpc::registerPasses();
  return asMainReturnCode(
      MlirOptMain(argc, argv, "mpc's pass driver\n", registry));
}
