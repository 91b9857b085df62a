//===- GpuPlanTest.cpp - plans for GPUs that cannot be meant --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EngineBuilder.h"

#include "cuda/Chip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>
#include <random>

using namespace mpcrt;
using namespace mpcrt::test;
using testing::HasSubstr;

namespace {

constexpr int64_t kHuge = std::numeric_limits<int64_t>::max();

struct Spoiled {
  const char *expected;
  void (*spoil)(GpuPlanSpec &);
};

void expectAllRefused(std::initializer_list<Spoiled> cases) {
  ASSERT_EQ(openingError(tinyGpuSpec()), "");
  for (const Spoiled &one : cases) {
    EngineSpec spec = tinyGpuSpec();
    one.spoil(spec.gpu);
    EXPECT_THAT(openingError(spec), HasSubstr(one.expected));
  }
}

/// An engine with plans for `targets`, whose modules have code or only text.
std::shared_ptr<const Engine> engineFor(const std::vector<std::string> &targets,
                                        bool hasCode) {
  EngineSpec spec = tinyGpuSpec();
  spec.gpu.code = "code";
  for (ModuleSpec &module : spec.gpu.modules)
    module.bytes = hasCode ? 4 : 0;
  Sections sections;
  for (const std::string &target : targets) {
    spec.gpu.target = target;
    for (auto &section : buildSections(spec))
      if (sections.size() < 5 || section.first.ends_with(target))
        if (section.first.find("host") == section.first.npos)
          sections.push_back(section);
  }
  // Only one of each.
  Sections unique;
  for (auto &section : sections)
    if (std::ranges::none_of(unique, [&](const auto &other) {
          return other.first == section.first;
        }))
      unique.push_back(section);
  auto engine = Engine::fromMemory(asBytes(packSections(unique)), "e");
  EXPECT_TRUE(engine) << engine.error().message();
  return *engine;
}

/// "cuda:sm_80" or "cuda:sm_80 by its text for sm_90", or the error.
std::string choiceOf(const std::vector<std::string> &targets, int major,
                     int minor, bool hasCode = true) {
  cuda::Chip chip;
  chip.model = "GPU";
  chip.major = major;
  chip.minor = minor;
  auto choice = cuda::choosePlan(*engineFor(targets, hasCode), chip);
  if (!choice)
    return choice.error().message();
  return choice->target +
         (choice->arch.empty() ? "" : " by its text for " + choice->arch);
}

} // namespace

TEST(GpuPlan, refuses_bad_launches) {
  expectAllRefused({
      {"does not say how it is launched",
       [](GpuPlanSpec &g) { g.kernels[0].hasLaunch = false; }},
      {"names module 6", [](GpuPlanSpec &g) { g.kernels[0].module = 6; }},
      {"names module -1", [](GpuPlanSpec &g) { g.kernels[0].module = -1; }},
      {"the entry 'a b' is no identifier",
       [](GpuPlanSpec &g) { g.kernels[0].entry = "a b"; }},
      {"is no identifier", [](GpuPlanSpec &g) { g.kernels[0].entry = ""; }},
      {"a grid has 2 sizes",
       [](GpuPlanSpec &g) { g.kernels[0].grid.resize(2); }},
      {"from 1 to 2147483647 along x, but got 0",
       [](GpuPlanSpec &g) { g.kernels[0].grid[0] = 0; }},
      {"from 1 to 65535 along y, but got 65536",
       [](GpuPlanSpec &g) { g.kernels[0].grid[1] = 65536; }},
      {"along z, but got -1",
       [](GpuPlanSpec &g) { g.kernels[0].grid[2] = -1; }},
      {"but got 0", [](GpuPlanSpec &g) { g.kernels[0].block = 0; }},
      {"but got 1025", [](GpuPlanSpec &g) { g.kernels[0].block = 1025; }},
      {"-1 bytes of shared", [](GpuPlanSpec &g) { g.kernels[0].shared = -1; }},
      {"bytes of shared",
       [](GpuPlanSpec &g) { g.kernels[0].shared = 2 << 20; }},
      {"-1 semaphores", [](GpuPlanSpec &g) { g.kernels[0].semaphores = -1; }},
      {"-1 bytes of workspace",
       [](GpuPlanSpec &g) { g.kernels[0].workspace = -1; }},
      {"bytes of workspace",
       [](GpuPlanSpec &g) { g.kernels[0].workspace = kHuge; }},
      {"names kernel 5", [](GpuPlanSpec &g) { g.kernels.pop_back(); }},
  });
}

TEST(GpuPlan, refuses_bad_modules) {
  expectAllRefused({
      {"module 0 has 1 bytes at byte 0 of the code, which has 0",
       [](GpuPlanSpec &g) { g.modules[0].bytes = 1; }},
      {"has -1 bytes", [](GpuPlanSpec &g) { g.modules[0].bytes = -1; }},
      {"at byte 1", [](GpuPlanSpec &g) { g.modules[0].offset = 1; }},
      {"at byte -1", [](GpuPlanSpec &g) { g.modules[0].offset = -1; }},
      {"at byte 9223",
       [](GpuPlanSpec &g) { g.modules[0] = {0, kHuge, kHuge}; }},
      {"names source 6", [](GpuPlanSpec &g) { g.modules[0].source = 6; }},
      {"names source -1", [](GpuPlanSpec &g) { g.modules[0].source = -1; }},
      {"not printable", [](GpuPlanSpec &g) { g.sources[0].name = "\x1b"; }},
      {"a name has 0 bytes",
       [](GpuPlanSpec &g) { g.headers.push_back({"", ""}); }},
  });
}

TEST(GpuPlan, allows_fewer_operands_than_a_host_plan) {
  EngineSpec spec = tinyGpuSpec();
  std::vector<BufferSpec> &buffers = spec.function("train").nodes[0].buffers;
  buffers.resize(501, buffers[0]);
  EXPECT_THAT(openingError(spec), HasSubstr("at most 500"));
}

TEST(GpuPlan, takes_the_code_that_fits_the_chip_best) {
  std::vector<std::string> all = {"cuda:sm_80", "cuda:sm_86", "cuda:sm_90a",
                                  "cuda:sm_100"};
  EXPECT_EQ(choiceOf(all, 8, 0), "cuda:sm_80");
  EXPECT_EQ(choiceOf(all, 8, 6), "cuda:sm_86");
  EXPECT_EQ(choiceOf(all, 8, 9), "cuda:sm_86");
  EXPECT_EQ(choiceOf(all, 9, 0), "cuda:sm_90a");
  EXPECT_EQ(choiceOf(all, 10, 3), "cuda:sm_100");
  EXPECT_EQ(choiceOf({"cuda:sm_90", "cuda:sm_90a"}, 9, 0), "cuda:sm_90a");
}

TEST(GpuPlan, takes_text_where_no_code_fits) {
  EXPECT_EQ(choiceOf({"cuda:sm_80", "cuda:sm_90a"}, 12, 0),
            "cuda:sm_80 by its text for sm_120");
  EXPECT_EQ(choiceOf({"cuda:sm_80"}, 8, 6, false),
            "cuda:sm_80 by its text for sm_86");
  EXPECT_EQ(choiceOf({"cuda:sm_90a"}, 9, 0, false),
            "cuda:sm_90a by its text for sm_90a");
}

TEST(GpuPlan, says_what_the_engine_holds_and_what_the_chip_is) {
  EXPECT_EQ(choiceOf({"cuda:sm_90a"}, 8, 9),
            "e: has no code for GPU (cuda:0, sm_89) (it has: 'cuda:sm_90a'); "
            "compile it again with --target=cuda:sm_89");
  EXPECT_THAT(choiceOf({"cuda:sm_80"}, 7, 5),
              HasSubstr("needs sm_80 or later"));
  EXPECT_THAT(choiceOf({"cuda:sm_90a"}, 10, 0), HasSubstr("has no code for"));
  EXPECT_THAT(choiceOf({"cuda:sm_x", "cuda:", "cuda:sm_80b"}, 8, 0),
              HasSubstr("has no code for"));
}

TEST(GpuPlan, survives_damage_that_no_checksum_shows) {
  // With this the driver is not opened, but every table is read.
  Sections sections = buildSections(tinyGpuSpec());
  std::mt19937 random(1);
  int opened = 0;
  for (int i = 0; i < 20'000; ++i) {
    Sections changed = sections;
    std::string &victim = changed[i % 2 ? 4 : 6].second;
    for (unsigned n = 1 + random() % 3; n; --n) {
      size_t at = random() % victim.size();
      victim[at] = random() % 2 ? char(random()) : char(random() % 3 - 1);
    }
    auto engine = Engine::fromMemory(asBytes(packSections(changed)), "e");
    if (!engine)
      continue;
    ++opened;
    cuda::Chip chip;
    chip.major = 8;
    EXPECT_TRUE(cuda::choosePlan(**engine, chip));
  }
  EXPECT_GT(opened, 100);
}

TEST(GpuPlan, is_refused_without_a_driver) {
  ASSERT_EQ(setenv("MPC_LIBCUDA", "/does/not/exist.so", 1), 0);
  auto engine = openEngine(tinyGpuSpec());
  auto session = Session::open(engine, {1, "cuda"});
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code(), StatusCode::device);
  EXPECT_THAT(session.error().message(),
              HasSubstr("no CUDA device: MPC_LIBCUDA='/does/not/exist.so'"));
  EXPECT_THAT(session.error().message(),
              HasSubstr("Use --device=host to train on the CPU"));
  auto fallback = Session::open(engine, {1, "auto"});
  ASSERT_TRUE(fallback);
  EXPECT_EQ((*fallback)->deviceName(), "host");
  EXPECT_THAT((*fallback)->notes(),
              testing::ElementsAre(HasSubstr("no CUDA device")));
  unsetenv("MPC_LIBCUDA");
}

TEST(GpuPlan, is_asked_for_by_a_known_name) {
  for (const char *device :
       {"", "gpu", "cuda:", "cuda:x", "cuda:-1", "cuda0"}) {
    auto session = Session::open(openEngine(tinyGpuSpec()), {1, device});
    ASSERT_FALSE(session) << device;
    EXPECT_EQ(session.error().code(), StatusCode::usage);
  }
}
