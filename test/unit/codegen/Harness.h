//===- Harness.h - compiles and runs one kernel -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_UNIT_CODEGEN_HARNESS_H
#define MPC_TEST_UNIT_CODEGEN_HARNESS_H

#include "Interpreter.h"

#include "mpc/CodeGen/Host.h"
#include "mpcrt/HostKernel.h"

#include "mlir/IR/OwningOpRef.h"

#include <functional>

namespace mpc::test {

/// The targets that this CPU can run.
std::vector<llvm::StringRef> getTargets();

/// Memory that generated code may write, with a guard behind it.
class Buffer {
public:
  Buffer() = default;
  Buffer(mlir::RankedTensorType type, bool filled, unsigned seed);
  void *data() const { return bytes.get(); }
  Tensor toTensor() const;
  void set(int64_t index, double value);
  bool isGuardIntact() const;
  int64_t size() const;

  mlir::RankedTensorType type;

private:
  std::shared_ptr<char> bytes;
};

/// A kernel whose body holds mpc ops, which are lowered here one by one.
class TestKernel {
public:
  /// `text` is `kind "label" domain … (…) -> (…) { … }` over the arguments of a
  /// function with the given types.
  TestKernel(llvm::StringRef arguments, llvm::StringRef kernel);

  /// Puts `value` into element `index` of input `input`.
  TestKernel &set(unsigned input, int64_t index, double value);

  /// Compares the results on each target with the interpreter's, within
  /// `tolerance` relative to the largest result, and different schedules of
  /// tasks bit by bit.
  void check(double tolerance);

  /// The kernel as a function of the addresses of its inputs and outputs.
  using Function = std::function<void(llvm::ArrayRef<void *> operands)>;
  Function getFunction(llvm::StringRef cpu);

  /// Prints the median of many runs on this CPU, or the one in MPC_CPU.
  void measure(llvm::StringRef name, double flops);

private:
  struct Compiled {
    HostCode code;
    mpcrt::HostKernel entry;
    std::shared_ptr<char> memory, scratch;
  };
  Compiled compile(llvm::StringRef cpu);
  std::vector<Buffer> makeOutputs();
  std::vector<void *> getOperands(llvm::ArrayRef<Buffer> outputs);
  std::vector<Buffer> run(const Compiled &compiled, bool reversed);

  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  KernelOp kernel;
  std::vector<Buffer> inputs;
};

} // namespace mpc::test

#endif // MPC_TEST_UNIT_CODEGEN_HARNESS_H
