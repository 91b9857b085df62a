//===- EngineBuilder.h - engines made in memory ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An engine as plain structs that a test may spoil before building it.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_TEST_ENGINEBUILDER_H
#define MPCRT_TEST_ENGINEBUILDER_H

#include "mpcrt/Engine.h"
#include "mpcrt/Session.h"
#include "mpcrt/Tensor.h"

#include <string>
#include <utility>
#include <vector>

namespace mpcrt::test {

struct TensorSpec {
  std::string name;
  DType dtype = DType::f32;
  std::vector<int64_t> shape;
};

struct ParameterSpec {
  TensorSpec tensor;
  int64_t row = 0;
};

struct StateSpec {
  TensorSpec tensor;
  fb::StateKind kind = fb::StateKind::state;
  double initial = 0;
};

struct BufferSpec {
  fb::Space space = fb::Space::temp;
  int32_t index = 0;
  int64_t offset = 0;
  int64_t bytes = 0;
  std::vector<int64_t> strides = {};
};

/// A launch, or a loop if it has a body.
struct NodeSpec {
  int32_t kernel = 0;
  std::vector<BufferSpec> buffers = {};
  int64_t trip = 0;
  std::vector<NodeSpec> body = {};
};

struct KernelSpec {
  std::string label;
  int64_t offset = 0;
  int64_t tasks = 1;
  int64_t scratch = 0;
};

struct FunctionSpec {
  std::string name;
  std::vector<TensorSpec> inputs;
  std::vector<TensorSpec> outputs;
  std::vector<NodeSpec> nodes;
  int64_t arena = 0;
};

/// How the kernel of the same number is launched on a GPU.
struct GpuKernelSpec {
  std::string entry;
  std::vector<int64_t> grid = {1, 1, 1};
  int32_t block = 64;
  int32_t shared = 0;
  int32_t semaphores = 0;
  int64_t workspace = 0;
  int32_t module = 0;
  bool hasLaunch = true;
};

struct ModuleSpec {
  int32_t source = 0;
  int64_t offset = 0;
  int64_t bytes = 0;
};

struct SourceSpec {
  std::string name;
  std::string text;
  std::string ptx = {};
};

/// A second plan, with the functions of the first.
struct GpuPlanSpec {
  std::string target; ///< "cuda:sm_80"; without it there is no such plan
  std::vector<GpuKernelSpec> kernels;
  std::vector<ModuleSpec> modules;
  std::string code;
  std::vector<SourceSpec> headers;
  std::vector<SourceSpec> sources; ///< without any there is no such section
};

struct EngineSpec {
  std::string producer = "mpc test";
  std::string planTarget = "host";
  int32_t rowElements = 256;
  int64_t tempBytes = 0;
  std::vector<ParameterSpec> parameters;
  std::vector<StateSpec> states;
  std::vector<std::string> features;
  std::vector<KernelSpec> kernels;
  std::vector<FunctionSpec> functions;
  std::string constants;
  std::string code;
  GpuPlanSpec gpu;

  FunctionSpec &function(const std::string &name);
};

using Sections = std::vector<std::pair<std::string, std::string>>;

/// The engine file with these sections, correct in every way.
std::string packSections(const Sections &sections);

Sections buildSections(const EngineSpec &spec);
std::string buildEngine(const EngineSpec &spec);

/// A model of two parameters, "w" f32[3] and "b" f32[2], with functions
///   init(seed)        params[i] = seed + i
///   train(x) -> loss  gradients[i] = x[i] + w[i] for w; loss = x[0] + w[0]
///   update            params -= lr * gradients; iteration += 1
///   twice(rows) -> twice   a loop over 4 rows of 64
///   grid -> grid           two nested loops that copy a constant row
EngineSpec tinySpec();

/// The same model with a plan for "cuda:sm_80" and text for it, which nobody
/// has compiled: its modules have no code.
EngineSpec tinyGpuSpec();

/// Opens what must be right.
std::shared_ptr<const Engine> openEngine(const EngineSpec &spec);
std::unique_ptr<Session> openSession(const EngineSpec &spec, int threads = 1);

/// The text of the error of opening `spec`; empty if there is none.
std::string openingError(const EngineSpec &spec);

std::span<const std::byte> asBytes(const std::string &text);

} // namespace mpcrt::test

#endif // MPCRT_TEST_ENGINEBUILDER_H
