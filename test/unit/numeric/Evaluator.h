//===- Evaluator.h - a model compiled and run in this process -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_NUMERIC_EVALUATOR_H
#define MPC_TEST_NUMERIC_EVALUATOR_H

#include "mpc/Compiler.h"
#include "mpcrt/Session.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

/// Compiles a model and calls its functions with values given as doubles, which
/// are converted to the engine's element types.
class Evaluator {
public:
  Evaluator(const std::string &model, const mpc::CompileOptions &options);

  /// Why there is no session, or the first failure of a call; "" if all is
  /// well.
  const std::string &error() const { return failure; }

  void setInput(const std::string &name, const std::vector<double> &values);
  /// Parameter, state or scalar of the session.
  void set(const std::string &name, const std::vector<double> &values);
  std::vector<double> get(const std::string &name);
  std::vector<std::byte> getBytes(const std::string &name);

  /// All that a checkpoint holds, by name; nothing if none can be made now.
  std::map<std::string, std::vector<std::byte>> save() const;
  /// Takes over all that a checkpoint of `other`, of the same model, holds.
  void restore(const Evaluator &other);

  /// Parameters are named p0, p1, ….
  double loss(const std::vector<std::vector<double>> &parameters);
  std::vector<std::vector<double>>
  gradient(const std::vector<std::vector<double>> &parameters);

  /// A step, or one micro-batch of it; returns the loss.
  double step();
  /// Outputs of any function, by name.
  std::map<std::string, std::vector<double>> run(const std::string &function);

private:
  using Action =
      std::function<mpcrt::Status(std::span<const mpcrt::InputBuffer>,
                                  std::span<const mpcrt::OutputBuffer>)>;
  /// Calls `function`, by itself or as part of a step.
  std::map<std::string, std::vector<double>> call(const std::string &function,
                                                  const Action &action);
  void note(const mpcrt::Status &status);
  std::vector<mpcrt::InputBuffer> inputsOf(const mpcrt::fb::Function &function);

  std::string failure;
  std::unique_ptr<mpcrt::Session> session;
  std::map<std::string, std::vector<double>> inputs;
  std::map<std::string, std::vector<std::byte>> inputBytes;
};

#endif // MPC_TEST_NUMERIC_EVALUATOR_H
