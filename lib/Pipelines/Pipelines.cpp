//===- Pipelines.cpp - the order of compilation ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/Pipelines.h"

#include "mpc/IR/Mpc.h"
#include "mpc/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/Extensions/InlinerExtension.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;

namespace mpc {

namespace {

/// In f64 every value is f64, and nothing is left to decide.
bool isWide(const PipelineOptions &options) { return options.format == "f64"; }

void buildGraph(OpPassManager &pm, const PipelineOptions &options) {
  // Helpers that models share between entry functions become part of each.
  pm.addPass(createInlinerPass());
  pm.addPass(createSymbolDCEPass());
  pm.addPass(createConvertFormatPass({isWide(options) ? "f64" : "f32"}));
  // After formats are known, so that constants have their digits.
  pm.addPass(createPrepareModelPass());
  pm.addPass(createCanonicalizerPass());
  pm.addNestedPass<func::FuncOp>(createNormalizeLayoutPass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

/// Only f16 has too few exponents for gradients as they are.
std::string getLossScale(const PipelineOptions &options) {
  if (!options.lossScale.empty())
    return options.lossScale;
  return options.format == "f16" ? "dynamic" : "none";
}

void buildTrainingStep(OpPassManager &pm, const PipelineOptions &options) {
  pm.addPass(createGroupParametersPass({llvm::to_vector(options.groups)}));
  DifferentiatePassOptions differentiate;
  differentiate.seed = getLossScale(options) != "none";
  pm.addPass(createDifferentiatePass(differentiate));
  pm.addPass(createAttachOptimizerPass({options.optimizer, options.clipNorm}));
  pm.addPass(createBuildInitPass());
  pm.addNestedPass<func::FuncOp>(createExpandCompositesPass());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

void buildPrecision(OpPassManager &pm, const PipelineOptions &options) {
  if (!isWide(options))
    pm.addPass(createAssignPrecisionPass(
        {options.policy, options.format, llvm::to_vector(options.keep)}));
}

void buildMixed(OpPassManager &pm, const PipelineOptions &options) {
  pm.addPass(createInsertCastsPass());
  pm.addPass(createScaleLossPass({getLossScale(options)}));
  if (options.microBatches > 1)
    pm.addPass(createAccumulateGradientsPass({options.microBatches}));
  pm.addNestedPass<func::FuncOp>(
      createSimplifyCastsPass({options.casts, options.fusion}));
}

bool isCuda(const PipelineOptions &options) {
  return StringRef(options.target).starts_with("cuda");
}

void buildKernels(OpPassManager &pm, const PipelineOptions &options) {
  // The last block of a launch to finish can know that it is: tasks of the host
  // cannot, and reading again what a cache still holds is cheap there.
  bool trailing = isCuda(options);
  pm.addNestedPass<func::FuncOp>(
      createFormKernelsPass({options.fusion, trailing}));
}

void buildLoops(OpPassManager &pm, const PipelineOptions &options) {
  pm.addNestedPass<func::FuncOp>(createLowerKernelsPass());
  // The host has no short forms.
  bool fast = options.math == "fast" && isCuda(options);
  pm.addNestedPass<func::FuncOp>(createExpandMathPass({fast}));
  // No CSE here: two equal copy kernels have two destinations.
}

} // namespace

void buildStep(Step step, OpPassManager &pm, const PipelineOptions &options) {
  switch (step) {
  case Step::Graph:
    return buildGraph(pm, options);
  case Step::Step:
    return buildTrainingStep(pm, options);
  case Step::Precision:
    return buildPrecision(pm, options);
  case Step::Mixed:
    return buildMixed(pm, options);
  case Step::Kernels:
    return buildKernels(pm, options);
  case Step::Loops:
    return buildLoops(pm, options);
  case Step::Buffers:
    pm.addPass(createPlanBuffersPass());
    return;
  }
}

void registerDialects(DialectRegistry &registry) {
  registry.insert<MpcDialect, arith::ArithDialect, func::FuncDialect,
                  linalg::LinalgDialect, LLVM::LLVMDialect, math::MathDialect,
                  tensor::TensorDialect>();
  func::registerInlinerExtension(registry);
}

void registerPasses() {
  registerMpcPasses();
  registerInlinerPass();
  registerCanonicalizerPass();
  registerCSEPass();
  registerSymbolDCEPass();
  PassPipelineRegistration<PipelineOptions>(
      "mpc-pipeline", "all steps, from a model to planned buffers",
      [](OpPassManager &pm, const PipelineOptions &options) {
        for (Step step : {Step::Graph, Step::Step, Step::Precision, Step::Mixed,
                          Step::Kernels, Step::Loops, Step::Buffers})
          buildStep(step, pm, options);
      });
}

} // namespace mpc
