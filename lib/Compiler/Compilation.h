//===- Compilation.h - one run of the compiler -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_COMPILER_COMPILATION_H
#define MPC_LIB_COMPILER_COMPILATION_H

#include "Dumper.h"
#include "EngineCache.h"
#include "Hooks.h"
#include "Messages.h"

#include "mpc/Compiler.h"
#include "mpc/Engine/EngineWriter.h"
#include "mpc/Pipelines.h"

#include "mlir/IR/BuiltinOps.h"

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"

#include <functional>
#include <memory>

namespace mpc {

/// What stands before the chip in the name of a GPU's target.
constexpr llvm::StringLiteral kCudaPrefix = "cuda:";

/// Looks at the module after the step of that name; says whether to go on.
using StepObserver = std::function<bool(llvm::StringRef step, mlir::ModuleOp)>;

/// One run of the compiler. Each method that returns bool returns false when it
/// is over, with `result` saying how.
class Compilation {
public:
  Compilation(const CompileOptions &options, CompileResult &result,
              StepObserver observer = nullptr);

  void run(std::unique_ptr<llvm::MemoryBuffer> text);
  void run(mlir::ModuleOp model);
  void run(const CompileMessage &message);
  void runFile(const std::string &path);

private:
  bool fail(CompileStatus status, const llvm::Twine &message);
  void tell(CompileMessage::Kind kind, const std::string &text);
  void hear(mlir::Diagnostic &diagnostic);
  bool advance(llvm::StringRef step, size_t kernels = 0, size_t all = 0);
  bool checkOptions();
  void chooseTarget();
  void compile(mlir::ModuleOp model);
  void finish();
  void keep(EngineCache &cache);
  void writeOutput();
  bool checkTargets();
  llvm::SmallVector<std::string> getTargets() const;
  bool rewrite(mlir::ModuleOp module,
               llvm::ArrayRef<std::pair<Step, const char *>> steps,
               llvm::StringRef target);
  void compileTargets(mlir::ModuleOp module);
  mlir::FailureOr<EngineTarget>
  generate(mlir::ModuleOp module, llvm::StringRef name, EngineSources &sources);
  std::vector<std::pair<std::string, std::string>> describeOptions() const;
  bool finishStep(llvm::StringRef name, mlir::ModuleOp module);
  bool finishText(llvm::StringRef name, std::string text);

  CompileOptions options;
  CompileResult &result;
  StepObserver observer;
  Hooks hooks;
  int64_t stepsDone = 0;
  llvm::raw_string_ostream out;
  Dumper dumper;
};

} // namespace mpc

#endif // MPC_LIB_COMPILER_COMPILATION_H
