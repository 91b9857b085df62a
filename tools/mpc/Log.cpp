//===- Log.cpp - one JSON line per training step --------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Log.h"

#include "Failure.h"
#include "FileBytes.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace mpc::tool {

namespace {

/// JSON has no NaN and no infinity: they become null. Metrics are f32, whose
/// shortest decimal form suffices.
std::string number(double value) {
  if (!std::isfinite(value))
    return "null";
  auto narrow = static_cast<float>(value);
  return narrow == value ? fmt::format("{}", narrow) : fmt::format("{}", value);
}

std::string members(const Metrics &metrics) {
  std::string text;
  for (const auto &[name, value] : metrics)
    text += fmt::format("{}{}:{}", text.empty() ? "" : ",",
                        nlohmann::json(name).dump(), number(value));
  return text;
}

/// The lines of an older log up to `lastStep`.
std::string keepLines(const std::string &path, int64_t lastStep) {
  std::string kept;
  FileBytes old = readFile(path);
  std::string_view rest = old.text();
  // A line without its end was cut off by a kill.
  for (size_t end; (end = rest.find('\n')) != std::string_view::npos;
       rest.remove_prefix(end + 1)) {
    std::string_view line = rest.substr(0, end + 1);
    auto json = nlohmann::json::parse(line, nullptr, false);
    if (!json.is_object() || !json.contains("step") ||
        !json["step"].is_number_integer() || json["step"] > lastStep)
      break;
    kept += line;
  }
  return kept;
}

} // namespace

Log::Log(const std::string &path, int64_t lastStep) : path(path) {
  if (path.empty())
    return;
  std::string kept;
  if (std::FILE *old = lastStep > 0 ? std::fopen(path.c_str(), "r") : nullptr) {
    std::fclose(old);
    kept = keepLines(path, lastStep);
  }
  file.reset(std::fopen(path.c_str(), "we"));
  if (!file)
    fail(Exit::os, "cannot write '{}': {}", path, osReason());
  write(kept);
}

void Log::writeStep(int64_t step, int64_t epoch, const Metrics &metrics,
                    double rate, std::optional<double> scale,
                    std::optional<double> skipped) {
  if (!file)
    return;
  double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
          .count();
  std::string comma = metrics.empty() ? "" : ",";
  std::string scaling;
  if (scale)
    scaling += fmt::format(",\"scale\":{}", number(*scale));
  if (skipped)
    scaling += fmt::format(",\"skipped\":{}", number(*skipped));
  write(fmt::format(
      "{{\"step\":{},\"epoch\":{},{}{}\"lr\":{}{},\"seconds\":{:.6f}}}\n", step,
      epoch, members(metrics), comma,
      rate < 0 ? "null" : number(static_cast<float>(rate)), scaling, seconds));
}

void Log::writeEval(int64_t step, int64_t epoch, const Metrics &metrics) {
  if (!file)
    return;
  write(fmt::format("{{\"step\":{},\"epoch\":{},\"eval\":{{{}}}}}\n", step,
                    epoch, members(metrics)));
  flush();
}

void Log::flush() {
  if (file && std::fflush(file.get()) != 0)
    fail(Exit::os, "cannot write '{}': {}", path, osReason());
}

void Log::write(const std::string &line) {
  if (std::fwrite(line.data(), 1, line.size(), file.get()) != line.size())
    fail(Exit::os, "cannot write '{}': {}", path, osReason());
}

} // namespace mpc::tool
