//===- CudaCode.cpp - prints the kernels of a module ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Emitters.h"

using namespace mlir;

namespace mpc {

LogicalResult checkCudaTypes(ModuleOp module) {
  auto isF64 = [](Type type) { return getElementTypeOrSelf(type).isF64(); };
  WalkResult walked = module.walk([&](Operation *op) {
    bool isInKernel = isa<KernelOp>(op) || op->getParentOfType<KernelOp>();
    if (!isInKernel || (llvm::none_of(op->getResultTypes(), isF64) &&
                        llvm::none_of(op->getOperandTypes(), isF64)))
      return WalkResult::advance();
    emitError(op->getLoc()) << "f64 exists on the host only: GPUs take it "
                               "nowhere. Use --target=host";
    return WalkResult::interrupt();
  });
  return failure(walked.wasInterrupted());
}

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
