//===- Pipelines.h - the order of compilation -----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PIPELINES_H
#define MPC_PIPELINES_H

#include "mlir/IR/DialectRegistry.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassOptions.h"

namespace mpc {

/// What the passes of the pipeline may be told.
struct PipelineOptions : mlir::PassPipelineOptions<PipelineOptions> {
  Option<std::string> target{*this, "target",
                             llvm::cl::desc("host, or cuda[:...]"),
                             llvm::cl::init("host")};
  Option<std::string> format{*this, "format",
                             llvm::cl::desc("f16, bf16, tf32, f32 or f64"),
                             llvm::cl::init("f16")};
  Option<std::string> policy{
      *this, "policy", llvm::cl::desc("what is stored low: amp, O0 to O3"),
      llvm::cl::init("amp")};
  ListOption<std::string> keep{
      *this, "keep", llvm::cl::desc("PATTERN=FORMAT, beats policies")};
  Option<std::string> casts{*this, "casts", llvm::cl::desc("fused or strict"),
                            llvm::cl::init("fused")};
  Option<std::string> lossScale{
      *this, "loss-scale",
      llvm::cl::desc("none, a number, or dynamic[:key=value,...]; by default "
                     "dynamic for f16 and none for all others"),
      llvm::cl::init("")};
  Option<std::string> math{
      *this, "math",
      llvm::cl::desc("exact or fast: exp, log, rsqrt as the GPU has them"),
      llvm::cl::init("exact")};
  Option<std::string> optimizer{*this, "optimizer",
                                llvm::cl::desc("name[:constant=value,...]"),
                                llvm::cl::init("adamw")};
  ListOption<std::string> groups{
      *this, "groups",
      llvm::cl::desc("PATTERN:KEY[=VALUE],... for some parameters only")};
  Option<double> clipNorm{
      *this, "clip-norm",
      llvm::cl::desc("norm that gradients are clipped to; 0 clips nothing"),
      llvm::cl::init(0)};
  Option<int64_t> microBatches{*this, "micro-batches",
                               llvm::cl::desc("batches that make one step"),
                               llvm::cl::init(1)};
  Option<bool> fusion{*this, "fusion",
                      llvm::cl::desc("gather several ops into one kernel"),
                      llvm::cl::init(true)};
};

/// The steps that rewrite the IR, in order.
enum class Step { Graph, Step, Precision, Mixed, Kernels, Loops, Buffers };

/// Adds the passes of one step.
void buildStep(Step step, mlir::OpPassManager &pm,
               const PipelineOptions &options);

/// Registers every dialect that a model, or a step of it, may hold.
void registerDialects(mlir::DialectRegistry &registry);

/// Registers every pass, and the pipeline `mpc-pipeline` of all steps.
void registerPasses();

} // namespace mpc

#endif // MPC_PIPELINES_H
