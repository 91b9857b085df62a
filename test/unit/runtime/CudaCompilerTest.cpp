//===- CudaCompilerTest.cpp - CUDA C++ to device code --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//
// What needs NVRTC is skipped where it cannot be found: make deps gets it from
// PyPI for the tests.
//
//===----------------------------------------------------------------------===//

#include "TestFiles.h"

#include "cuda/Nvrtc.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

using namespace mpcrt;
using namespace mpcrt::test;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace {

/// A kernel whose code differs with `step`.
CudaSource makeSource(const std::string &name, int step,
                      const std::string &before = "") {
  return {name, before +
                    "#include \"mpc/types.cuh\"\n"
                    "extern \"C\" __global__ void kernel(int *x) {\n"
                    "  x[threadIdx.x] += " +
                    std::to_string(step) + ";\n}\n"};
}

CudaOptions withoutCache(int threads = 1) {
  CudaOptions options;
  options.threads = threads;
  options.useCache = false;
  return options;
}

/// Compiles and expects success.
std::vector<CudaBinary> compile(const std::vector<CudaSource> &sources,
                                const CudaOptions &options = withoutCache(),
                                std::string_view arch = "sm_80") {
  auto binaries = compileCuda(sources, arch, options);
  if (!binaries) {
    ADD_FAILURE() << binaries.error().message();
    return std::vector<CudaBinary>(sources.size());
  }
  return std::move(*binaries);
}

/// Compiles and expects a failure.
Status refuse(const std::vector<CudaSource> &sources,
              std::string_view arch = "sm_80") {
  auto binaries = compileCuda(sources, arch, withoutCache());
  EXPECT_FALSE(binaries);
  return binaries ? Status() : binaries.error();
}

std::string textOf(const CudaBinary &binary) {
  return {reinterpret_cast<const char *>(binary.bytes.data()),
          binary.bytes.size()};
}

/// Sets a variable of the environment for one scope.
class Variable {
public:
  Variable(const char *name, const std::string &value) : name(name) {
    if (const char *was = std::getenv(name))
      before = was;
    setenv(name, value.c_str(), 1);
  }
  ~Variable() { before ? setenv(name, before->c_str(), 1) : unsetenv(name); }

private:
  const char *name;
  std::optional<std::string> before;
};

/// Tests that need the real library, with a cache of their own.
class CudaCompiler : public testing::Test {
protected:
  void SetUp() override {
    if (auto nvrtc = findNvrtc(); !nvrtc)
      GTEST_SKIP() << nvrtc.error().message();
  }

  TestDirectory directory;
  Variable cache{"MPC_CACHE_DIR", directory.path("cache")};
};

} // namespace

TEST(DeviceHeaders, hold_the_files_of_the_device_library) {
  std::filesystem::path folder = MPC_SOURCE "/runtime/device";
  size_t files = 0;
  for (const auto &entry : std::filesystem::directory_iterator(folder))
    files += entry.path().extension() == ".cuh";
  EXPECT_EQ(deviceHeaders().size(), files);
  for (const CudaHeader &header : deviceHeaders()) {
    ASSERT_THAT(header.name, StartsWith("mpc/"));
    EXPECT_EQ(header.text, readAll(folder / (header.name + 4))) << header.name;
  }
}

TEST_F(CudaCompiler, takes_each_file_of_the_device_library_for_each_chip) {
  for (std::string_view arch : cudaArchs()) {
    std::vector<CudaSource> sources;
    for (const CudaHeader &header : deviceHeaders())
      sources.push_back(
          {"user.cu", "#include \"" + std::string(header.name) +
                          "\"\nextern \"C\" __global__ void kernel() {}\n"});
    for (const CudaBinary &binary : compile(sources, withoutCache(), arch)) {
      EXPECT_EQ(binary.log, "") << arch;
      EXPECT_THAT(textOf(binary).substr(0, 4), isVirtualArch(arch) ? "//\n/"
                                                                   : "\x7f"
                                                                     "ELF");
    }
  }
}

TEST_F(CudaCompiler, makes_ptx_that_is_a_string_of_c) {
  std::string ptx =
      textOf(compile({makeSource("k", 1)}, withoutCache(), "compute_80")[0]);
  EXPECT_THAT(ptx, HasSubstr(".target sm_80"));
  EXPECT_EQ(ptx.find('\0'), ptx.size() - 1);
}

TEST_F(CudaCompiler, names_source_and_line_of_an_error) {
  Status error = refuse({makeSource("good.cu", 1),
                         {"bad.cu", "// a comment\nint x = ;\n"},
                         {"worse.cu", "int y = ;\n"}});
  EXPECT_EQ(error.code(), StatusCode::internal);
  EXPECT_THAT(error.message(), StartsWith("bad.cu: NVRTC "));
  EXPECT_THAT(error.message(), HasSubstr("for sm_80"));
  EXPECT_THAT(error.message(), HasSubstr("bad.cu(2): error"));
  EXPECT_THAT(error.message(), Not(HasSubstr("worse.cu")));
}

TEST_F(CudaCompiler, reports_warnings_of_fresh_compilations) {
  auto binary = compile({makeSource("loud.cu", 1, "#warning psst\n")})[0];
  EXPECT_THAT(binary.log, HasSubstr("loud.cu(1): warning"));
}

TEST_F(CudaCompiler, includes_nothing_but_the_device_library) {
  TestDirectory here;
  writeAll(here.path("stray.cuh"), "");
  auto before = std::filesystem::current_path();
  std::filesystem::current_path(here.path());
  Status error = refuse({{"k.cu", "#include \"stray.cuh\"\n"}});
  std::filesystem::current_path(before);
  EXPECT_THAT(error.message(), HasSubstr("stray.cuh"));
}

TEST_F(CudaCompiler, gives_results_in_order_on_any_number_of_threads) {
  std::vector<CudaSource> sources;
  for (int i : {1, 2, 3, 2, 4, 1})
    sources.push_back(makeSource("kernel" + std::to_string(i), i));
  auto alone = compile(sources);
  for (int threads : {2, 5}) {
    auto together = compile(sources, withoutCache(threads));
    for (size_t i = 0; i < sources.size(); ++i)
      EXPECT_EQ(together[i].bytes, alone[i].bytes) << i;
  }
  EXPECT_NE(alone[0].bytes, alone[1].bytes);
}

TEST_F(CudaCompiler, gives_the_same_bytes_each_time) {
  for (std::string_view arch : {"sm_80", "compute_80"}) {
    auto first = compile({makeSource("k", 1)}, withoutCache(), arch);
    for (int i = 1; i < 20; ++i)
      EXPECT_EQ(compile({makeSource("k", 1)}, withoutCache(), arch)[0].bytes,
                first[0].bytes);
  }
}

TEST_F(CudaCompiler, compiles_equal_sources_once) {
  auto binaries = compile({makeSource("one", 1, "// of line 3\n"),
                           makeSource("two", 1, "\n/* of\nline 4 */ // x\n"),
                           makeSource("three", 2)});
  EXPECT_GT(binaries[0].milliseconds, 0);
  EXPECT_EQ(binaries[1].milliseconds, 0);
  EXPECT_GT(binaries[2].milliseconds, 0);
  EXPECT_EQ(binaries[0].bytes, binaries[1].bytes);
  // So that it may.
  EXPECT_EQ(compile({makeSource("two", 1, "\n\n\n//\n")})[0].bytes,
            binaries[0].bytes);
}

TEST_F(CudaCompiler, tells_code_before_the_first_include_from_comments) {
  for (const char *before : {"#define X 1\n", "// \\\n\n", "struct X;\n"}) {
    auto binaries = compile({makeSource("k", 1), makeSource("k", 1, before)});
    EXPECT_GT(binaries[1].milliseconds, 0) << before;
  }
}

TEST_F(CudaCompiler, takes_from_the_cache_what_it_compiled_before) {
  CudaOptions options;
  auto fresh = compile({makeSource("one", 1)}, options);
  EXPECT_FALSE(fresh[0].fromCache);
  auto again = compile({makeSource("two", 1, "// other\n")}, options);
  EXPECT_TRUE(again[0].fromCache);
  EXPECT_EQ(again[0].bytes, fresh[0].bytes);
  EXPECT_FALSE(compile({makeSource("one", 2)}, options)[0].fromCache);
  EXPECT_FALSE(compile({makeSource("one", 1)}, options, "sm_86")[0].fromCache);
  options.flags = {"-lineinfo"};
  EXPECT_FALSE(compile({makeSource("one", 1)}, options)[0].fromCache);
  EXPECT_FALSE(compile({makeSource("two", 1)}, options)[0].fromCache);
  EXPECT_TRUE(compile({makeSource("two", 1)}, options)[0].fromCache);
}

TEST_F(CudaCompiler, works_without_its_cache_and_says_so_once) {
  Variable broken("MPC_CACHE_DIR", "/proc/mpc-cache");
  std::vector<std::string> notes;
  CudaOptions options;
  options.note = [&](const std::string &note) { notes.push_back(note); };
  compile({makeSource("one", 1), makeSource("two", 2)}, options);
  EXPECT_THAT(notes, testing::ElementsAre(HasSubstr("/proc/mpc-cache")));
}

TEST_F(CudaCompiler, refuses_architectures_that_cannot_be) {
  EXPECT_THAT(refuse({}, "sm_10").message(),
              HasSubstr("does not support 'sm_10', but only"));
  for (const char *bad : {"", "sm_", "sm_80x", "80", "compute_", "sm_-80",
                          "sm_99999999999", "sm_80 ", "host"}) {
    Status error = refuse({}, bad);
    EXPECT_EQ(error.code(), StatusCode::usage) << bad;
    EXPECT_THAT(error.message(), HasSubstr("is no CUDA architecture; expects "
                                           "one of sm_80, sm_86"));
  }
}

TEST_F(CudaCompiler, refuses_unknown_flags) {
  CudaOptions options = withoutCache();
  options.flags = {"--no-such-flag"};
  auto binaries =
      compileCuda(std::vector{makeSource("k", 1)}, "sm_80", options);
  ASSERT_FALSE(binaries);
  EXPECT_EQ(binaries.error().code(), StatusCode::usage);
  EXPECT_THAT(binaries.error().message(), HasSubstr("no-such-flag"));
}

TEST(Nvrtc, does_not_replace_the_library_that_was_asked_for) {
  for (const char *bad : {"/nowhere/libnvrtc.so", "libc.so.6"}) {
    Variable asked("MPC_NVRTC", bad);
    Status error = refuse({});
    EXPECT_EQ(error.code(), StatusCode::device);
    EXPECT_THAT(error.message(),
                StartsWith("cannot use MPC_NVRTC=" + std::string(bad)));
  }
}

TEST(Nvrtc, tells_where_it_was_looked_for) {
  TestDirectory directory;
  writeAll(directory.path("libnvrtc.so.13"), "not ELF");
  Variable home("CUDA_HOME", "/nowhere");
  Variable python("VIRTUAL_ENV", "/some/environment");
  NvrtcPlaces places = nvrtcPlaces();
  // What this machine has must not matter.
  places.candidates = {"libno-such-nvrtc.so", directory.path("libnvrtc.so.13")};
  auto nvrtc = Nvrtc::openAny(places);
  ASSERT_FALSE(nvrtc);
  EXPECT_EQ(nvrtc.error().code(), StatusCode::device);
  for (const char *part :
       {"/nowhere/lib64/libnvrtc.so*", "libnvrtc.so.13, ",
        "/usr/local/cuda*/lib64", "/some/environment/lib/python3*/",
        "libnvrtc.so.13: file too short", "set MPC_NVRTC"})
    EXPECT_THAT(nvrtc.error().message(), HasSubstr(part));
}

TEST(Nvrtc, is_found_in_a_python_environment) {
  TestDirectory directory;
  std::string folder =
      directory.path("lib/python3.11/site-packages/nvidia/cu13/lib");
  std::filesystem::create_directories(folder);
  writeAll(folder + "/libnvrtc.so.13", "");
  Variable python("VIRTUAL_ENV", directory.path());
  EXPECT_THAT(nvrtcPlaces().candidates,
              testing::Contains(folder + "/libnvrtc.so.13"));
}
