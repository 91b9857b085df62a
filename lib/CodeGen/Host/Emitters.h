//===- Emitters.h - kernels as LLVM functions -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_HOST_EMITTERS_H
#define MPC_LIB_CODEGEN_HOST_EMITTERS_H

#include "PointEmitter.h"

namespace mpc::host {

/// What the emitters know of the CPU.
struct Machine {
  int64_t vectorBytes = 32;

  int64_t getVectorRegisters() const { return vectorBytes == 64 ? 32 : 16; }
};

/// How a kernel is called.
struct KernelShape {
  int64_t tasks = 0;
  int64_t scratchBytes = 0;
};

/// Emits `kernel` as function `name` of `module`; errors are reported.
mlir::FailureOr<KernelShape> emitKernel(const Kernel &kernel,
                                        const Machine &machine,
                                        llvm::Module &module,
                                        llvm::StringRef name);

/// The tasks of a kernel, nest by nest.
class Tasks {
public:
  explicit Tasks(PointEmitter &emitter) : emitter(emitter) {}

  /// Appends `count` tasks and runs those that the caller asks for.
  void add(int64_t count, llvm::function_ref<void(llvm::Value *task)> body);

  /// Claims this thread's scratch memory; nests share it.
  void needScratch(int64_t bytes) {
    shape.scratchBytes = std::max(shape.scratchBytes, bytes);
  }
  const KernelShape &getShape() const { return shape; }

private:
  PointEmitter &emitter;
  KernelShape shape;
};

void emitPointwise(PointEmitter &emitter, const Kernel &kernel, Tasks &tasks,
                   llvm::ArrayRef<unsigned> roots);
void emitReductions(PointEmitter &emitter, const Kernel &kernel, Tasks &tasks);
void emitContraction(PointEmitter &emitter, const Kernel &kernel,
                     const Machine &machine, Tasks &tasks);
void emitAlgorithm(PointEmitter &emitter, const Kernel &kernel, Tasks &tasks,
                   llvm::Function *function);

/// Sets the indices of dims `dims` from their common number.
void setIndices(PointEmitter &emitter, llvm::ArrayRef<int> dims,
                llvm::Value *number);

/// Moves the vector dimension from `from` to `to`, whose distance is `size` if
/// that is known; without a tail if the distance is a multiple of the lanes. It
/// is aligned if `from` is such a multiple.
void buildSpan(PointEmitter &emitter, llvm::Value *from, llvm::Value *to,
               std::optional<int64_t> size, bool hasTail,
               llvm::function_ref<void()> body, bool isAligned = true);

/// Flags that elements have raised so far, lane by lane, until they are stored:
/// several elements then share a branch.
class RaisedFlags {
public:
  explicit RaisedFlags(PointEmitter &emitter) : emitter(emitter) {}

  /// Takes the lanes of flag `root` at the current chunk.
  void add(unsigned root, Lanes lanes);

  /// Stores those that are raised.
  void raise();

private:
  PointEmitter &emitter;
  llvm::MapVector<unsigned, llvm::Value *> sums;
};

/// Stores roots at the current point, after everything has been read, and adds
/// to `flags` those that are flags.
void storeRoots(PointEmitter &emitter, const Kernel &kernel,
                llvm::ArrayRef<unsigned> roots, llvm::ArrayRef<Axes> axes,
                RaisedFlags &flags);

/// Stores roots, flags among them.
void storeRoots(PointEmitter &emitter, const Kernel &kernel,
                llvm::ArrayRef<unsigned> roots, llvm::ArrayRef<Axes> axes);

/// Elements for one task so that it takes some microseconds, when each costs
/// `cost` instructions.
int64_t getTaskElements(int64_t cost);

/// Estimates instructions per element of everything that is walked.
class CostWalker : public AccessWalker {
public:
  int64_t getCost() const { return cost + getAccesses().size(); }

protected:
  bool enter(mlir::linalg::GenericOp op, const Axes &loops) override;

private:
  int64_t cost = 0;
};

} // namespace mpc::host

#endif // MPC_LIB_CODEGEN_HOST_EMITTERS_H
