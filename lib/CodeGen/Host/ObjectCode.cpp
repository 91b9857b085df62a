//===- ObjectCode.cpp - from LLVM IR to an object file ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ObjectCode.h"

#include "llvm/Analysis/CGSCCPassManager.h"
#include "llvm/Analysis/LoopAnalysisManager.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/OptBisect.h"
#include "llvm/IR/PassManager.h"
#include "llvm/IR/Verifier.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/Target/TargetOptions.h"
#include "llvm/Transforms/InstCombine/InstCombine.h"
#include "llvm/Transforms/Scalar/EarlyCSE.h"
#include "llvm/Transforms/Scalar/LICM.h"
#include "llvm/Transforms/Scalar/LoopPassManager.h"

#include <mutex>

using namespace llvm;

namespace mpc::host {

static std::unique_ptr<TargetMachine> createMachine(const HostTarget &target) {
  static std::once_flag once;
  std::call_once(once, [] {
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
  });
  Triple triple("x86_64-unknown-linux-gnu");
  std::string error;
  const Target *backend = TargetRegistry::lookupTarget(triple, error);
  TargetOptions options;
  options.AllowFPOpFusion = FPOpFusion::Strict;
  return std::unique_ptr<TargetMachine>(backend->createTargetMachine(
      triple, "x86-64-v3", "", options, Reloc::PIC_, CodeModel::Small,
      CodeGenOptLevel::Default));
}

std::unique_ptr<Module> createModule(LLVMContext &context,
                                     const HostTarget &target) {
  auto module = std::make_unique<Module>("mpc", context);
  std::unique_ptr<TargetMachine> machine = createMachine(target);
  module->setTargetTriple(machine->getTargetTriple());
  module->setDataLayout(machine->createDataLayout());
  module->setPICLevel(PICLevel::BigPIC);
  return module;
}

namespace {
/// Leaves out what takes long and gains nothing: the emitters give each loop
/// one pointer per tensor with constant offsets from it, and the search for
/// better induction variables takes most of the time for a micro-kernel.
class PassGate : public OptPassGate {
public:
  bool shouldRunPass(StringRef pass, StringRef) const override {
    return pass != "Loop Strength Reduction";
  }
  bool isEnabled() const override { return true; }
};
} // namespace

/// Code may use the instructions that the loader checks for and no others,
/// whatever else the CPU that it is tuned for has.
static void setTargetAttributes(Function &function, const HostTarget &target) {
  bool isWide = target.vectorBytes == 64;
  std::string bits = std::to_string(8 * target.vectorBytes);
  function.addFnAttr("target-cpu", isWide ? "x86-64-v4" : "x86-64-v3");
  function.addFnAttr("tune-cpu", target.cpu);
  function.addFnAttr("prefer-vector-width", bits);
  function.addFnAttr("min-legal-vector-width", bits);
  function.setDSOLocal(true);
}

/// The only lane that `mask` lets pass, if it is known and there is one.
static std::optional<unsigned> getOnlyLane(Value *mask) {
  auto *constant = dyn_cast<Constant>(mask);
  std::optional<unsigned> lane;
  unsigned lanes = cast<FixedVectorType>(mask->getType())->getNumElements();
  for (unsigned i = 0; constant && i < lanes; ++i) {
    Constant *bit = constant->getAggregateElement(i);
    if (!bit || bit->isNullValue())
      continue;
    if (lane)
      return std::nullopt;
    lane = i;
  }
  return lane;
}

/// LLVM 22 stores such a lane as wide as it was before a truncation of the
/// vector, over what lies behind it.
static void storeOnlyLanes(Function &function) {
  for (Instruction &instruction :
       llvm::make_early_inc_range(instructions(function))) {
    auto *store = dyn_cast<IntrinsicInst>(&instruction);
    if (!store || store->getIntrinsicID() != Intrinsic::masked_store)
      continue;
    std::optional<unsigned> lane = getOnlyLane(store->getArgOperand(2));
    if (!lane)
      continue;
    IRBuilder<> b(store);
    Value *vector = store->getArgOperand(0);
    Type *element = vector->getType()->getScalarType();
    Value *address =
        b.CreateConstGEP1_64(element, store->getArgOperand(1), *lane);
    b.CreateAlignedStore(b.CreateExtractElement(vector, *lane), address,
                         Align(element->getScalarSizeInBits() / 8));
    store->eraseFromParent();
  }
}

/// The emitters place code in its loop already; what is left is to clean up.
static void optimize(Module &module, TargetMachine &machine) {
  LoopAnalysisManager loops;
  FunctionAnalysisManager functions;
  CGSCCAnalysisManager components;
  ModuleAnalysisManager modules;
  PassBuilder builder(&machine);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);
  FunctionPassManager passes;
  passes.addPass(EarlyCSEPass());
  passes.addPass(InstCombinePass());
  for (Function &function : module)
    if (!function.isDeclaration()) {
      passes.run(function, functions);
      storeOnlyLanes(function);
    }
}

static void emit(Module &module, TargetMachine &machine, CodeGenFileType type,
                 raw_pwrite_stream &out) {
  PassGate gate;
  module.getContext().setOptPassGate(gate);
  legacy::PassManager passes;
  [[maybe_unused]] bool isUnsupported =
      machine.addPassesToEmitFile(passes, out, nullptr, type);
  assert(!isUnsupported && "x86 emits files");
  passes.run(module);
}

SmallVector<char, 0> compileModule(Module &module, const HostTarget &target) {
  std::unique_ptr<TargetMachine> machine = createMachine(target);
  for (Function &function : module)
    if (!function.isDeclaration())
      setTargetAttributes(function, target);
  assert(!verifyModule(module, &errs()) && "emitters build valid IR");
  optimize(module, *machine);
  SmallVector<char, 0> object;
  raw_svector_ostream out(object);
  emit(module, *machine, CodeGenFileType::ObjectFile, out);
  return object;
}

mlir::LogicalResult dumpModule(Module &module, const HostTarget &target,
                               StringRef path) {
  std::unique_ptr<TargetMachine> machine = createMachine(target);
  for (Function &function : module)
    if (!function.isDeclaration())
      setTargetAttributes(function, target);
  optimize(module, *machine);
  std::error_code error;
  raw_fd_ostream text((path + ".ll").str(), error);
  if (error)
    return mlir::failure();
  module.print(text, nullptr);
  raw_fd_ostream assembly((path + ".s").str(), error);
  if (error)
    return mlir::failure();
  emit(module, *machine, CodeGenFileType::AssemblyFile, assembly);
  return mlir::success();
}

} // namespace mpc::host
