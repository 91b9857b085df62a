//===- Trainer.h - the training loop --------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TOOLS_TRAINER_H
#define MPC_TOOLS_TRAINER_H

#include "Calls.h"
#include "Log.h"
#include "Progress.h"
#include "Schedule.h"

#include "mpcrt/Checkpoint.h"

#include <deque>
#include <optional>

namespace mpc::tool {

/// The options of `mpc train`; what was not given keeps the engine's default.
struct TrainOptions {
  std::string model;
  CompileFlags compile;
  std::vector<std::string> data;
  std::vector<std::string> evalData;
  std::optional<int64_t> epochs;
  std::optional<int64_t> steps;
  std::optional<double> rate;
  std::string schedule;
  std::optional<int64_t> warmup;
  std::optional<double> weightDecay;
  std::optional<int64_t> seed;
  std::string params;
  std::string log;
  std::string checkpoint;
  int64_t checkpointEvery = 0;
  bool resume = false;
  std::string device = "auto";
  int threads = 0;
};

/// One run of training, from its first or resumed step to its last.
class Trainer {
public:
  explicit Trainer(const TrainOptions &options);

  /// Trains to the end, or to the user's interruption.
  Exit run();

private:
  void start();
  bool resume();
  void takeOver(const mpcrt::CheckpointInfo &info, const std::string &path);
  void checkMicroBatches(const mpcrt::CheckpointInfo &info,
                         const std::string &path);
  void setScalars();
  void setClipNorm(double norm);
  void setMicroBatches();
  void resetScale();
  void announce() const;
  void trainEpoch(int64_t epoch, int64_t end);
  void submitStep(int64_t epoch);
  void collectSteps(size_t left);
  void collectStep();
  void addPart();
  void sumMetrics(const Metrics &metrics);
  void countSkip(const Metrics &metrics, double scale);
  [[noreturn]] void giveUp(const Metrics &metrics, double scale,
                           const std::string &which);
  std::string traceNonfinite(double scale);
  void finishEpoch(int64_t epoch);
  void evaluate(int64_t epoch);
  void saveCheckpoint();
  Exit interrupt();
  void printSummary() const;

  int64_t countSkipped() const;
  Moment describeMoment(int64_t epoch) const;

  const TrainOptions &options;
  EnginePtr engine;
  Dataset data;
  std::optional<Dataset> evalData;
  SessionPtr session;
  int64_t seed;
  std::optional<TrainingBatches> batches;
  Call train;
  std::optional<Call> eval;
  Schedule schedule;
  Progress progress;
  std::optional<Log> log;

  /// A micro-batch whose results have not been read.
  struct Running {
    uint64_t ticket;
    int64_t epoch;
    bool isLast; ///< of its step
  };
  std::deque<Running> running;
  int64_t started = 0; ///< steps begun, those before a resumption included
  int64_t step = 0;    ///< steps done, of which the results are known
  std::optional<Scalars> scalars; ///< as step `step` left them
  int64_t totalSteps = 0;
  int64_t savedStep = -1;
  std::string savedPath;
  Metrics partMetrics; ///< summed over micro-batches of the step at hand
  Metrics sums;        ///< of the metrics of `summed` steps of this epoch
  int64_t summed = 0;
  double rate = -1;       ///< learning rate of the last step
  int64_t skipsInRow = 0; ///< steps skipped since the last update
  /// Steps skipped at the floor of the loss scale since it was last above.
  int64_t skipsAtFloor = 0;
  Metrics evaluated;
  std::optional<double> bestLoss;
};

} // namespace mpc::tool

#endif // MPC_TOOLS_TRAINER_H
