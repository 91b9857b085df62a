//===- Progress.h - the progress line of training -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_PROGRESS_H
#define MPC_TOOLS_PROGRESS_H

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mpc::tool {

using Metrics = std::vector<std::pair<std::string, double>>;

/// "loss 0.3412  acc 87.6 %"
std::string describeMetrics(const Metrics &metrics);

/// What training looks like at one moment.
struct Moment {
  int64_t epoch = 0; ///< counted from 1
  int64_t epochs = 0;
  int64_t stepInEpoch = 0; ///< steps done
  int64_t stepsInEpoch = 0;
  int64_t step = 0; ///< steps done in all
  int64_t steps = 0;
  Metrics metrics;             ///< means over the epoch so far
  double rate = 0;             ///< learning rate; negative if unknown
  std::optional<double> scale; ///< of the loss
  int64_t skipped = 0;         ///< steps without update
  double samplesPerSecond = 0;
};

/// A line on standard error: redrawn in place on a terminal, else written once
/// per epoch.
class Progress {
public:
  Progress();

  /// Training starts at step `step`; the clock of the whole run starts.
  /// `examples` of a step turn steps into samples.
  void start(int64_t step, int64_t examples);

  /// An epoch starts at step `step`; its clock starts.
  void startEpoch(int64_t step);

  /// Samples per second in this epoch, of which step `step` is done now.
  double measureSpeed(int64_t step) const;

  /// Returns true if it is time to redraw: only then is a Moment worth making.
  bool isDue();
  void draw(const Moment &moment);

  /// Ends the line of an epoch; `note` is added to it.
  void finishEpoch(const Moment &moment, const std::string &note);

  /// Leaves the terminal at the start of an empty line.
  void clear();

private:
  using Clock = std::chrono::steady_clock;

  std::string describe(const Moment &moment, bool whole) const;
  std::string drawBar(double done) const;

  int64_t examplesPerStep = 0;
  bool terminal;
  bool colour;
  bool drawn = false;
  int64_t firstStep = 0;
  Clock::time_point startTime;
  int64_t epochStep = 0;
  Clock::time_point epochTime;
  Clock::time_point nextDraw;
};

} // namespace mpc::tool

#endif // MPC_TOOLS_PROGRESS_H
