//===- GraphCall.h - a call of functions as one CUDA graph ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Inputs are copied from pinned memory before, in another stream; the graph runs
// the functions and copies the results back. Nothing in it changes from call to
// call: what does change, such as the learning rate, is a state.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_CUDA_GRAPHCALL_H
#define MPCRT_RUNTIME_CUDA_GRAPHCALL_H

#include "Binding.h"
#include "Device.h"
#include "Recorder.h"

namespace mpcrt::cuda {

/// Where the inputs and results of a call lie in pinned memory: the inputs,
/// then the results as ResultLayout says.
struct CallLayout {
  CallLayout(Functions functions, uint64_t scalarBytes);

  std::vector<uint64_t> inputs; ///< offsets, one function after the other
  uint64_t inputBytes = 0;
  ResultLayout results; ///< offsets from inputBytes on

  uint64_t bytes() const { return inputBytes + results.bytes; }
};

/// What calls of one session share. They run one after the other in `stream`,
/// so they also share `results`, the device's copy of them. Inputs come by
/// `uploads`, while an earlier call runs.
struct CallSurroundings {
  const Driver &driver;
  const Kernels &kernels;
  const Addresses &addresses;
  Stream stream, uploads;
  DevicePointer results;
  DevicePointer scalars;
  uint64_t scalarBytes;
};

/// One graph with its pinned memory, and its inputs on the device.
class GraphCall {
public:
  static Expected<std::unique_ptr<GraphCall>>
  create(Functions functions, const CallSurroundings &around);

  bool isOf(Functions other) const;
  bool isUnderWay() const { return underWay; }
  uint64_t memoryBytes() const { return memory.size() + inputs.size(); }

  /// Takes over the inputs and starts the graph.
  Status start(std::span<const Binding> bindings,
               const CallSurroundings &around);

  /// Waits for the graph's end.
  Status finish(const CallSurroundings &around);

  /// Instead of both: makes the launches one by one, by `watch`, and waits.
  Status runWatched(std::span<const Binding> bindings,
                    const CallSurroundings &around, const WatchLaunch &watch);

  /// After finish(): the results, and a copy of the outputs for the caller.
  std::span<const std::byte> results() const;
  void copyOutputs(std::span<const Binding> bindings) const;

private:
  GraphCall(Functions functions, const CallSurroundings &around)
      : functions(functions.begin(), functions.end()),
        layout(functions, around.scalarBytes) {}
  Status prepare(const CallSurroundings &around);
  Status capture(const CallSurroundings &around, GraphHandle &graph);
  Status record(const CallSurroundings &around);
  Status createEvents(const Driver &driver);
  Status upload(std::span<const Binding> bindings,
                const CallSurroundings &around, Stream stream);
  Status uploadEach(std::span<const Binding> bindings,
                    const CallSurroundings &around, Stream stream);
  Status recordFunctions(const CallSurroundings &around,
                         const WatchLaunch &watch = {});
  void takeInputs(std::span<const Binding> bindings);

  std::vector<const fb::Function *> functions;
  CallLayout layout;
  PinnedMemory memory;
  DeviceMemory inputs;
  GraphExecHandle graph;
  EventHandle uploaded, done;
  bool underWay = false;
};

} // namespace mpcrt::cuda

#endif // MPCRT_RUNTIME_CUDA_GRAPHCALL_H
