//===- Checkpoint.cpp - a session in a file -------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpcrt/Checkpoint.h"

#include "Error.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <dirent.h>
#include <memory>
#include <optional>

namespace mpcrt {

namespace {

constexpr std::string_view kStem = "step-";
constexpr std::string_view kEnding = ".safetensors";
constexpr std::string_view kPositionPrefix = "position.";

std::optional<int64_t> parseNumber(std::string_view text) {
  int64_t number = 0;
  const char *end = text.data() + text.size();
  auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end)
    return std::nullopt;
  return number;
}

/// The N of "step-N.safetensors".
std::optional<int64_t> numberOf(std::string_view file) {
  if (!file.starts_with(kStem) || !file.ends_with(kEnding) ||
      file.size() <= kStem.size() + kEnding.size())
    return std::nullopt;
  file.remove_prefix(kStem.size());
  file.remove_suffix(kEnding.size());
  std::optional<int64_t> number = parseNumber(file);
  return number && *number >= 0 ? number : std::nullopt;
}

Metadata describe(const Session &session, const CheckpointInfo &info) {
  const fb::Meta &meta = session.meta();
  Metadata texts = {{"producer", meta.producer()->str()},
                    {"model", meta.model()->str()},
                    {"format", meta.format()->str()},
                    {"optimizer", meta.optimizer()->str()},
                    {"iteration", std::to_string(info.iteration)},
                    {"seed", std::to_string(info.seed)}};
  for (const auto &[key, value] : info.position)
    texts[std::string(kPositionPrefix) + key] = value;
  return texts;
}

/// What describe() wrote.
Expected<CheckpointInfo> readInfo(const SafetensorsFile &file,
                                  const std::string &path) {
  CheckpointInfo info;
  for (auto [key, member] : {std::pair("iteration", &CheckpointInfo::iteration),
                             std::pair("seed", &CheckpointInfo::seed)}) {
    auto found = file.metadata().find(key);
    std::optional<int64_t> number;
    if (found != file.metadata().end())
      number = parseNumber(found->second);
    if (!number)
      return makeError(StatusCode::badInput,
                       "{}: is no checkpoint: its metadata has no number '{}'",
                       path, key);
    info.*member = *number;
  }
  for (const auto &[key, value] : file.metadata())
    if (key.starts_with(kPositionPrefix))
      info.position[key.substr(kPositionPrefix.size())] = value;
  return info;
}

/// A checkpoint whose structure and data are in order.
struct OpenCheckpoint {
  SafetensorsFile file;
  CheckpointInfo info;
};

Expected<OpenCheckpoint> openCheckpoint(const std::string &path) {
  Expected<SafetensorsFile> file = SafetensorsFile::open(path);
  if (!file)
    return file.error();
  Expected<CheckpointInfo> info = readInfo(*file, path);
  if (!info)
    return info.error();
  if (Status status = file->verifyData(); !status.ok())
    return status;
  return OpenCheckpoint{std::move(*file), std::move(*info)};
}

} // namespace

std::string checkpointPath(const std::string &directory, int64_t iteration) {
  bool separated = directory.empty() || directory.ends_with('/');
  return fmt::format("{}{}{}{:06}{}", directory, separated ? "" : "/", kStem,
                     iteration, kEnding);
}

Status saveCheckpoint(const Session &session, const std::string &path,
                      const CheckpointInfo &info) {
  Expected<std::vector<TensorView>> tensors = session.savedTensors();
  if (!tensors)
    return tensors.error();
  return writeSafetensors(path, *tensors, describe(session, info));
}

Expected<CheckpointInfo> loadCheckpoint(Session &session,
                                        const std::string &path) {
  Expected<OpenCheckpoint> opened = openCheckpoint(path);
  if (!opened)
    return opened.error();
  Status status =
      session.restore(opened->file.tensors(), RestoreScope::everything);
  if (!status.ok())
    return makeError(status.code(), "{}: does not fit {}: {}", path,
                     session.engine().name(), status.message());
  return std::move(opened->info);
}

Status loadParameters(Session &session, const std::string &path) {
  Expected<SafetensorsFile> file = SafetensorsFile::open(path);
  if (!file)
    return file.error();
  if (Status status = file->verifyData(); !status.ok())
    return status;
  Status status = session.restore(file->tensors(), RestoreScope::parameters);
  if (!status.ok())
    return makeError(status.code(), "{}: does not fit {}: {}", path,
                     session.engine().name(), status.message());
  return {};
}

Status saveParameters(const Session &session, const std::string &path) {
  Expected<std::vector<TensorView>> tensors = session.savedTensors();
  if (!tensors)
    return tensors.error();
  tensors->resize(session.meta().parameters()->size());
  const fb::Meta &meta = session.meta();
  return writeSafetensors(
      path, *tensors,
      {{"producer", meta.producer()->str()}, {"model", meta.model()->str()}});
}

Expected<LatestCheckpoint> latestCheckpoint(const std::string &directory) {
  std::unique_ptr<DIR, int (*)(DIR *)> listing(opendir(directory.c_str()),
                                               closedir);
  if (!listing && errno == ENOENT)
    return LatestCheckpoint();
  if (!listing)
    return makeError(StatusCode::os, "{}: cannot read: {}", directory,
                     osReason(errno));
  std::vector<int64_t> numbers;
  while (const dirent *entry = readdir(listing.get()))
    if (std::optional<int64_t> number = numberOf(entry->d_name))
      if (checkpointPath("", *number) == entry->d_name)
        numbers.push_back(*number);

  std::sort(numbers.rbegin(), numbers.rend());
  LatestCheckpoint latest;
  for (int64_t number : numbers) {
    std::string path = checkpointPath(directory, number);
    Expected<OpenCheckpoint> opened = openCheckpoint(path);
    if (opened) {
      latest.path = std::move(path);
      latest.iteration = opened->info.iteration;
      break;
    }
    latest.warnings.push_back(opened.error().message() + "; passed over");
  }
  return latest;
}

} // namespace mpcrt
