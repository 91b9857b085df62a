//===- CheckPlan.cpp - checks of a section "plan:<target>" ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CheckEngine.h"
#include "Error.h"
#include "Memory.h"
#include "Utf8.h"

#include "mpcrt/Tensor.h"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <vector>

namespace mpcrt {

namespace {

constexpr int64_t kMaxTasks = int64_t(1) << 40;
constexpr int64_t kMaxIterations = int64_t(1) << 40;
constexpr size_t kMaxLoopDepth = 8;
constexpr uint32_t kMaxOperands = 4096;

bool isExtent(int64_t bytes) {
  return bytes >= 0 && bytes <= int64_t(kMaxBytes);
}

bool isForGpu(const PlanSurroundings &around) {
  return around.target != "host";
}

Status checkKernel(const fb::Kernel &kernel, const fb::Plan &plan,
                   const PlanSurroundings &around) {
  std::string label = quote(kernel.label()->string_view());
  if (!isPrintableUtf8(kernel.label()->string_view()))
    return makeError(StatusCode::badInput,
                     "the label {} is not printable UTF-8", label);
  if (isForGpu(around))
    return checkGpuKernel(kernel, plan);
  if (kernel.code_offset() < 0 ||
      uint64_t(kernel.code_offset()) >= around.codeBytes)
    return makeError(StatusCode::badInput,
                     "kernel {} starts at byte {} of the code, which has {}",
                     label, kernel.code_offset(), around.codeBytes);
  if (kernel.tasks() < 0 || kernel.tasks() > kMaxTasks ||
      !isExtent(kernel.scratch_bytes()))
    return makeError(StatusCode::badInput,
                     "kernel {} has {} tasks and {} bytes of scratch memory",
                     label, kernel.tasks(), kernel.scratch_bytes());
  return {};
}

Status checkTensors(
    const flatbuffers::Vector<flatbuffers::Offset<fb::Tensor>> &tensors) {
  std::unordered_set<std::string_view> names;
  for (const fb::Tensor *tensor : tensors) {
    if (Status status = checkTensor(*tensor); !status.ok())
      return status;
    if (!names.insert(tensor->name()->string_view()).second)
      return makeError(StatusCode::badInput,
                       "two inputs or two outputs are called {}",
                       quote(tensor->name()->string_view()));
  }
  return {};
}

/// Walks the nodes of one function.
class NodeChecker {
public:
  NodeChecker(const fb::Plan &plan, const fb::Function &function,
              const PlanSurroundings &around)
      : plan(plan), function(function), around(around) {}

  using Nodes = flatbuffers::Vector<flatbuffers::Offset<fb::Node>>;
  using Buffers = flatbuffers::Vector<flatbuffers::Offset<fb::Buffer>>;

  /// Constants are not writable, and inputs the caller's.
  Status checkCleared(const Buffers *buffers) {
    if (!buffers)
      return {};
    for (uint32_t i = 0; i < buffers->size(); ++i) {
      const fb::Buffer &buffer = *buffers->Get(i);
      Status status = checkBuffer(buffer);
      if (status.ok() && (buffer.space() == fb::Space::constants ||
                          buffer.space() == fb::Space::input))
        status = makeError(StatusCode::badInput, "{} cannot be written",
                           fb::EnumNameSpace(buffer.space()));
      if (!status.ok())
        return makeError(status.code(), "cleared buffer {}: {}", i,
                         status.message());
    }
    return {};
  }

  Status check(const Nodes &nodes) {
    for (const fb::Node *node : nodes) {
      Status status;
      if (node->node_type() == fb::NodeKind::Launch)
        status = checkLaunch(*node->node_as_Launch());
      else if (node->node_type() == fb::NodeKind::Loop)
        status = checkLoop(*node->node_as_Loop());
      else
        status =
            makeError(StatusCode::badInput, "a node has the unknown kind {}",
                      static_cast<int>(node->node_type()));
      if (!status.ok())
        return status;
    }
    return {};
  }

private:
  Status checkLoop(const fb::Loop &loop) {
    int64_t total = iterations;
    if (loop.trip() < 0 || trips.size() == kMaxLoopDepth ||
        __builtin_mul_overflow(total, std::max<int64_t>(loop.trip(), 1),
                               &total) ||
        total > kMaxIterations)
      return makeError(StatusCode::badInput,
                       "a loop runs {} times at depth {}, but at most {} "
                       "iterations in {} nested loops are allowed",
                       loop.trip(), trips.size() + 1, kMaxIterations,
                       kMaxLoopDepth);
    trips.push_back(loop.trip());
    std::swap(total, iterations);
    Status status = check(*loop.body());
    iterations = total;
    trips.pop_back();
    return status;
  }

  Status checkLaunch(const fb::Launch &launch) {
    if (launch.kernel() < 0 ||
        uint32_t(launch.kernel()) >= plan.kernels()->size())
      return makeError(StatusCode::badInput,
                       "a launch names kernel {}, but there are {}",
                       launch.kernel(), plan.kernels()->size());
    const fb::Kernel &kernel = *plan.kernels()->Get(launch.kernel());
    uint32_t most = isForGpu(around) ? kMaxGpuOperands : kMaxOperands;
    if (launch.buffers()->size() > most)
      return makeError(StatusCode::badInput,
                       "a launch of {} has {} operands, but at most {} are "
                       "allowed",
                       quote(kernel.label()->string_view()),
                       launch.buffers()->size(), most);
    if (Status status = checkResults(launch, kernel); !status.ok())
      return status;
    for (uint32_t i = 0; i < launch.buffers()->size(); ++i)
      if (Status status = checkBuffer(*launch.buffers()->Get(i)); !status.ok())
        return makeError(status.code(), "operand {} of {}: {}", i,
                         quote(kernel.label()->string_view()),
                         status.message());
    return {};
  }

  /// What is told of a launch's results; older engines tell nothing.
  Status checkResults(const fb::Launch &launch, const fb::Kernel &kernel) {
    uint32_t count = launch.results() ? launch.results()->size() : 0;
    bool good = count <= launch.buffers()->size();
    for (uint32_t i = 0; i < count; ++i)
      good &= isKnown(launch.results()->GetEnum<DType>(i));
    if (launch.sources()) {
      good &= launch.sources()->size() == count;
      for (const flatbuffers::String *source : *launch.sources())
        good &= isPrintableUtf8(source->string_view());
    }
    if (good)
      return {};
    return makeError(StatusCode::badInput,
                     "what is told of the results of {} is impossible",
                     quote(kernel.label()->string_view()));
  }

  Status checkBuffer(const fb::Buffer &buffer) {
    std::optional<uint64_t> space = spaceBytes(buffer);
    if (!space)
      return makeError(StatusCode::badInput, "there is no buffer {} {}",
                       fb::EnumNameSpace(buffer.space()), buffer.index());
    if (!isExtent(buffer.offset()) || !isExtent(buffer.bytes()) ||
        !isReadable(buffer.strides()) ||
        toSpan(buffer.strides()).size() > trips.size())
      return makeError(StatusCode::badInput,
                       "offset {}, extent {} or strides are impossible",
                       buffer.offset(), buffer.bytes());
    return checkExtent(buffer, *space);
  }

  /// The lowest and highest bytes that any iteration touches lie inside.
  Status checkExtent(const fb::Buffer &buffer, uint64_t space) {
    std::span<const int64_t> strides = toSpan(buffer.strides());
    bool aligned = buffer.offset() % int64_t(kBufferAlignment) == 0;
    int64_t low = buffer.offset(), high = buffer.offset() + buffer.bytes();
    for (size_t i = 0; i < strides.size(); ++i) {
      aligned &= strides[i] % int64_t(kBufferAlignment) == 0;
      int64_t reach = 0;
      int64_t last = std::max<int64_t>(trips[i] - 1, 0);
      int64_t &end = strides[i] < 0 ? low : high;
      if (__builtin_mul_overflow(last, strides[i], &reach) ||
          __builtin_add_overflow(end, reach, &end))
        return makeError(StatusCode::badInput, "stride {} overflows",
                         strides[i]);
    }
    if (!aligned)
      return makeError(StatusCode::badInput,
                       "offset {} or a stride is not a multiple of {}",
                       buffer.offset(), kBufferAlignment);
    if (low < 0 || high < 0 || uint64_t(high) > space)
      return makeError(StatusCode::badInput,
                       "bytes {} to {} of {} {} are used, but it has {}", low,
                       high, fb::EnumNameSpace(buffer.space()), buffer.index(),
                       space);
    return {};
  }

  /// Bytes of the memory that `buffer` lies in; nothing if there is none.
  std::optional<uint64_t> spaceBytes(const fb::Buffer &buffer) const {
    switch (buffer.space()) {
    case fb::Space::temp:
      return buffer.index() == 0
                 ? std::optional<uint64_t>(function.arena_bytes())
                 : std::nullopt;
    case fb::Space::constants:
      return buffer.index() == 0
                 ? std::optional<uint64_t>(around.constantsBytes)
                 : std::nullopt;
    case fb::Space::state:
      if (uint32_t(buffer.index()) >= around.meta.states()->size())
        return std::nullopt;
      return tensorBytes(*around.meta.states()->Get(buffer.index())->tensor());
    case fb::Space::input:
      return elementBytes(*function.inputs(), buffer.index());
    case fb::Space::output:
      return elementBytes(*function.outputs(), buffer.index());
    }
    return std::nullopt;
  }

  static std::optional<uint64_t> tensorBytes(const fb::Tensor &tensor) {
    return countBytes(tensor.dtype(), toSpan(tensor.shape()));
  }

  static std::optional<uint64_t> elementBytes(
      const flatbuffers::Vector<flatbuffers::Offset<fb::Tensor>> &tensors,
      int32_t index) {
    if (uint32_t(index) >= tensors.size())
      return std::nullopt;
    return tensorBytes(*tensors.Get(index));
  }

  const fb::Plan &plan;
  const fb::Function &function;
  const PlanSurroundings &around;
  std::vector<int64_t> trips;
  int64_t iterations = 1;
};

Status checkFunction(const fb::Plan &plan, const fb::Function &function,
                     const PlanSurroundings &around) {
  if (!isExtent(function.arena_bytes()) ||
      function.arena_bytes() > plan.temp_bytes())
    return makeError(StatusCode::badInput,
                     "{} bytes of temporary memory are used, but the plan has "
                     "{}",
                     function.arena_bytes(), plan.temp_bytes());
  if (Status status = checkTensors(*function.inputs()); !status.ok())
    return status;
  if (Status status = checkTensors(*function.outputs()); !status.ok())
    return status;
  NodeChecker checker(plan, function, around);
  if (Status status = checker.checkCleared(function.cleared()); !status.ok())
    return status;
  return checker.check(*function.nodes());
}

Status checkFunctions(const fb::Plan &plan, const PlanSurroundings &around) {
  std::unordered_set<std::string_view> names;
  for (const fb::Function *function : *plan.functions()) {
    std::string_view name = function->name()->string_view();
    if (Status status = checkName(name); !status.ok())
      return status;
    if (!names.insert(name).second)
      return makeError(StatusCode::badInput, "two functions are called {}",
                       quote(name));
    if (name == "refresh" &&
        function->inputs()->size() + function->outputs()->size())
      return makeError(StatusCode::badInput,
                       "function 'refresh' has inputs or outputs");
    if (Status status = checkFunction(plan, *function, around); !status.ok())
      return makeError(status.code(), "function {}: {}", quote(name),
                       status.message());
  }
  return {};
}

} // namespace

Status checkPlan(const fb::Plan &plan, const PlanSurroundings &around) {
  if (plan.target()->string_view() != around.target)
    return makeError(StatusCode::badInput, "the plan is for target {}",
                     quote(plan.target()->string_view()));
  if (!isExtent(plan.temp_bytes()))
    return makeError(StatusCode::badInput,
                     "the plan wants {} bytes of temporary memory",
                     plan.temp_bytes());
  if (Status status = checkModules(plan, around); !status.ok())
    return status;
  for (const fb::Kernel *kernel : *plan.kernels())
    if (Status status = checkKernel(*kernel, plan, around); !status.ok())
      return status;
  return checkFunctions(plan, around);
}

} // namespace mpcrt
