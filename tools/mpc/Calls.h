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

#include <optional>

namespace mpc::tool {

using SessionPtr = std::unique_ptr<mpcrt::Session>;

/// Opens a session on the device asked for: auto, host or cuda.
SessionPtr openSession(EnginePtr engine, int threads);

/// Fails unless `device` is one that this machine and mpc can offer.
void checkDevice(const std::string &device);

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
