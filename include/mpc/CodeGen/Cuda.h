//===- Cuda.h - CUDA text for kernels ---------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_CODEGEN_CUDA_H
#define MPC_CODEGEN_CUDA_H

#include "mpc/IR/Mpc.h"

#include "mlir/IR/BuiltinOps.h"

#include <array>
#include <string>
#include <vector>

namespace mpc {

/// The text of one kernel and how it is launched; see GpuLaunch in
/// mpcrt/engine.fbs for its parameters.
struct CudaKernelCode {
  std::string entry; ///< name of the function
  std::string label; ///< "fc1", as the model calls it
  std::string text;  ///< what NVRTC gets: a comment, then the code
  std::array<int64_t, 3> grid = {1, 1, 1};
  int64_t block = 1;
  int64_t sharedBytes = 0;
  int64_t semaphores = 0;
  int64_t workspaceBytes = 0;
};

/// The kernels of a module.
struct CudaCode {
  std::vector<CudaKernelCode> kernels;
  /// Index into `kernels` for each KernelOp, in walk order; structurally equal
  /// kernels share one.
  std::vector<unsigned> kernelOfOp;
};

/// Reports the first op of a kernel that has elements of which CUDA text knows no
/// type: f64 exists on the host only. Expected before generateCudaCode.
mlir::LogicalResult checkCudaTypes(mlir::ModuleOp module);

/// Prints every KernelOp of `module`, whose bodies LowerKernels has lowered and
/// ExpandMath expanded, as CUDA C++ for `chip` ("sm_80"). The text depends on
/// module and chip only. Errors are reported at the kernel's location.
mlir::FailureOr<CudaCode> generateCudaCode(mlir::ModuleOp module,
                                           llvm::StringRef chip);

} // namespace mpc

#endif // MPC_CODEGEN_CUDA_H
