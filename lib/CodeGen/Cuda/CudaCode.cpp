//===- CudaCode.cpp - prints the kernels of a module ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Emitters.h"

using namespace mlir;

namespace mpc {

FailureOr<CudaCode> generateCudaCode(ModuleOp module, StringRef chip) {
  SmallVector<KernelOp> all;
  module.walk([&](KernelOp op) { all.push_back(op); });
  CudaCode result;
  for (KernelOp op : code::findDistinctKernels(all, result.kernelOfOp)) {
    FailureOr<CudaKernelCode> kernel = cuda::emitKernel(code::Kernel(op), chip);
    if (failed(kernel))
      return failure();
    result.kernels.push_back(std::move(*kernel));
  }
  return result;
}

} // namespace mpc
