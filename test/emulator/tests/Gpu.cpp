//===- Gpu.cpp - the emulated device, as tests use it ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Gpu.h"

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace emulator::test {

/// The stand-in, or what the environment names: a machine's own, even.
static void *open(const char *variable, const char *path) {
  if (const char *own = std::getenv(variable))
    path = own;
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  EXPECT_TRUE(library) << dlerror();
  return library;
}

void *findInCuda(const char *name) {
  static void *library = open("MPC_LIBCUDA", MPC_LIBCUDA);
  return dlsym(library, name);
}

void *findInNvrtc(const char *name) {
  static void *library = open("MPC_NVRTC", MPC_NVRTC);
  return dlsym(library, name);
}

static Cuda findCalls() {
  Cuda result;
#define CALL(NAME, ...)                                                        \
  result.NAME = reinterpret_cast<decltype(result.NAME)>(findInCuda(#NAME));    \
  EXPECT_TRUE(result.NAME) << #NAME;
#include "Calls.def"
#undef CALL
  return result;
}

const Cuda &cuda() {
  static const Cuda calls = findCalls();
  return calls;
}

// A machine's own libcuda has none of these.
void set(const char *name, const std::string &value) {
  if (void *call = findInCuda("mpcEmulatorSet"))
    reinterpret_cast<void (*)(const char *, const char *)>(call)(name,
                                                                 value.c_str());
}

uint64_t count(const char *kernel, const char *name) {
  void *call = findInCuda("mpcEmulatorCounter");
  return call ? reinterpret_cast<uint64_t (*)(const char *, const char *)>(
                    call)(kernel, name)
              : 0;
}

void resetCounters() {
  if (void *call = findInCuda("mpcEmulatorResetCounters"))
    reinterpret_cast<void (*)()>(call)();
}

template <class... P, class... A>
static int nvrtc(const char *name, A... args) {
  return reinterpret_cast<int (*)(P...)>(findInNvrtc(name))(args...);
}

static std::string readFile(const std::filesystem::path &path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

static std::string apply(const Patch &patch, std::string text) {
  size_t at = text.find(patch.oldText);
  EXPECT_NE(at, text.npos) << patch.oldText << " is not in " << patch.file;
  EXPECT_EQ(text.find(patch.oldText, at + 1), text.npos) << patch.oldText;
  return at == text.npos
             ? text
             : text.replace(at, patch.oldText.size(), patch.newText);
}

Compilation compile(const std::string &body, const std::string &arch,
                    const Patch &patch) {
  std::vector<std::string> names, texts;
  std::string text;
  for (auto &file : std::filesystem::directory_iterator(MPC_DEVICE_LIBRARY)) {
    names.push_back("mpc/" + file.path().filename().string());
    texts.push_back(readFile(file.path()));
    if (file.path().filename() == patch.file)
      texts.back() = apply(patch, texts.back());
    text += "#include \"" + names.back() + "\"\n";
  }
  text += "using namespace mpc;\n" + body;
  std::vector<const char *> nameList, textList;
  for (size_t i = 0; i < names.size(); ++i) {
    nameList.push_back(names[i].c_str());
    textList.push_back(texts[i].c_str());
  }
  using Strings = const char *const *;
  Compilation result;
  void *program = nullptr;
  EXPECT_EQ((nvrtc<void **, const char *, const char *, int, Strings, Strings>(
                "nvrtcCreateProgram", &program, text.c_str(), "test.cu",
                int(names.size()), textList.data(), nameList.data())),
            0);
  std::string option = "--gpu-architecture=" + arch;
  const char *options[] = {option.c_str(), "--std=c++20", "--fmad=false",
                           "-default-device"};
  result.result = nvrtc<void *, int, Strings>("nvrtcCompileProgram", program, 4,
                                              Strings(options));
  size_t size = 0;
  nvrtc<void *, size_t *>("nvrtcGetProgramLogSize", program, &size);
  result.log.resize(size);
  nvrtc<void *, char *>("nvrtcGetProgramLog", program, result.log.data());
  if (!result.result) {
    nvrtc<void *, size_t *>("nvrtcGetCUBINSize", program, &size);
    result.image.resize(size);
    nvrtc<void *, char *>("nvrtcGetCUBIN", program, result.image.data());
  }
  nvrtc<void **>("nvrtcDestroyProgram", &program);
  return result;
}

void GpuTest::SetUp() {
  ASSERT_EQ(cuda().cuInit(0), 0);
  ASSERT_EQ(cuda().cuDevicePrimaryCtxRetain(&context, 0), 0);
  ASSERT_EQ(cuda().cuCtxSetCurrent(context), 0);
}

void GpuTest::TearDown() { cuda().cuDevicePrimaryCtxRelease_v2(0); }

void GpuTest::load(const std::string &body, const Patch &patch) {
  Compilation code = compile(body, "sm_80", patch);
  ASSERT_EQ(code.result, 0) << code.log;
  ASSERT_EQ(cuda().cuModuleLoadData(&module, code.image.data()), 0);
  ASSERT_EQ(cuda().cuModuleGetFunction(&function, module, "kernel"), 0);
}

int GpuTest::launch(int blocks, int threads,
                    const std::vector<Address> &buffers, int sharedBytes) {
  std::vector<void *> parameters;
  for (const Address &buffer : buffers)
    parameters.push_back(const_cast<Address *>(&buffer));
  return cuda().cuLaunchKernel(function, blocks, 1, 1, threads, 1, 1,
                               sharedBytes, nullptr, parameters.data(),
                               nullptr);
}

int GpuTest::run(int blocks, int threads, const std::vector<Address> &buffers,
                 int sharedBytes) {
  int error = launch(blocks, threads, buffers, sharedBytes);
  return error ? error : cuda().cuCtxSynchronize();
}

std::string GpuTest::explain(int blocks, int threads,
                             const std::vector<Address> &buffers,
                             int sharedBytes) {
  testing::internal::CaptureStderr();
  int error = run(blocks, threads, buffers, sharedBytes);
  return std::to_string(error) + " " + testing::internal::GetCapturedStderr();
}

Address GpuTest::allocate(size_t bytes) {
  Address at = 0;
  EXPECT_EQ(cuda().cuMemAlloc_v2(&at, bytes), 0);
  return at;
}

void GpuTest::copyIn(Address to, const void *from, size_t bytes) {
  EXPECT_EQ(cuda().cuMemcpyHtoDAsync_v2(to, from, bytes, nullptr), 0);
}

void GpuTest::copyOut(void *to, Address from, size_t bytes) {
  EXPECT_EQ(cuda().cuMemcpyDtoHAsync_v2(to, from, bytes, nullptr), 0);
}

} // namespace emulator::test
