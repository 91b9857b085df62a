//===- CheckpointTest.cpp - a session in a file ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EngineBuilder.h"
#include "TestFiles.h"

#include "mpcrt/Checkpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace mpcrt;
using namespace mpcrt::test;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

/// All that a session keeps, as one text.
std::string contents(const Session &session) {
  std::string all;
  for (auto saved = session.savedTensors(); const TensorView &tensor : *saved)
    all.append(reinterpret_cast<const char *>(tensor.bytes.data()),
               tensor.bytes.size());
  return all;
}

/// A session after `steps` steps.
std::unique_ptr<Session> trainedSession(int steps,
                                        const EngineSpec &spec = tinySpec()) {
  auto session = openSession(spec);
  EXPECT_TRUE(session->init(3).ok());
  float x[3] = {1, 2, 3};
  InputBuffer input = {"x", x, sizeof(x)};
  for (int i = 0; i < steps; ++i)
    EXPECT_TRUE(session->step({&input, 1}, {}).ok());
  return session;
}

void save(const Session &session, const std::string &path, int64_t iteration) {
  Status status = saveCheckpoint(session, path, {iteration, 3, {}});
  ASSERT_TRUE(status.ok()) << status.message();
}

/// Loads `path` into a fresh session of `spec`, expecting it to be refused and
/// the session to stay as it was. Returns the text of the error.
std::string refusal(const std::string &path, const EngineSpec &spec) {
  auto session = trainedSession(1, spec);
  std::string before = contents(*session);
  auto info = loadCheckpoint(*session, path);
  EXPECT_EQ(contents(*session), before);
  EXPECT_FALSE(info);
  return info ? "" : info.error().message();
}

} // namespace

TEST(Checkpoint, keeps_everything_but_the_gradients) {
  TestDirectory directory;
  auto session = trainedSession(2);
  std::string path = checkpointPath(directory.path(), 2);
  CheckpointInfo info = {2, 3, {{"epoch", "1"}, {"batch", "17"}}};
  ASSERT_TRUE(saveCheckpoint(*session, path, info).ok());
  EXPECT_THAT(directory.files(), ElementsAre("step-000002.safetensors"));

  auto file = SafetensorsFile::open(path);
  ASSERT_TRUE(file) << file.error().message();
  std::vector<std::string> names;
  for (auto saved = session->savedTensors(); const TensorView &tensor : *saved)
    names.push_back(tensor.name);
  EXPECT_THAT(names, ElementsAre("w", "b", "adam.m/w", "adam.m/b",
                                 "mpc.state/iteration", "mpc.state/lr",
                                 "mpc.state/mean"));
  EXPECT_EQ(file->tensors().size(), names.size());
  EXPECT_EQ(file->metadata().at("producer"), "mpc test");
  EXPECT_EQ(file->metadata().at("model"), "tiny");
  EXPECT_EQ(file->metadata().at("format"), "f32");
  EXPECT_EQ(file->metadata().at("optimizer"), "sgd");

  auto other = openSession(tinySpec());
  auto loaded = loadCheckpoint(*other, path);
  ASSERT_TRUE(loaded) << loaded.error().message();
  EXPECT_EQ(loaded->iteration, 2);
  EXPECT_EQ(loaded->seed, 3);
  EXPECT_EQ(loaded->position, info.position);
  EXPECT_EQ(contents(*other), contents(*session));
}

TEST(Checkpoint, resumes_bitwise) {
  TestDirectory directory;
  auto session = trainedSession(2);
  save(*session, directory.path("a"), 2);
  auto resumed = openSession(tinySpec());
  ASSERT_TRUE(loadCheckpoint(*resumed, directory.path("a")));
  float x[3] = {0.1f, 0.2f, 0.3f};
  InputBuffer input = {"x", x, sizeof(x)};
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(session->step({&input, 1}, {}).ok());
    ASSERT_TRUE(resumed->step({&input, 1}, {}).ok());
  }
  EXPECT_EQ(contents(*session), contents(*resumed));
}

TEST(Checkpoint, has_the_same_bytes_each_time) {
  TestDirectory directory;
  save(*trainedSession(2), directory.path("a"), 2);
  save(*trainedSession(2), directory.path("b"), 2);
  EXPECT_EQ(readAll(directory.path("a")), readAll(directory.path("b")));
}

TEST(Checkpoint, is_refused_by_another_model) {
  TestDirectory directory;
  std::string path = directory.path("a");
  save(*trainedSession(1), path, 1);
  EngineSpec spec = tinySpec();
  spec.parameters[1].tensor.shape = {2, 1};
  EXPECT_THAT(refusal(path, spec),
              HasSubstr("'b' is f32[2], but the engine has f32[2,1]"));
  spec = tinySpec();
  spec.parameters[1].tensor.name = "c";
  EXPECT_THAT(refusal(path, spec),
              HasSubstr("2 of 7 tensors are missing: 'c', 'adam.m/c'"));
  spec = tinySpec();
  spec.states[1].tensor.name = "momentum";
  EXPECT_THAT(refusal(path, spec), HasSubstr("missing: 'momentum/w'"));
  spec = tinySpec();
  spec.states.pop_back();
  EXPECT_THAT(refusal(path, spec),
              HasSubstr("1 tensors are not the engine's: 'mpc.state/mean'"));
  spec = tinySpec();
  spec.states[5].tensor.dtype = DType::f64;
  EXPECT_THAT(refusal(path, spec), HasSubstr("but the engine has f64[2]"));
}

EngineSpec scaledSpec(bool dynamic) {
  EngineSpec spec = tinySpec();
  spec.states.push_back(
      {{"loss_scale", DType::f32, {}}, fb::StateKind::scalar, 1024});
  spec.states.push_back(
      {{"skipped", DType::i64, {}}, fb::StateKind::counter, 0});
  if (!dynamic)
    return spec;
  spec.states.push_back(
      {{"growth_tracker", DType::i64, {}}, fb::StateKind::counter, 0});
  spec.states.push_back(
      {{"scale_growth", DType::f32, {}}, fb::StateKind::scalar, 2});
  spec.states.push_back(
      {{"scale_backoff", DType::f32, {}}, fb::StateKind::scalar, 0.5});
  spec.states.push_back(
      {{"growth_interval", DType::i64, {}}, fb::StateKind::counter, 2000});
  return spec;
}

TEST(Checkpoint, fits_engines_that_scale_the_loss_otherwise) {
  TestDirectory directory;
  std::string path = directory.path("a");
  for (const EngineSpec &from :
       {tinySpec(), scaledSpec(false), scaledSpec(true)})
    for (const EngineSpec &to :
         {tinySpec(), scaledSpec(false), scaledSpec(true)}) {
      auto session = openSession(from);
      float w[3] = {1, 2, 3}, scale = 64;
      ASSERT_TRUE(session->set("w", w, sizeof(w)).ok());
      bool fromScaled = from.states.size() > tinySpec().states.size();
      if (fromScaled)
        ASSERT_TRUE(session->set("loss_scale", &scale, sizeof(scale)).ok());
      save(*session, path, 1);
      auto other = openSession(to);
      auto loaded = loadCheckpoint(*other, path);
      ASSERT_TRUE(loaded) << loaded.error().message();
      float got[3] = {};
      ASSERT_TRUE(other->get("w", got, sizeof(got)).ok());
      EXPECT_THAT(got, ElementsAre(1, 2, 3));
      if (!other->view("loss_scale"))
        continue;
      // What is missing keeps its initial value.
      ASSERT_TRUE(other->get("loss_scale", &scale, sizeof(scale)).ok());
      EXPECT_EQ(scale, fromScaled ? 64 : 1024);
    }
}

TEST(Checkpoint, must_have_the_models_own_state_of_that_name) {
  TestDirectory directory;
  std::string path = directory.path("a");
  save(*trainedSession(1), path, 1);
  EngineSpec spec = tinySpec();
  spec.states.push_back({{"loss_scale", DType::f32, {}}, fb::StateKind::state});
  EXPECT_THAT(refusal(path, spec),
              HasSubstr("missing: 'mpc.state/loss_scale'"));
}

TEST(Checkpoint, is_refused_if_a_scaling_state_has_another_type) {
  TestDirectory directory;
  std::string path = directory.path("a");
  save(*openSession(scaledSpec(true)), path, 1);
  EngineSpec spec = scaledSpec(true);
  spec.states[6].tensor.dtype = DType::f64;
  EXPECT_THAT(refusal(path, spec), HasSubstr("but the engine has f64[]"));
}

TEST(Checkpoint, is_refused_if_it_is_damaged) {
  TestDirectory directory;
  std::string path = directory.path("a"), broken = directory.path("b");
  save(*trainedSession(1), path, 1);
  std::string good = readAll(path);
  auto session = trainedSession(4);
  std::string before = contents(*session);
  for (size_t length = 0; length < good.size(); ++length) {
    writeAll(broken, good.substr(0, length));
    ASSERT_FALSE(loadCheckpoint(*session, broken)) << length;
  }
  for (size_t at = good.size() - 40; at < good.size(); ++at) {
    std::string changed = good;
    changed[at] ^= 4;
    writeAll(broken, changed);
    ASSERT_FALSE(loadCheckpoint(*session, broken)) << at;
  }
  EXPECT_EQ(contents(*session), before);
}

TEST(Checkpoint, is_more_than_a_file_of_weights) {
  TestDirectory directory;
  std::string path = directory.path("a");
  ASSERT_TRUE(saveParameters(*trainedSession(1), path).ok());
  EXPECT_THAT(refusal(path, tinySpec()),
              HasSubstr("is no checkpoint: its metadata has no number"));
}

TEST(Checkpoint, gives_its_parameters_to_other_sessions) {
  TestDirectory directory;
  auto trained = trainedSession(3);
  save(*trained, directory.path("a"), 3);
  ASSERT_TRUE(saveParameters(*trained, directory.path("b")).ok());
  for (const char *file : {"a", "b"}) {
    auto session = openSession(tinySpec());
    Status status = loadParameters(*session, directory.path(file));
    ASSERT_TRUE(status.ok()) << status.message();
    auto expected = trained->view("w")->bytes;
    auto found = session->view("w")->bytes;
    EXPECT_TRUE(std::equal(found.begin(), found.end(), expected.begin()));
    int64_t iteration = -1;
    ASSERT_TRUE(session->get("iteration", &iteration, 8).ok());
    EXPECT_EQ(iteration, 0);
  }
}

TEST(Checkpoint, leaves_the_session_alone_if_parameters_are_missing) {
  TestDirectory directory;
  float w[3] = {7, 8, 9};
  TensorView tensor = {"w", DType::f32, {3}, std::as_bytes(std::span(w))};
  ASSERT_TRUE(writeSafetensors(directory.path("a"), {&tensor, 1}, {}).ok());
  auto session = trainedSession(1);
  std::string before = contents(*session);
  Status status = loadParameters(*session, directory.path("a"));
  EXPECT_THAT(status.message(), HasSubstr("1 of 2 tensors are missing: 'b'"));
  EXPECT_EQ(contents(*session), before);
}

TEST(Checkpoint, reports_where_it_cannot_write) {
  auto session = trainedSession(1);
  for (const char *path : {"/does/not/exist/a", "/dev/null/a", "/"}) {
    Status status = saveCheckpoint(*session, path, {});
    EXPECT_EQ(status.code(), StatusCode::os) << path;
    EXPECT_THAT(status.message(), HasSubstr(": cannot write: "));
  }
}

TEST(Checkpoint, survives_a_full_disk) {
  // A limit on the size of files stands for the disk.
  TestDirectory directory;
  auto session = trainedSession(1);
  save(*session, checkpointPath(directory.path(), 1), 1);
  std::string before = readAll(checkpointPath(directory.path(), 1));

  struct rlimit old = {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &old), 0);
  auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
  struct rlimit small = {200, old.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  Status again =
      saveCheckpoint(*session, checkpointPath(directory.path(), 1), {1, 3, {}});
  Status next =
      saveCheckpoint(*session, checkpointPath(directory.path(), 2), {2, 3, {}});
  setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, oldHandler);

  EXPECT_EQ(again.code(), StatusCode::os);
  EXPECT_EQ(next.code(), StatusCode::os);
  EXPECT_THAT(directory.files(), ElementsAre("step-000001.safetensors"));
  EXPECT_EQ(readAll(checkpointPath(directory.path(), 1)), before);
}

TEST(Checkpoint, survives_being_killed_while_writing) {
  TestDirectory directory;
  EngineSpec spec = tinySpec();
  spec.states[5].tensor.shape = {1 << 18};
  auto session = trainedSession(1, spec);
  for (int round = 0; round < 12; ++round) {
    pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0)
      for (int64_t i = 1;; ++i)
        (void)saveCheckpoint(*session, checkpointPath(directory.path(), i),
                             {i, 3, {}});
    usleep(2000 + 1700 * round);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);

    auto latest = latestCheckpoint(directory.path());
    ASSERT_TRUE(latest) << latest.error().message();
    EXPECT_THAT(latest->warnings, testing::IsEmpty());
    if (latest->path.empty())
      continue;
    auto resumed = openSession(spec);
    auto info = loadCheckpoint(*resumed, latest->path);
    ASSERT_TRUE(info) << info.error().message();
    EXPECT_EQ(contents(*resumed), contents(*session));
  }
}

TEST(Checkpoint, latest_is_the_highest_complete_one) {
  TestDirectory directory;
  auto session = trainedSession(1);
  for (int64_t i : {5, 999'999, 1'000'000, 40})
    save(*session, checkpointPath(directory.path(), i), i);
  writeAll(directory.path("step-2000000.safetensors.tmp"), "half");
  writeAll(directory.path("step-9.safetensors"), "not our name");
  writeAll(directory.path("step-.safetensors"), "");
  writeAll(directory.path("step--00001.safetensors"), "");
  writeAll(directory.path("notes.txt"), "");
  auto latest = latestCheckpoint(directory.path());
  ASSERT_TRUE(latest) << latest.error().message();
  EXPECT_EQ(latest->path, directory.path("step-1000000.safetensors"));
  EXPECT_EQ(latest->iteration, 1'000'000);
  EXPECT_THAT(latest->warnings, testing::IsEmpty());
}

TEST(Checkpoint, latest_passes_over_damaged_ones_and_says_so) {
  TestDirectory directory;
  auto session = trainedSession(1);
  for (int64_t i : {1, 2, 3})
    save(*session, checkpointPath(directory.path(), i), i);
  std::string two = readAll(checkpointPath(directory.path(), 2));
  two.back() ^= 1;
  writeAll(checkpointPath(directory.path(), 2), two);
  writeAll(checkpointPath(directory.path(), 3), two.substr(0, 100));
  auto latest = latestCheckpoint(directory.path());
  ASSERT_TRUE(latest) << latest.error().message();
  EXPECT_EQ(latest->iteration, 1);
  EXPECT_THAT(latest->warnings,
              ElementsAre(HasSubstr("step-000003.safetensors: is cut off"),
                          HasSubstr("step-000002.safetensors: its data is "
                                    "damaged")));
}

TEST(Checkpoint, latest_of_nothing_is_none) {
  TestDirectory directory;
  EXPECT_EQ(latestCheckpoint(directory.path())->path, "");
  EXPECT_EQ(latestCheckpoint(directory.path("none"))->path, "");
  writeAll(directory.path("file"), "");
  EXPECT_EQ(latestCheckpoint(directory.path("file")).error().code(),
            StatusCode::os);
}
