//===- Log.h - one JSON line per training step ----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_LOG_H
#define MPC_TOOLS_LOG_H

#include "Progress.h"

#include <cstdio>
#include <memory>

namespace mpc::tool {

/// A file of JSON Lines.
class Log {
public:
  /// An empty path turns the log off. Lines of steps after `lastStep`, which
  /// training will repeat, are dropped from an older log; 0 starts a new one.
  Log(const std::string &path, int64_t lastStep);

  /// {"step":1,"epoch":1,"loss":2.3,"lr":0.001,"scale":65536,"skipped":0,
  /// "seconds":0.01}, on one line. The rate is that of this step; scale and
  /// skipped, if there are such, are those after it.
  void writeStep(int64_t step, int64_t epoch, const Metrics &metrics,
                 double rate, std::optional<double> scale,
                 std::optional<double> skipped);

  /// {"step":937,"epoch":1,"eval":{"loss":0.4,"accuracy":0.85}}
  void writeEval(int64_t step, int64_t epoch, const Metrics &metrics);

  /// Gives the operating system what is still buffered.
  void flush();

private:
  void write(const std::string &line);

  std::string path;
  std::unique_ptr<std::FILE, int (*)(std::FILE *)> file{nullptr, std::fclose};
  std::chrono::steady_clock::time_point start =
      std::chrono::steady_clock::now();
};

} // namespace mpc::tool

#endif // MPC_TOOLS_LOG_H
