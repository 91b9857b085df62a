//===- Skips.cpp - steps that were skipped, and when it is enough ---------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Gradients.h"
#include "Text.h"
#include "Trainer.h"

namespace mpc::tool {

namespace {

/// So many skips in a row, or at the floor of the loss scale, are no search for
/// a scale any more.
constexpr int64_t kMostSkips = 20;

} // namespace

/// Ends a training that does not recover; `scale` is that of the last step.
void Trainer::countSkip(const Metrics &metrics, double scale) {
  double floor = scalars->get("scale_floor").value_or(0);
  bool isAtFloor = floor > 0 && scale <= floor;
  skipsAtFloor = isAtFloor ? skipsAtFloor + 1 : 0;
  if (++skipsInRow == kMostSkips)
    giveUp(metrics, scale, fmt::format("{}th in a row", kMostSkips));
  // Good steps between do not help, either: the scale can fall no further.
  if (skipsAtFloor == kMostSkips)
    giveUp(metrics, scale,
           fmt::format("{}th with the loss scale at its floor", kMostSkips));
}

/// Runs the step that was skipped once more, one launch after the other.
std::string Trainer::traceNonfinite(double scale) {
  while (!running.empty()) {
    train.collect(*session, running.front().ticket, *scalars);
    running.pop_front();
  }
  if (scalars->get("loss_scale"))
    setScalar(*session, "loss_scale", scale);
  mpcrt::NonfiniteSource source;
  int64_t parts = batches->getBatchesPerStep();
  for (int64_t part = 0; part < parts && source.what.empty(); ++part) {
    batches->load(step - 1, part, train.getInputs());
    source = train.findNonfinite(*session);
  }
  if (source.what.empty())
    return "";
  return fmt::format("\n  first value that is not finite: {} ({}, {} of {} "
                     "elements)",
                     source.what, dtypeName(source.dtype),
                     groupDigits(static_cast<int64_t>(source.bad)),
                     groupDigits(static_cast<int64_t>(source.elements)));
}

void Trainer::giveUp(const Metrics &metrics, double scale,
                     const std::string &which) {
  log->flush();
  progress.clear();
  std::string text = fmt::format("step {} was skipped, the {}", step, which);
  if (auto now = scalars->get("loss_scale"))
    text += fmt::format("; the loss scale {} {:.10g}",
                        *now < scale ? "fell to" : "is", *now);
  text += traceNonfinite(scale);
  text += "\n  " + describeNonfinite(*session, scale);
  if (!metrics.empty())
    text += fmt::format("\n  the {} of this step was {}", metrics[0].first,
                        describeNumber(metrics[0].second));
  if (!savedPath.empty())
    text += fmt::format("\n  checkpoint of step {} is intact: {}", savedStep,
                        savedPath);
  text +=
      "\n  try a lower --lr, or --format=f32 to see whether few bits are to "
      "blame";
  fmt::print(stderr, "mpc: error: {}\n", printableLines(text));
  throw Failure(Exit::numerical, "");
}

} // namespace mpc::tool
