//===- FaultTest.cpp - every call of the driver may fail ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "GpuSession.h"

#include <cstdlib>
#include <set>

using namespace mpcrt;
using namespace mpcrt::test;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

class Fault : public GpuTest {
protected:
  /// All that a program does with a session; the first failure.
  static Status live() {
    auto opened = Session::open(engine(), {1, "cuda"});
    if (!opened)
      return opened.error();
    Session &session = **opened;
    Status status = use(session);
    // A broken session stays so, and says why.
    if (!status.ok())
      EXPECT_EQ(session.init(1).message(), status.message());
    return status;
  }

  static Status use(Session &session) {
    float x[3] = {1, 2, 3}, loss = 0;
    InputBuffer input = {"x", x, sizeof(x)};
    OutputBuffer output = {"loss", &loss, sizeof(loss)};
    if (Status status = session.init(1); !status.ok())
      return status;
    std::vector<uint64_t> tickets;
    for (int i = 0; i < 4; ++i) {
      auto ticket = session.submit({&input, 1});
      if (!ticket)
        return ticket.error();
      tickets.push_back(*ticket);
      if (i > 0)
        if (Status status = session.collect(tickets[i - 1], {&output, 1});
            !status.ok())
          return status;
    }
    std::string_view train = "train";
    if (auto found = session.findNonfinite({&train, 1}, {&input, 1}); !found)
      return found.error();
    if (Status status = session.set("w", x, sizeof(x)); !status.ok())
      return status;
    if (Status status = useGpuMemory(session); !status.ok())
      return status;
    // The last step is never collected.
    return session.get("w", x, sizeof(x));
  }

  /// The session's own memory serves for that of a caller.
  static Status useGpuMemory(Session &session) {
    void *w = session.find("w")->data;
    uint64_t bytes = 3 * sizeof(float);
    if (Status status = session.get("w", w, bytes, Place::gpu); !status.ok())
      return status;
    if (Status status = session.set("w", w, bytes, Place::gpu); !status.ok())
      return status;
    InputBuffer input = {"x", w, bytes, Place::gpu};
    if (Status status = session.step({&input, 1}, {}); !status.ok())
      return status;
    return session.wait();
  }
};

/// Their failure has no consequence: they end objects, or explain an error.
const std::set<std::string_view> kHarmless = {
    "cuGetErrorName",     "cuGetErrorString",
    "cuStreamDestroy_v2", "cuDevicePrimaryCtxRelease_v2",
    "cuGraphExecDestroy", "cuGraphDestroy",
    "cuEventDestroy_v2",  "cuMemFree_v2",
    "cuMemFreeHost",      "cuModuleUnload"};

} // namespace

TEST_F(Fault, of_any_call_is_a_clear_error_and_leaks_nothing) {
  ASSERT_TRUE(live().ok());
  EXPECT_THAT(leaks(), IsEmpty());
  std::vector<std::pair<std::string, long>> counts;
  for (const WatchedCall &call : calls())
    counts.emplace_back(call.name, call.calls);
  for (const auto &[name, count] : counts) {
    if (!kHarmless.count(name))
      EXPECT_GT(count, 0) << name << " is never called";
    for (int error : {3, 2, 209, 700, 702, 46, 999})
      for (long at : std::set<long>{1, (count + 1) / 2, count}) {
        forget();
        watched(name).failAt = at;
        watched(name).error = error;
        SCOPED_TRACE(testing::Message() << name << " " << at << " of " << count
                                        << " gives " << error);
        Status status = live();
        EXPECT_THAT(leaks(), IsEmpty());
        // The last calls of all are those of the end, which nobody hears of.
        bool isAtEnd = at == count && (name == "cuCtxSetCurrent" ||
                                       name == "cuStreamSynchronize");
        if (kHarmless.count(name) || isAtEnd) {
          EXPECT_TRUE(status.ok()) << status.message();
          continue;
        }
        EXPECT_EQ(status.code(), StatusCode::device);
        EXPECT_THAT(status.message(), HasSubstr("CUDA_ERROR_"));
      }
  }
}

TEST_F(Fault, of_naming_an_error_still_gives_its_number) {
  watched("cuMemAlloc_v2").failAt = 1;
  watched("cuMemAlloc_v2").error = 2;
  watched("cuGetErrorName").failAt = 1;
  watched("cuGetErrorName").error = 1;
  EXPECT_THAT(live().message(),
              testing::MatchesRegex("tiny.engine: cannot allocate [0-9]+ bytes "
                                    "of the GPU's memory for the states: "
                                    "error 2"));
}

TEST_F(Fault, of_an_old_driver_or_no_gpu_is_told) {
  watched("cuDriverGetVersion").failAt = 1;
  watched("cuDriverGetVersion").answer = 11030;
  EXPECT_THAT(live().message(),
              HasSubstr("the driver is for CUDA 11.3, but mpc needs one for "
                        "CUDA 11.4 or later. Use --device=host"));
  forget();
  watched("cuDeviceGetCount").failAt = 1;
  EXPECT_THAT(live().message(), HasSubstr("the driver finds no GPU. Use"));
  auto absent = Session::open(engine(), {1, "cuda:7"});
  ASSERT_FALSE(absent);
  EXPECT_THAT(absent.error().message(), HasSubstr("no CUDA device 7"));
}

TEST_F(Fault, of_a_library_that_is_no_driver_is_told) {
  setenv("MPC_LIBCUDA", MPC_EMULATED_NVRTC, 1);
  EXPECT_THAT(live().message(), HasSubstr("the driver's library lacks cu"));
  setenv("MPC_LIBCUDA", "/does/not/exist.so", 1);
  Status status = live();
  EXPECT_EQ(status.code(), StatusCode::device);
  EXPECT_THAT(status.message(), HasSubstr("no CUDA device: MPC_LIBCUDA="));
}
