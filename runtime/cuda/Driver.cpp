//===- Driver.cpp - the CUDA driver, opened at run time -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver.h"

#include "Error.h"

#include <cstdlib>
#include <dlfcn.h>

namespace mpcrt::cuda {

namespace {

constexpr const char *kDefaultLibrary = "libcuda.so.1";

std::string describeVersion(int version) {
  return fmt::format("{}.{}", version / 1000, version % 1000 / 10);
}

Expected<void *> openLibrary() {
  const char *given = std::getenv("MPC_LIBCUDA");
  const char *path = given && *given ? given : kDefaultLibrary;
  if (void *library = ::dlopen(path, RTLD_NOW | RTLD_LOCAL))
    return library;
  const char *why = ::dlerror();
  if (path == given)
    return makeError(StatusCode::device,
                     "no CUDA device: MPC_LIBCUDA={} cannot be opened: {}",
                     quote(given), why ? why : "unknown reason");
  return makeError(StatusCode::device,
                   "no CUDA device: {} not found (is an NVIDIA driver "
                   "installed?)",
                   kDefaultLibrary);
}

/// Fills in all calls, or says which the library lacks.
Status findCalls(void *library, Driver &driver) {
  const char *missing = nullptr;
#define MPCRT_CUDA_FIND(NAME, PARAMETERS)                                      \
  driver.NAME =                                                                \
      reinterpret_cast<decltype(driver.NAME)>(::dlsym(library, #NAME));        \
  if (!driver.NAME && !missing)                                                \
    missing = #NAME;
  MPCRT_CUDA_CALLS(MPCRT_CUDA_FIND)
#undef MPCRT_CUDA_FIND
#define MPCRT_CUDA_FIND(RESULT, NAME, PARAMETERS)                              \
  driver.NAME =                                                                \
      reinterpret_cast<decltype(driver.NAME)>(::dlsym(library, #NAME));
  MPCRT_CUDA_OPTIONAL_CALLS(MPCRT_CUDA_FIND)
#undef MPCRT_CUDA_FIND
  if (!missing)
    return {};
  return makeError(StatusCode::device,
                   "no CUDA device: the driver's library lacks {}; mpc needs a "
                   "driver for CUDA {} or later",
                   missing, describeVersion(Driver::kOldestVersion));
}

Status initialise(const Driver &driver) {
  if (Result result = driver.cuInit(0))
    return makeError(StatusCode::device,
                     "no CUDA device: the driver does not start: {}",
                     driver.describe(result));
  int version = 0;
  if (Status status = driver.check(driver.cuDriverGetVersion(&version),
                                   "cannot ask the driver's version");
      !status.ok())
    return status;
  if (version >= Driver::kOldestVersion)
    return {};
  return makeError(StatusCode::device,
                   "no CUDA device: the driver is for CUDA {}, but mpc needs "
                   "one for CUDA {} or later",
                   describeVersion(version),
                   describeVersion(Driver::kOldestVersion));
}

} // namespace

Expected<std::shared_ptr<const Driver>> Driver::open() {
  Expected<void *> library = openLibrary();
  if (!library)
    return library.error();
  auto driver = std::make_shared<Driver>();
  if (Status status = findCalls(*library, *driver); !status.ok())
    return status;
  if (Status status = initialise(*driver); !status.ok())
    return status;
  return std::shared_ptr<const Driver>(std::move(driver));
}

std::string Driver::describe(Result result) const {
  const char *name = nullptr, *text = nullptr;
  if (cuGetErrorName(result, &name) || !name)
    return fmt::format("error {}", result);
  if (cuGetErrorString(result, &text) || !text)
    return name;
  return fmt::format("{} ({})", name, text);
}

Status Driver::check(Result result, const std::string &what) const {
  if (result == 0)
    return {};
  return makeError(StatusCode::device, "{}: {}", what, describe(result));
}

} // namespace mpcrt::cuda
