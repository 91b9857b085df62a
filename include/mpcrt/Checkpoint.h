//===- Checkpoint.h - a session in a file ---------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A checkpoint is one safetensors file: whoever wants the weights opens it with
// any reader of that format.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_CHECKPOINT_H
#define MPCRT_CHECKPOINT_H

#include "mpcrt/Safetensors.h"
#include "mpcrt/Session.h"
#include "mpcrt/Status.h"

#include <cstdint>
#include <string>
#include <vector>

namespace mpcrt {

/// What a checkpoint knows besides the session's own tensors.
struct CheckpointInfo {
  int64_t iteration = 0;
  int64_t seed = 0;
  Metadata position; ///< the caller's: where in the data to go on
};

/// "DIRECTORY/step-001000.safetensors"
std::string checkpointPath(const std::string &directory, int64_t iteration);

/// Writes all that the session keeps. The file appears whole or not at all; a
/// failure leaves what was there before.
Status saveCheckpoint(const Session &session, const std::string &path,
                      const CheckpointInfo &info);

/// Takes over a checkpoint of the same model and optimizer; its format and its
/// loss scaling may be others (see Session::restore). A failure leaves the
/// session as it was.
Expected<CheckpointInfo> loadCheckpoint(Session &session,
                                        const std::string &path);

/// Takes over the parameters from any safetensors file that has them under
/// their names; ignores what else there is.
Status loadParameters(Session &session, const std::string &path);

/// Writes the parameters only.
Status saveParameters(const Session &session, const std::string &path);

struct LatestCheckpoint {
  std::string path; ///< empty if there is none
  int64_t iteration = 0;
  std::vector<std::string> warnings; ///< newer files that were passed over, why
};

/// Finds the complete, undamaged checkpoint with the highest number. A
/// directory that does not exist has none.
Expected<LatestCheckpoint> latestCheckpoint(const std::string &directory);

} // namespace mpcrt

#endif // MPCRT_CHECKPOINT_H
