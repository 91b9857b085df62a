//===- Jit.cpp - an expansion as a function over buffers ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Jit.h"

#include "mpc/Passes.h"

#include "mlir/Conversion/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h"
#include "llvm/Support/TargetSelect.h"

using namespace mlir;

namespace mpc::test {

static Value load(ImplicitLocOpBuilder &b, Type type, Value buffer, Value i) {
  if (auto vector = dyn_cast<VectorType>(type))
    return vector::LoadOp::create(b, vector, buffer, ValueRange{i});
  return memref::LoadOp::create(b, buffer, ValueRange{i});
}

static void store(ImplicitLocOpBuilder &b, Value value, Value buffer, Value i) {
  if (isa<VectorType>(value.getType()))
    vector::StoreOp::create(b, value, buffer, ValueRange{i});
  else
    memref::StoreOp::create(b, value, buffer, ValueRange{i});
}

/// func @run(x, y, result): result[i] = body(x[i], y[i]).
static OwningOpRef<ModuleOp> buildModule(MLIRContext &context, Body body,
                                         int64_t lanes) {
  OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(&context));
  ImplicitLocOpBuilder b(module->getLoc(), module->getBodyRegion());
  Type type = b.getF32Type();
  auto buffer = MemRefType::get({chunk}, type);
  if (lanes > 1)
    type = VectorType::get({lanes}, type);
  auto function = func::FuncOp::create(
      b, "run", b.getFunctionType({buffer, buffer, buffer}, {}));
  Block *entry = function.addEntryBlock();
  b.setInsertionPointToStart(entry);
  Value step = arith::ConstantIndexOp::create(b, lanes);
  auto loop =
      scf::ForOp::create(b, arith::ConstantIndexOp::create(b, 0),
                         arith::ConstantIndexOp::create(b, chunk), step);
  func::ReturnOp::create(b);
  b.setInsertionPointToStart(loop.getBody());
  Value i = loop.getInductionVar();
  Value x = load(b, type, entry->getArgument(0), i);
  Value y = load(b, type, entry->getArgument(1), i);
  store(b, body(b, x, y), entry->getArgument(2), i);
  return module;
}

static LogicalResult lower(ModuleOp module) {
  PassManager pm(module.getContext());
  pm.addNestedPass<func::FuncOp>(createExpandMathPass());
  pm.addPass(createSCFToControlFlowPass());
  pm.addPass(createConvertVectorToLLVMPass());
  pm.addPass(createConvertMathToLLVMPass());
  pm.addPass(createArithToLLVMConversionPass());
  pm.addPass(createFinalizeMemRefToLLVMConversionPass());
  ConvertFuncToLLVMPassOptions plainPointers;
  plainPointers.useBarePtrCallConv = true;
  pm.addPass(createConvertFuncToLLVMPass(plainPointers));
  pm.addPass(createConvertControlFlowToLLVMPass());
  pm.addPass(createReconcileUnrealizedCastsPass());
  return pm.run(module);
}

static llvm::orc::ThreadSafeModule translate(Body body, int64_t lanes) {
  DialectRegistry registry;
  registerBuiltinDialectTranslation(registry);
  registerLLVMDialectTranslation(registry);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  context.loadDialect<arith::ArithDialect, func::FuncDialect, math::MathDialect,
                      memref::MemRefDialect, scf::SCFDialect,
                      vector::VectorDialect>();
  OwningOpRef<ModuleOp> module = buildModule(context, body, lanes);
  if (failed(lower(*module)))
    llvm::report_fatal_error("the function under test does not lower");
  auto llvmContext = std::make_unique<llvm::LLVMContext>();
  auto llvmModule = translateModuleToLLVMIR(*module, *llvmContext);
  return {std::move(llvmModule), std::move(llvmContext)};
}

Compiled::Compiled(Body body, int64_t lanes) {
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  llvm::ExitOnError check("mpc-ulp-test: ");
  auto machine = check(llvm::orc::JITTargetMachineBuilder::detectHost());
  machine.getOptions().AllowFPOpFusion = llvm::FPOpFusion::Strict;
  machine.setCodeGenOptLevel(llvm::CodeGenOptLevel::Default);
  jit = check(llvm::orc::LLJITBuilder()
                  .setJITTargetMachineBuilder(std::move(machine))
                  .create());
  check(jit->addIRModule(translate(body, lanes)));
  function = check(jit->lookup("run"))
                 .toPtr<void (*)(const float *, const float *, float *)>();
}

} // namespace mpc::test
