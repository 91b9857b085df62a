//===- Twins.h - one engine on the host and on the emulated GPU -----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_EMULATOR_KERNELS_TWINS_H
#define MPC_TEST_EMULATOR_KERNELS_TWINS_H

#include "Case.h"

#include "mpcrt/Session.h"

#include <map>
#include <memory>

namespace kernels {

using Bytes = std::vector<std::byte>;
/// Inputs or outputs of a function, by name.
using Tensors = std::map<std::string, Bytes>;

/// Compiles `model` for the targets that `options` name. Failures are those of
/// the test that runs.
std::shared_ptr<const mpcrt::Engine>
compileModel(const std::string &model, const mpc::CompileOptions &options);

/// A session; null, and a failure of the test, if there is none.
std::unique_ptr<mpcrt::Session>
openSession(const std::shared_ptr<const mpcrt::Engine> &engine,
            const std::string &device);

/// All outputs of a function.
Tensors run(mpcrt::Session &session, const std::string &function,
            const Tensors &inputs);

/// Three answers to one question.
struct Answers {
  Bytes gpu, host, exact; ///< `exact` is f64 unless the elements are integers
  Bytes magnitude;        ///< f64, or empty
};

/// Fails, naming `what`, unless the answers have in common what `gate` asks.
void compare(const std::string &what, const std::string &element, Gate gate,
             double terms, const Answers &answers);

} // namespace kernels

#endif // MPC_TEST_EMULATOR_KERNELS_TWINS_H
