//===- Emitters.h - kernels as CUDA text ------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_CUDA_EMITTERS_H
#define MPC_LIB_CODEGEN_CUDA_EMITTERS_H

#include "PointPrinter.h"

#include "mpc/CodeGen/Cuda.h"

#include <functional>
#include <set>

namespace mpc::cuda {

/// Threads of a block of all kernels but contractions.
constexpr int64_t kThreads = 256;

/// A kernel while it is being printed: its sections run side by side, each in
/// blocks of its own along x.
class KernelText {
public:
  explicit KernelText(const Kernel &kernel) : kernel(kernel), points(kernel) {}

  /// Adds `blocks` blocks that run what `print` prints.
  void addSection(int64_t blocks, std::function<void()> print);

  /// Names a file of the device library that the text needs.
  void include(llvm::StringRef file) { libraries.insert(file.str()); }

  void needShared(int64_t bytes) {
    code.sharedBytes = std::max(code.sharedBytes, bytes);
  }

  /// Claims semaphores and workspace; returns the arguments that name them.
  /// Each caller has its own.
  std::string claimWorkspace(int64_t semaphores, int64_t bytes);

  /// Prints everything; fails if there has been an error.
  mlir::FailureOr<CudaKernelCode> finish();

  const Kernel &kernel;
  PointPrinter points;
  std::string block = "blockIndex(0)"; ///< its number in the section
  int64_t residents = 0; ///< blocks that a multiprocessor must have room for
  Text types;            ///< declarations that stand before the function
  CudaKernelCode code;

private:
  std::string printParameters() const;

  struct Section {
    int64_t blocks;
    std::function<void()> print;
  };
  std::vector<Section> sections;
  std::set<std::string> libraries;
};

/// Prints `kernel` for `chip`; errors are reported.
mlir::FailureOr<CudaKernelCode> emitKernel(const Kernel &kernel,
                                           llvm::StringRef chip);

/// The comment before a kernel: what it is, where the model has it, its
/// buffers.
std::string describeKernel(const Kernel &kernel, const CudaKernelCode &code);

void emitPointwise(KernelText &out, Roots roots);
void emitReductions(KernelText &out);
void emitContraction(KernelText &out, llvm::StringRef chip);
void emitAlgorithm(KernelText &out);

/// The largest power of two up to `limit` elements that move together along
/// `dim`: 16 bytes of the widest element, whole vectors wherever neighbours lie
/// side by side.
int64_t chooseWidth(const AccessWalker &accesses, const LoopDims &dims, int dim,
                    int64_t limit = 8);

} // namespace mpc::cuda

#endif // MPC_LIB_CODEGEN_CUDA_EMITTERS_H
