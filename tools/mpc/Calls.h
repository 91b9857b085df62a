//===- Calls.h - calls of an engine's functions ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_CALLS_H
#define MPC_TOOLS_CALLS_H

#include "Batches.h"
#include "Model.h"

#include "mpcrt/Session.h"

#include <initializer_list>
#include <memory>
#include <optional>

namespace mpc::tool {

using SessionPtr = std::unique_ptr<mpcrt::Session>;

/// Opens a session on `device`, one of auto, host, cuda and cuda:N; says on
/// stderr what is odd about it.
SessionPtr openSession(EnginePtr engine, const std::string &device,
                       int threads);

/// Fails unless `device` is one that this machine can offer.
void checkDevice(const std::string &device);

/// Scalars and counters of a session as they were at one time. Those that the
/// engine does not have are left out.
class Scalars {
public:
  /// The present values.
  Scalars(const mpcrt::Session &session,
          std::initializer_list<std::string_view> names);

  std::optional<double> get(std::string_view name) const;

  /// Where Session::collect() puts later values.
  const std::vector<mpcrt::OutputBuffer> &getViews() const { return views; }

private:
  struct Value {
    std::string name;
    DType dtype;
    alignas(8) std::byte bytes[8];
  };
  std::vector<std::unique_ptr<Value>> values;
  std::vector<mpcrt::OutputBuffer> views;
};

/// One function with memory for its inputs and for some of its outputs; the
/// name stays that of the call for good.
class Call {
public:
  Call(const mpcrt::fb::Function &function, std::vector<NamedType> outputs);

  const Buffers &getInputs() const { return inputs; }
  const Buffers &getOutputs() const { return outputs; }
  void setInput(size_t index, const Tensor &tensor) {
    inputs.set(index, tensor);
  }

  void run(mpcrt::Session &session) const;
  /// Runs the function, which is "train", and "update".
  void step(mpcrt::Session &session) const;

  /// Runs functions, of which the first takes the inputs, and measures their
  /// launches.
  std::vector<mpcrt::LaunchProfile>
  profile(mpcrt::Session &session, const std::vector<std::string> &functions,
          int rounds) const;

  /// step() in two parts, of which only the second waits for results.
  /// Where, in this function, a value that is not finite first appears.
  mpcrt::NonfiniteSource findNonfinite(mpcrt::Session &session) const;

  uint64_t submit(mpcrt::Session &session) const;
  void collect(mpcrt::Session &session, uint64_t ticket,
               const Scalars &scalars) const;

private:
  std::string name;
  Buffers inputs;
  Buffers outputs;
  std::vector<mpcrt::InputBuffer> inputViews;
  std::vector<mpcrt::OutputBuffer> outputViews;
};

/// Sets all inputs of a call from "x=@x.npy" (or any file that readArray
/// takes) and "lr=0.1".
void setInputs(Call &call, const std::string &function,
               const std::vector<std::string> &specs);

/// Fills the session's parameters: from the file, or if there is none by the
/// engine's initialisers. Numbers are converted to the engine's format.
void fillParameters(mpcrt::Session &session, const std::string &path,
                    int64_t seed);

/// Sets a scalar of the session; fails if the engine has none of that name.
void setScalar(mpcrt::Session &session, const char *name, double value);

/// The scalar or counter, if the engine has it.
std::optional<double> getScalar(const mpcrt::Session &session,
                                const char *name);

} // namespace mpc::tool

#endif // MPC_TOOLS_CALLS_H
