//===- CudaCode.cpp - prints the kernels of a module ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Emitters.h"

#include "llvm/Support/FormatVariadic.h"

using namespace mlir;

namespace mpc {

LogicalResult checkCudaTypes(ModuleOp module) {
  auto check = [](Operation *op, Type type) {
    if (!cuda::getTypeName(getElementTypeOrSelf(type)).empty())
      return WalkResult::advance();
    emitError(op->getLoc())
        << llvm::formatv("{0} exists on the host only: GPUs take it nowhere. "
                         "Use --target=host",
                         getElementTypeOrSelf(type))
               .str();
    return WalkResult::interrupt();
  };
  WalkResult walked = module.walk([&](Operation *op) {
    if (!isa<KernelOp>(op) && !op->getParentOfType<KernelOp>())
      return WalkResult::advance();
    for (Type type : llvm::concat<Type>(llvm::to_vector(op->getOperandTypes()),
                                        llvm::to_vector(op->getResultTypes())))
      if (check(op, type).wasInterrupted())
        return WalkResult::interrupt();
    return WalkResult::advance();
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
