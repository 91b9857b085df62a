//===- CudaDevice.h - runs functions of an engine on a GPU ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_CUDA_CUDADEVICE_H
#define MPCRT_RUNTIME_CUDA_CUDADEVICE_H

#include "GraphCall.h"
#include "StateTable.h"

namespace mpcrt::cuda {

/// Everything runs in one stream, in the order of the calls. Only inputs are
/// copied in another.
class CudaDevice : public Device {
public:
  /// `threads` are for compiling text, where the engine holds no code for the
  /// chip.
  static Expected<std::unique_ptr<Device>>
  create(std::shared_ptr<const Engine> engine, const StateTable &states,
         const Chip &chip, int threads, std::vector<std::string> &notes);
  ~CudaDevice() override;

  const fb::Plan *plan() const override { return choice.plan; }
  std::string name() const override { return chip.describe(); }
  int threads() const override { return 1; }
  int pipelineDepth() const override { return 2; }
  uint64_t memoryBytes() const override;

  Status fetch(std::span<std::byte> part) override;
  Status store(std::span<const std::byte> part) override;
  std::optional<int> gpu() const override { return chip.index; }
  void *place(std::span<const std::byte> part) const override;
  Status checkGpuMemory(const void *data) override;
  Status fetchTo(std::span<const std::byte> part, void *to) override;
  Status storeFrom(std::span<std::byte> part, const void *from) override;
  Status wait() override;
  void *cudaStream() const override { return stream.get(); }
  Status run(Functions functions, std::span<const Binding> bindings) override;
  Expected<int> start(Functions functions,
                      std::span<const Binding> bindings) override;
  Expected<std::span<const std::byte>> finish(int call) override;
  Status watch(Functions functions, std::span<const Binding> bindings,
               const WatchResults &watch) override;
  Expected<std::vector<LaunchProfile>>
  profile(Functions functions, std::span<const Binding> bindings,
          int rounds) override;

private:
  CudaDevice(std::shared_ptr<const Engine> engine, const StateTable &states,
             const Chip &chip)
      : engine(std::move(engine)), chip(chip), driver(*chip.driver),
        mirror(states.all()), scalars(states.scalars()) {}

  Status open(int threads, std::vector<std::string> &notes);
  Status enterContext();
  Status allocateMemory();
  Status fillMemory();
  Status createStreams();
  uint64_t resultBytes() const;
  void setAddresses(const StateTable &states);
  CallSurroundings surroundings() const;

  Status enter();
  Status keep(const Status &status);
  Status upload(DevicePointer to, std::span<const std::byte> from);
  Status copy(DevicePointer to, DevicePointer from, uint64_t bytes);
  Status finishQueue();
  Status showResults(const fb::Launch &launch, const Kernel &kernel,
                     std::span<const DevicePointer> pointers,
                     const WatchResults &watch);
  DevicePointer placeOf(std::span<const std::byte> part) const;
  Status addCall(Functions functions);
  Expected<int> begin(Functions functions, std::span<const Binding> bindings);

  std::shared_ptr<const Engine> engine;
  Chip chip;
  const Driver &driver;
  PlanChoice choice;
  std::span<std::byte> mirror; ///< the session's memory of the states
  std::span<std::byte> scalars;
  Status broken; ///< the first failure, for good

  /// Keeps the context alive; last to go.
  struct PrimaryContext {
    const Driver *driver = nullptr;
    DeviceIndex device = 0;
    Context context = nullptr;
    ~PrimaryContext();
  } context;
  StreamHandle stream, uploads;
  Kernels kernels;
  DeviceMemory states, temp, constants, results, semaphores, workspace;
  Addresses addresses;
  std::vector<std::unique_ptr<GraphCall>> calls;
};

} // namespace mpcrt::cuda

#endif // MPCRT_RUNTIME_CUDA_CUDADEVICE_H
