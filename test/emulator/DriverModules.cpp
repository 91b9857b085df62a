//===- DriverModules.cpp - libcuda: modules and launches ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver.h"

#include "Counters.h"
#include "GlobalMemory.h"
#include "Image.h"
#include "Races.h"
#include "Report.h"
#include "Traps.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <numeric>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

using namespace emulator;

//===----------------------------------------------------------------------===//
// Modules
//===----------------------------------------------------------------------===//

/// Kernels call this library, which its user may have opened for itself only.
static void offerHooks() {
  static bool isDone = false;
  Dl_info info;
  if (!std::exchange(isDone, true) &&
      dladdr(reinterpret_cast<void *>(&offerHooks), &info))
    dlopen(info.dli_fname, RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL);
}

/// Opens a shared object that is in memory. Its file stays open, for the linker
/// takes files of one name, which is the file's number, to be the same.
static bool open(emulator::Module &module, const char *bytes, size_t size) {
  module.file = memfd_create("mpc-emulated-kernel", MFD_CLOEXEC);
  if (module.file < 0 || write(module.file, bytes, size) != ssize_t(size))
    return false;
  module.library = dlopen(format("/proc/self/fd/%d", module.file).c_str(),
                          RTLD_NOW | RTLD_LOCAL);
  if (!module.library)
    std::fprintf(stderr, "emulated device: %s\n", dlerror());
  return module.library;
}

emulator::Module::~Module() {
  if (library)
    dlclose(library);
  if (file >= 0)
    close(file);
}

static bool canRun(const ImageHeader &header) {
  int arch = settings().arch;
  if (header.isVirtual)
    return int(header.arch) <= arch;
  // Cubins run on later chips of the same generation.
  return int(header.arch) / 10 == arch / 10 && int(header.arch) <= arch;
}

static int load(void **module, const void *image) {
  ImageHeader header;
  std::memcpy(header.magic, image, sizeof(header.magic));
  if (std::memcmp(header.magic, ImageHeader::kMagic, sizeof(header.magic)))
    return kInvalidImage;
  std::memcpy(&header, image, sizeof(header));
  if (!canRun(header))
    return kNoBinary;
  offerHooks();
  auto result = std::make_unique<emulator::Module>();
  if (!open(*result, static_cast<const char *>(image) + sizeof(header),
            header.size))
    return kInvalidImage;
  *module = driver().modules.insert(std::move(result)).first->get();
  return kSuccess;
}

EMULATOR_ENTRY CUresult cuModuleLoadData(void **module, const void *image) {
  return enter("cuModuleLoadData", Needs::context,
               [&] { return load(module, image); });
}

EMULATOR_ENTRY CUresult cuModuleLoadDataEx(void **module, const void *image,
                                           unsigned, int *, void **) {
  return enter("cuModuleLoadDataEx", Needs::context,
               [&] { return load(module, image); });
}

EMULATOR_ENTRY CUresult cuModuleUnload(void *module) {
  return enter("cuModuleUnload", Needs::context, [&]() -> int {
    auto it = findOwner(driver().modules, module);
    if (it == driver().modules.end())
      return kInvalidHandle;
    if (int error = driver().queues.finishAll())
      return error;
    std::erase_if(driver().functions,
                  [&](auto &one) { return one->module == module; });
    driver().modules.erase(it);
    return kSuccess;
  });
}

EMULATOR_ENTRY CUresult cuModuleGetFunction(void **function, void *module,
                                            const char *name) {
  return enter("cuModuleGetFunction", Needs::context, [&]() -> int {
    auto it = findOwner(driver().modules, module);
    if (it == driver().modules.end())
      return kInvalidHandle;
    void *info =
        dlsym((*it)->library, (std::string(name) + "__kernel").c_str());
    if (!info)
      return kNotFound;
    auto result = std::make_unique<Function>();
    result->name = name;
    result->info = static_cast<const KernelInfo *>(info);
    result->module = it->get();
    *function = driver().functions.insert(std::move(result)).first->get();
    return kSuccess;
  });
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

/// Runs `body` with the function of a handle.
template <class Body>
static int withFunction(const char *name, void *handle, Body body) {
  return enter(name, Needs::context, [&]() -> int {
    auto it = findOwner(driver().functions, handle);
    return it == driver().functions.end() ? int{kInvalidHandle} : body(**it);
  });
}

// Numbers of CUfunction_attribute.
constexpr int kMaxThreadsOfBlock = 0, kMaxDynamicShared = 8;

EMULATOR_ENTRY CUresult cuFuncSetAttribute(void *handle, int attribute,
                                           int value) {
  return withFunction("cuFuncSetAttribute", handle, [&](Function &function) {
    if (attribute != kMaxDynamicShared)
      return kSuccess;
    if (value < 0 || value > settings().sharedPerBlock())
      return kInvalidValue;
    function.maxDynamicShared = value;
    return kSuccess;
  });
}

EMULATOR_ENTRY CUresult cuFuncGetAttribute(int *value, int attribute,
                                           void *handle) {
  return withFunction("cuFuncGetAttribute", handle, [&](Function &function) {
    *value = attribute == kMaxThreadsOfBlock  ? function.info->maxThreads
             : attribute == kMaxDynamicShared ? function.maxDynamicShared
                                              : 0;
    return kSuccess;
  });
}

/// Blocks run in a random order.
static int runBlocks(const Launch &launch) {
  Random &random = hostRandom();
  prepareTraps();
  uint64_t count = 1;
  for (int size : launch.grid)
    count *= size;
  std::vector<uint64_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  for (uint64_t i = count; i > 1; --i)
    std::swap(order[i - 1], order[random.below(i)]);
  for (uint64_t number : order) {
    int place[3];
    if (isFindingRaces)
      races().beginBlock(number, launch.threads);
    for (int axis = 0; axis < 3; ++axis) {
      place[axis] = number % launch.grid[axis];
      number /= launch.grid[axis];
    }
    if (!block().run(launch, place, random.next()))
      return block().getError();
  }
  return kSuccess;
}

static int run(const Launch &launch) {
  ++driver().counters.launchedKernels;
  isCounting = settings().counts;
  isFindingRaces = settings().races;
  if (isFindingRaces)
    races().beginLaunch();
  if (isCounting)
    counters().beginLaunch(
        launch.name, uint64_t(launch.grid[0]) * launch.grid[1] * launch.grid[2],
        launch.threads);
  int error = runBlocks(launch);
  if (isCounting)
    counters().endLaunch();
  return error;
}

EMULATOR_ENTRY CUresult cuLaunchKernel(void *handle, unsigned gridX,
                                       unsigned gridY, unsigned gridZ,
                                       unsigned blockX, unsigned blockY,
                                       unsigned blockZ, unsigned shared,
                                       void *streamHandle, void **parameters,
                                       void **extra) {
  return withFunction("cuLaunchKernel", handle, [&](Function &function) -> int {
    Stream *stream = driver().queues.find(streamHandle);
    if (!stream)
      return kInvalidHandle;
    if (!gridX || !gridY || !gridZ || gridX > 0x7fffffff || gridY > 65535 ||
        gridZ > 65535 || !blockX || blockY != 1 || blockZ != 1 ||
        blockX > 1024 || shared > unsigned(function.maxDynamicShared) || extra)
      return kInvalidValue;
    if (int(blockX) > function.info->maxThreads)
      return kInvalidValue;
    Launch launch = {function.name,
                     function.info->call,
                     {},
                     {int(gridX), int(gridY), int(gridZ)},
                     int(blockX),
                     int(shared)};
    for (int i = 0; i < function.info->parameters; ++i)
      launch.values.push_back(*static_cast<void **>(parameters[i]));
    return driver().queues.enqueue(
        stream, [launch = std::move(launch)] { return run(launch); });
  });
}
