//===- Pipelines.h - the order of compilation -----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PIPELINES_H
#define MPC_PIPELINES_H

#include "mlir/IR/DialectRegistry.h"
#include "mlir/Pass/PassOptions.h"
#include "mlir/Pass/PassManager.h"

namespace mpc {

/// What the passes of the pipeline may be told.
struct PipelineOptions : mlir::PassPipelineOptions<PipelineOptions> {
  Option<std::string> format{*this, "format", llvm::cl::desc("f32 or f64"),
                             llvm::cl::init("f32")};
  Option<std::string> optimizer{
      *this, "optimizer", llvm::cl::desc("name[:constant=value,...]"),
      llvm::cl::init("adamw")};
  Option<bool> fusion{*this, "fusion",
                      llvm::cl::desc("gather several ops into one kernel"),
                      llvm::cl::init(true)};
};

/// The steps that rewrite the IR, in order.
enum class Step { Graph, Step, Kernels, Loops, Buffers };

/// Adds the passes of one step.
void buildStep(Step step, mlir::OpPassManager &pm,
               const PipelineOptions &options);

/// Registers every dialect that a model, or a step of it, may hold.
void registerDialects(mlir::DialectRegistry &registry);

/// Registers every pass, and the pipeline `mpc-pipeline` of all steps.
void registerPasses();

} // namespace mpc

#endif // MPC_PIPELINES_H
