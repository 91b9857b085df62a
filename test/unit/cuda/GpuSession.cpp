//===- GpuSession.cpp - sessions on the emulated device -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "GpuSession.h"

#include "TinyGpuImage.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>

namespace mpcrt::test {

namespace {

/// What gives back what the first call makes.
constexpr std::pair<const char *, const char *> kPairs[] = {
    {"cuDevicePrimaryCtxRetain", "cuDevicePrimaryCtxRelease_v2"},
    {"cuStreamCreate", "cuStreamDestroy_v2"},
    {"cuStreamBeginCapture_v2", "cuStreamEndCapture"},
    {"cuStreamEndCapture", "cuGraphDestroy"},
    {"cuGraphInstantiateWithFlags", "cuGraphExecDestroy"},
    {"cuEventCreate", "cuEventDestroy_v2"},
    {"cuMemAlloc_v2", "cuMemFree_v2"},
    {"cuMemHostAlloc", "cuMemFreeHost"},
    {"cuModuleLoadDataEx", "cuModuleUnload"}};

} // namespace

void GpuTest::SetUp() {
  setenv("MPC_LIBCUDA", MPC_WATCHED_CUDA, 1);
  setenv("MPC_NVRTC", MPC_EMULATED_NVRTC, 1);
  engine();
  forget();
}

std::span<WatchedCall> GpuTest::calls() {
  static auto *all = static_cast<WatchedCalls *>(::dlsym(
      ::dlopen(MPC_WATCHED_CUDA, RTLD_NOW | RTLD_LOCAL), "mpcWatchedCalls"));
  return {all->calls, size_t(all->count)};
}

WatchedCall &GpuTest::watched(std::string_view name) {
  auto found = std::ranges::find_if(
      calls(), [&](const WatchedCall &call) { return call.name == name; });
  EXPECT_NE(found, calls().end()) << name;
  return *found;
}

void GpuTest::forget() {
  for (WatchedCall &call : calls())
    call = {call.name};
}

std::vector<std::string> GpuTest::leaks() {
  std::vector<std::string> names;
  for (auto [make, giveBack] : kPairs)
    if (watched(make).successes != watched(giveBack).calls)
      names.push_back(make);
  return names;
}

std::shared_ptr<const Engine> GpuTest::engine() {
  static auto engine =
      Engine::fromMemory(asBytes(tinyGpuImage()), "tiny.engine");
  EXPECT_TRUE(engine) << engine.error().message();
  return *engine;
}

std::unique_ptr<Session> GpuTest::open(const std::string &device) {
  auto session = Session::open(engine(), {1, device});
  EXPECT_TRUE(session) << session.error().message();
  return session ? std::move(*session) : nullptr;
}

float step(Session &session, const std::vector<float> &x) {
  float loss = 0;
  InputBuffer input = {"x", x.data(), x.size() * 4};
  OutputBuffer output = {"loss", &loss, 4};
  Status status = session.step({&input, 1}, {&output, 1});
  EXPECT_TRUE(status.ok()) << status.message();
  return loss;
}

uint64_t submit(Session &session, const std::vector<float> &x) {
  InputBuffer input = {"x", x.data(), x.size() * 4};
  auto ticket = session.submit({&input, 1});
  EXPECT_TRUE(ticket) << ticket.error().message();
  return ticket ? *ticket : 0;
}

std::vector<float> floats(const Session &session, const char *name) {
  auto view = session.view(name);
  EXPECT_TRUE(view) << view.error().message();
  if (!view)
    return {};
  std::vector<float> values(view->bytes.size() / 4);
  std::memcpy(values.data(), view->bytes.data(), view->bytes.size());
  return values;
}

} // namespace mpcrt::test
