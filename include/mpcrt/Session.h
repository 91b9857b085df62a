//===- Session.h - an engine loaded on a device, with its state -----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_SESSION_H
#define MPCRT_SESSION_H

#include "mpcrt/Engine.h"
#include "mpcrt/Profile.h"
#include "mpcrt/Status.h"
#include "mpcrt/Tensor.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mpcrt {

/// Threads of the program: `call` calls task(context, i) once for each i from 0
/// to count - 1 and returns 0 when all have returned.
struct ParallelFor {
  using Task = void (*)(void *context, int index);
  int (*call)(void *user, int count, Task task, void *context) = nullptr;
  void *user = nullptr;
};

struct SessionOptions {
  /// Threads of a host session, the caller included; 0 asks MPC_THREADS, else
  /// takes one per CPU that the process may use.
  int threads = 0;

  /// "host", "cuda", "cuda:1", or "auto": a GPU if the engine has a plan for
  /// one and there is one that can run it, else the host.
  std::string device = "auto";

  /// Runs the parts of a launch of a host session; null: threads of its own.
  ParallelFor parallelFor = {};
};

/// Whose memory an address means: the host's, or that of the session's GPU.
enum class Place { host, gpu };

/// What to compile for `device`, named as in SessionOptions: "host" or the
/// target that serves the chip best, "cuda:sm_90a". For "auto" it is a GPU's if
/// there is one that mpc has code for. Fails if there is no such device.
Expected<std::string> findTarget(const std::string &device);

/// Memory of the caller for the input of that name.
struct InputBuffer {
  std::string_view name;
  const void *data = nullptr;
  uint64_t bytes = 0;
  Place place = Place::host;
};

/// Memory of the caller for the output of that name. Inputs and outputs of one
/// call must not overlap.
struct OutputBuffer {
  std::string_view name;
  void *data = nullptr;
  uint64_t bytes = 0;
};

/// What restore() expects to find.
enum class RestoreScope { everything, parameters };

/// Steps that may have been submitted and not yet collected.
inline constexpr int kMostStepsUnderWay = 2;

/// States of loss scaling, of kinds scalar and counter. Which of them an engine
/// has depends on its mode of scaling.
inline constexpr std::string_view kScalingStates[] = {
    "loss_scale",       "growth_tracker",     "scale_growth",
    "scale_backoff",    "scale_floor",        "scale_cap",
    "scale_hysteresis", "hysteresis_tracker", "growth_interval",
    "skipped"};

/// Scalars that a run may begin to use at any checkpoint.
inline constexpr std::string_view kOptionalScalars[] = {
    "clip_norm", "micro_batch", "micro_batches"};

/// Contents of a name where the session's device has them.
struct PlacedTensor {
  DType dtype = {};
  std::span<const int64_t> shape; ///< the engine's
  void *data = nullptr;
};

/// Where a value that is infinite or nan first appears.
struct NonfiniteSource {
  /// "adjoint of 'fc1' at line 9", "input 'x'"; empty if there is none.
  std::string what;
  DType dtype = {};
  uint64_t bad = 0, elements = 0; ///< that are not finite, and of how many
};

/// The state of one training run. Not to be used by two threads at once.
///
/// A *name* is that of a state ("lr", "iteration", the whole arena "params"),
/// of a parameter ("fc1.weight"), or of a parameter's segment in any arena
/// ("adam.m/fc1.weight"). Texts of errors list what there is.
///
/// After a failure of its device a session is broken: every call that needs the
/// device fails in the same way.
///
/// Functions that an engine of a training step has: "init" (input "seed"),
/// "train" (a batch in; loss and metrics out; leaves the gradients in their
/// arena) and "update" (commits). One whose steps have several micro-batches
/// also has "accumulate", which adds the gradients up. All others only read
/// states.
class Session {
public:
  static Expected<std::unique_ptr<Session>>
  open(std::shared_ptr<const Engine> engine,
       const SessionOptions &options = {});
  ~Session();

  const Engine &engine() const;
  const fb::Meta &meta() const { return engine().meta(); }
  int threads() const;

  /// Where it runs: "host", "NVIDIA H100 (cuda:0, sm_90)".
  std::string deviceName() const;

  /// What the user may want to know of how the device came to be chosen and
  /// its code to be made.
  const std::vector<std::string> &notes() const;

  /// Bytes of states, temporary values and scratch memory.
  uint64_t memoryBytes() const;

  /// The function's entry in the plan, or null.
  const fb::Function *findFunction(std::string_view name) const;

  /// Type and present contents of what `name` means. The bytes stay valid
  /// until the session ends. On the host they change with it; on a GPU they are
  /// a copy, which the next call that reads or sets a part of it overwrites.
  Expected<TensorView> view(std::string_view name) const;

  /// Copies the contents out of or into the session. `bytes` must be exact.
  Status get(std::string_view name, void *data, uint64_t bytes,
             Place place = Place::host) const;
  Status set(std::string_view name, const void *data, uint64_t bytes,
             Place place = Place::host);

  /// Where the device has what `name` means: memory of the host or of gpu(), to
  /// be read when nothing is under way. Valid until the session ends.
  Expected<PlacedTensor> find(std::string_view name) const;

  /// Number of the GPU that it runs on; nothing on the host.
  std::optional<int> gpu() const;

  /// The CUDA stream that it works in; null on the host.
  void *stream() const;

  /// Waits for all that was submitted.
  Status wait();

  /// Runs a function. All its inputs must be given; outputs may be left out.
  Status run(std::string_view function, std::span<const InputBuffer> inputs,
             std::span<const OutputBuffer> outputs);

  /// Runs "init" with `seed`.
  Status init(int64_t seed);

  /// Runs "train"; the gradients are then in their arena.
  Status grad(std::span<const InputBuffer> inputs,
              std::span<const OutputBuffer> outputs);

  /// Runs "train", then "update". Inputs and outputs may belong to either. If a
  /// step has several micro-batches, this runs one of them, and "update" after
  /// the last.
  Status step(std::span<const InputBuffer> inputs,
              std::span<const OutputBuffer> outputs);

  /// Micro-batches of a step: what the scalar "micro_batches" says, 1 without
  /// it. It may be set between steps.
  int64_t microBatches() const;

  /// Starts step() and gives a ticket for collect(). The inputs may change when
  /// this returns, but for those in a GPU's memory, which are read until the
  /// step is collected. At most kMostStepsUnderWay steps can wait to be
  /// collected; a GPU is kept busy if pipelineDepth() are. The host runs the
  /// step at once.
  Expected<uint64_t> submit(std::span<const InputBuffer> inputs);

  /// Waits for that step and gives its results: outputs of its functions, and
  /// scalars and counters among the states as the step left them. The ticket is
  /// spent, whatever comes of it.
  Status collect(uint64_t ticket, std::span<const OutputBuffer> outputs,
                 std::span<const OutputBuffer> scalars = {});

  /// Runs functions and measures each of their launches, `rounds` times where
  /// the device has times. Of one shape, kernels run on what was left by the
  /// launch before, so the states are of no use afterwards.
  Expected<std::vector<LaunchProfile>>
  profile(std::span<const std::string_view> functions,
          std::span<const InputBuffer> inputs, int rounds);

  /// Runs functions and looks at what each of their launches stores, inputs
  /// before all. An engine that does not tell the types of results gives
  /// nothing. The states are then what the functions make of them.
  Expected<NonfiniteSource>
  findNonfinite(std::span<const std::string_view> functions,
                std::span<const InputBuffer> inputs);

  /// Steps to have under way for the device never to wait: 1 or 2.
  int pipelineDepth() const;

  /// All that a checkpoint holds, under the names it has there: parameters
  /// under their own, the other arenas as `<arena>/<parameter>`, all else as
  /// `mpc.state/<name>`. Parameters come first. Fails within a step, whose sum
  /// of gradients is in no checkpoint.
  Expected<std::vector<TensorView>> savedTensors() const;

  /// Takes over `tensors`, named as in savedTensors(). Every tensor of `scope`
  /// must be there with its type; others are refused with
  /// RestoreScope::everything and ignored with RestoreScope::parameters. A
  /// failure leaves the session as it was.
  ///
  /// A run may go on in another format, or with its loss scaled otherwise: of
  /// kScalingStates, those that are missing keep their values, and those that
  /// the engine does not have are ignored. kOptionalScalars may be missing,
  /// too.
  Status restore(std::span<const TensorView> tensors, RestoreScope scope);

private:
  struct Impl;
  explicit Session(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl;
};

} // namespace mpcrt

#endif // MPCRT_SESSION_H
