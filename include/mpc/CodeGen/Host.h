//===- Host.h - object code for the host CPU ------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_CODEGEN_HOST_H
#define MPC_CODEGEN_HOST_H

#include "mpc/IR/Mpc.h"

#include "mlir/IR/BuiltinOps.h"

#include <string>
#include <vector>

namespace mpc {

/// The CPU that code is generated for.
struct HostTarget {
  std::string cpu;                   ///< LLVM's name: "x86-64-v3", "znver4", …
  std::vector<std::string> features; ///< what the loader must find: "avx2", …
  int64_t vectorBytes = 32;          ///< 32 (AVX2) or 64 (AVX-512)

  /// Resolves "native", "x86-64-v3" or "x86-64-v4"; v3 is the floor.
  static mlir::FailureOr<HostTarget>
  get(llvm::StringRef cpu,
      llvm::function_ref<mlir::InFlightDiagnostic()> emitError);
};

/// One entry of the generated image; see mpcrt/HostKernel.h for its signature.
struct HostKernelCode {
  int64_t offset = 0;       ///< of the entry in the image
  int64_t tasks = 0;        ///< independent pieces of work
  int64_t scratchBytes = 0; ///< per thread
  std::string label;
};

/// Flat position-independent image of all kernels of a module.
struct HostCode {
  std::vector<char> image;
  std::vector<HostKernelCode> kernels;
  /// Index into `kernels` for each KernelOp, in walk order; structurally equal
  /// kernels share one.
  std::vector<unsigned> kernelOfOp;
};

/// Compiles every KernelOp of `module`, whose bodies LowerKernels has lowered
/// and ExpandMath expanded. If `dumpDir` is not empty, writes each kernel as
/// `kNN_<label>.ll` and `.s` there. The image depends on the module and target
/// only. Errors are reported at the kernel's location.
mlir::FailureOr<HostCode> generateHostCode(mlir::ModuleOp module,
                                           const HostTarget &target,
                                           llvm::StringRef dumpDir = {});

} // namespace mpc

#endif // MPC_CODEGEN_HOST_H
