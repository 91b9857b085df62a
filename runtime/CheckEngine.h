//===- CheckEngine.h - what the tables of an engine must satisfy ----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The FlatBuffers verifier proves that the tables can be read; these functions
// prove that they make sense, so that nothing that follows them can read or
// write outside.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_CHECKENGINE_H
#define MPCRT_RUNTIME_CHECKENGINE_H

#include "mpcrt/Status.h"
#include "mpcrt/engine_generated.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace mpcrt {

/// Vectors of 64-bit integers must be aligned, which the verifier leaves open.
/// A missing vector is fine.
bool isReadable(const flatbuffers::Vector<int64_t> *vector);

/// The elements of a readable vector.
std::span<const int64_t> toSpan(const flatbuffers::Vector<int64_t> *vector);

/// Names are short, printable UTF-8: they reach terminals, JSON and callers.
Status checkName(std::string_view name);

/// Name, element type, rank and extent of `tensor`.
Status checkTensor(const fb::Tensor &tensor);

/// The texts and options, the parameters, the states, and how they go together.
Status checkMeta(const fb::Meta &meta);

/// What lies around a plan.
struct PlanSurroundings {
  const fb::Meta &meta;
  std::string_view target;
  uint64_t codeBytes;
  uint64_t constantsBytes;
  uint32_t sourceCount = 0; ///< of the section "sources"
};

/// Names and texts of the section "sources".
Status checkSources(const fb::Sources &sources);

/// The modules of a plan for GPUs, and how its kernels are launched.
Status checkModules(const fb::Plan &plan, const PlanSurroundings &around);
Status checkGpuKernel(const fb::Kernel &kernel, const fb::Plan &plan);

/// A launch of a GPU's kernel has no more operands.
constexpr uint32_t kMaxGpuOperands = 500;

/// Every kernel, function, node and buffer of `plan`.
Status checkPlan(const fb::Plan &plan, const PlanSurroundings &around);

} // namespace mpcrt

#endif // MPCRT_RUNTIME_CHECKENGINE_H
