//===- Compiler.cpp - from a model's text to an engine -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/Compiler.h"

#include "Compilation.h"

namespace mpc {

const std::vector<StepInfo> &compilerSteps() {
  static const std::vector<StepInfo> steps = {
      {"input", "the model as read and verified"},
      {"graph", "helpers inlined, simplified"},
      {"step", "adjoint built, optimizer attached"},
      {"precision", "a storage format and a reason for each value"},
      {"mixed", "casts, loss scaling and the guard made explicit"},
      {"kernels", "ops gathered into kernels"},
      {"loops", "kernel bodies as linalg on tensors"},
      {"buffers", "every tensor between kernels has its memory"},
      {"code", "object code per kernel"},
      {"plan", "launches and buffers in order"},
  };
  return steps;
}

CompileResult compileText(const std::string &text, const std::string &name,
                          const CompileOptions &options) {
  CompileResult result;
  Compilation(options, result)
      .run(llvm::MemoryBuffer::getMemBufferCopy(text, name));
  return result;
}

CompileResult compileFile(const std::string &path,
                          const CompileOptions &options) {
  CompileResult result;
  Compilation(options, result).runFile(path);
  return result;
}

const char *version() { return "0.1.0"; }

} // namespace mpc
