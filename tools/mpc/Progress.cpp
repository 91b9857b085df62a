//===- Progress.cpp - the progress line of training -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Progress.h"

#include "Text.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <unistd.h>

namespace mpc::tool {

namespace {

constexpr auto kRedraw = std::chrono::milliseconds(80);
constexpr int kBarCells = 16;

bool environmentSays(const char *name) {
  const char *value = std::getenv(name);
  return value && *value;
}

std::string describeMetric(const std::string &name, double value) {
  if (name == "accuracy")
    return fmt::format("acc {:.1f} %", 100 * value);
  return fmt::format("{} {:#.4g}", name, value);
}

double secondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
      .count();
}

} // namespace

std::string describeMetrics(const Metrics &metrics) {
  std::string text;
  for (const auto &[name, value] : metrics)
    text += (text.empty() ? "" : "  ") + describeMetric(name, value);
  return text;
}

Progress::Progress()
    : terminal(::isatty(STDERR_FILENO) != 0),
      colour(terminal && !environmentSays("NO_COLOR")) {
  const char *term = std::getenv("TERM");
  if (term && std::string(term) == "dumb")
    terminal = colour = false;
}

void Progress::start(int64_t step, int64_t examples) {
  examplesPerStep = examples;
  firstStep = step;
  startTime = nextDraw = Clock::now();
}

void Progress::startEpoch(int64_t step) {
  epochStep = step;
  epochTime = Clock::now();
}

double Progress::measureSpeed(int64_t step) const {
  return static_cast<double>((step - epochStep) * examplesPerStep) /
         secondsSince(epochTime);
}

bool Progress::isDue() { return terminal && Clock::now() >= nextDraw; }

void Progress::draw(const Moment &moment) {
  // Without wrapping, a line that is too long for the terminal is cut.
  fmt::print(stderr, "\r\x1b[?7l{}\x1b[K\x1b[?7h", describe(moment, false));
  std::fflush(stderr);
  drawn = true;
  nextDraw = Clock::now() + kRedraw;
}

void Progress::finishEpoch(const Moment &moment, const std::string &note) {
  clear();
  fmt::print(stderr, "{}{}{}\n", describe(moment, true),
             note.empty() ? "" : "  ", note);
}

void Progress::clear() {
  if (drawn)
    fmt::print(stderr, "\r\x1b[K");
  drawn = false;
}

std::string Progress::describe(const Moment &moment, bool whole) const {
  double done = static_cast<double>(moment.stepInEpoch) /
                static_cast<double>(moment.stepsInEpoch);
  std::string text = fmt::format("epoch {}/{}", moment.epoch, moment.epochs);
  if (terminal)
    text += fmt::format(" {} {:3.0f} %", drawBar(done), 100 * done);
  if (!moment.metrics.empty())
    text += "  " + describeMetrics(moment.metrics);
  if (moment.rate >= 0)
    text += "  lr " + describeSmall(moment.rate);
  if (moment.scale)
    text += fmt::format("  scale {:.10g}", *moment.scale);
  if (moment.scale || moment.skipped)
    text += fmt::format("  skipped {}", moment.skipped);
  text += fmt::format("  {} samples/s", describeRate(moment.samplesPerSecond));
  auto steps = static_cast<double>(moment.step - firstStep);
  auto left = static_cast<double>(moment.steps - moment.step);
  if (!whole && steps > 0)
    text += fmt::format(
        "  {} left", describeDuration(left * secondsSince(startTime) / steps));
  return text;
}

std::string Progress::drawBar(double done) const {
  int halves = static_cast<int>(std::lround(done * 2 * kBarCells));
  std::string full, rest;
  for (int cell = 0; cell < kBarCells; ++cell) {
    if (2 * cell + 1 < halves)
      full += "━";
    else if (2 * cell < halves)
      full += "╸";
    else
      rest += "─";
  }
  if (!colour)
    return full + rest;
  return fmt::format("\x1b[36m{}\x1b[90m{}\x1b[0m", full, rest);
}

} // namespace mpc::tool
