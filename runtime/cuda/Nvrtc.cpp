//===- Nvrtc.cpp - CUDA's compiler, opened at run time -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Nvrtc.h"

#include "Error.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <dlfcn.h>
#include <link.h>
#include <sys/stat.h>

namespace mpcrt {

namespace {

// Of the enumeration nvrtcResult.
constexpr int kSuccess = 0;
constexpr int kInvalidOption = 5;
constexpr int kCompilation = 6;

/// The first version that knows C++20.
constexpr int kOldestMajor = 12;

std::string linkerReason() {
  const char *reason = ::dlerror();
  return reason ? reason : "unknown reason";
}

/// The file that the dynamic linker found for `library`.
std::string fileOf(void *library, const std::string &name) {
  link_map *map = nullptr;
  bool known = ::dlinfo(library, RTLD_DI_LINKMAP, &map) == 0;
  return known && map->l_name && *map->l_name ? map->l_name : name;
}

/// NVRTC opens its library of built-ins by name. In a wheel that name is on no
/// search path, and elsewhere the system may have another copy; a library that
/// is already open is found whatever its path.
void openBuiltins(const NvrtcInfo &info) {
  size_t slash = info.path.rfind('/');
  if (slash != info.path.npos)
    ::dlopen(fmt::format("{}/libnvrtc-builtins.so.{}.{}",
                         info.path.substr(0, slash), info.major, info.minor)
                 .c_str(),
             RTLD_NOW | RTLD_LOCAL);
}

/// The number in "sm_90a" or "compute_80"; 0 if `arch` is none of these.
int archNumber(std::string_view arch) {
  std::string_view prefix = isVirtualArch(arch) ? "compute_" : "sm_";
  if (!arch.starts_with(prefix))
    return 0;
  arch.remove_prefix(prefix.size());
  int number = 0;
  auto [end, error] =
      std::from_chars(arch.data(), arch.data() + arch.size(), number);
  std::string_view suffix(end, arch.data() + arch.size());
  bool good = error == std::errc() && number > 0 &&
              (suffix.empty() || suffix == "a" || suffix == "f");
  return good ? number : 0;
}

std::vector<const char *> pointers(std::span<const std::string> texts) {
  std::vector<const char *> result;
  for (const std::string &text : texts)
    result.push_back(text.c_str());
  return result;
}

} // namespace

Status Nvrtc::bind(void *library) {
  auto find = [&](const char *name, auto &call) {
    call =
        reinterpret_cast<std::decay_t<decltype(call)>>(::dlsym(library, name));
    return call ? Status()
                : makeError(StatusCode::device, "it has no {}", name);
  };
  Status results[] = {
      find("nvrtcGetErrorString", calls.getErrorString),
      find("nvrtcVersion", calls.version),
      find("nvrtcGetNumSupportedArchs", calls.getNumSupportedArchs),
      find("nvrtcGetSupportedArchs", calls.getSupportedArchs),
      find("nvrtcCreateProgram", calls.createProgram),
      find("nvrtcCompileProgram", calls.compileProgram),
      find("nvrtcGetProgramLogSize", calls.getProgramLogSize),
      find("nvrtcGetProgramLog", calls.getProgramLog),
      find("nvrtcGetCUBINSize", calls.getCubinSize),
      find("nvrtcGetCUBIN", calls.getCubin),
      find("nvrtcGetPTXSize", calls.getPtxSize),
      find("nvrtcGetPTX", calls.getPtx),
      find("nvrtcDestroyProgram", calls.destroyProgram),
  };
  for (Status &status : results)
    if (!status.ok())
      return std::move(status);
  return {};
}

Status Nvrtc::failed(const char *call, int result) const {
  const char *text = calls.getErrorString(result);
  return makeError(StatusCode::device, "{}: {} failed: {}", about.path, call,
                   text ? text : fmt::format("error {}", result));
}

Status Nvrtc::identify() {
  if (int result = calls.version(&about.major, &about.minor))
    return failed("nvrtcVersion", result);
  if (about.major < kOldestMajor)
    return makeError(StatusCode::device,
                     "it is NVRTC {}.{}, but mpc needs {}.0 or later",
                     about.major, about.minor, kOldestMajor);
  int count = 0;
  if (int result = calls.getNumSupportedArchs(&count))
    return failed("nvrtcGetNumSupportedArchs", result);
  archs.resize(std::max(count, 0));
  if (int result = calls.getSupportedArchs(archs.data()))
    return failed("nvrtcGetSupportedArchs", result);
  // Versions are told without the patch level.
  struct stat file = {};
  ::stat(about.path.c_str(), &file);
  fingerprint =
      fmt::format("nvrtc {}.{} {} {}.{:09}", about.major, about.minor,
                  file.st_size, file.st_mtim.tv_sec, file.st_mtim.tv_nsec);
  return {};
}

Expected<Nvrtc> Nvrtc::openFile(const std::string &file) {
  void *library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library)
    return makeError(StatusCode::device, "{}", linkerReason());
  Nvrtc nvrtc;
  nvrtc.about.path = fileOf(library, file);
  if (Status status = nvrtc.bind(library); !status.ok())
    return prefixed(nvrtc.about.path, status);
  if (Status status = nvrtc.identify(); !status.ok())
    return prefixed(nvrtc.about.path, status);
  openBuiltins(nvrtc.about);
  return nvrtc;
}

Expected<Nvrtc> Nvrtc::open() {
  const char *own = std::getenv("MPC_NVRTC");
  if (!own || !*own)
    return openAny(nvrtcPlaces());
  Expected<Nvrtc> nvrtc = openFile(own);
  if (nvrtc)
    return nvrtc;
  return makeError(StatusCode::device, "cannot use MPC_NVRTC={}: {}", own,
                   nvrtc.error().message());
}

Expected<Nvrtc> Nvrtc::openAny(const NvrtcPlaces &places) {
  std::string reasons;
  for (const std::string &candidate : places.candidates) {
    Expected<Nvrtc> nvrtc = openFile(candidate);
    if (nvrtc)
      return nvrtc;
    // That the dynamic linker does not know a name is no news.
    if (candidate.find('/') != candidate.npos)
      reasons += "; " + nvrtc.error().message();
  }
  return makeError(StatusCode::device,
                   "found no usable NVRTC, CUDA's compiler library: tried "
                   "{}{}; install the CUDA toolkit or Python's package "
                   "nvidia-cuda-nvrtc, or set MPC_NVRTC to libnvrtc.so",
                   fmt::join(places.places, ", "), reasons);
}

Status Nvrtc::checkArch(std::string_view arch) const {
  int number = archNumber(arch);
  if (!number)
    return makeError(StatusCode::usage,
                     "{} is no CUDA architecture; expects one of {}",
                     quote(arch), fmt::join(cudaArchs(), ", "));
  if (std::find(archs.begin(), archs.end(), number) != archs.end())
    return {};
  return makeError(StatusCode::device,
                   "NVRTC {}.{} ({}) does not support {}, but only {}",
                   about.major, about.minor, about.path, quote(arch),
                   fmt::join(archs, ", "));
}

Expected<std::string> Nvrtc::readLog(void *program) const {
  size_t size = 0;
  if (int result = calls.getProgramLogSize(program, &size))
    return failed("nvrtcGetProgramLogSize", result);
  std::string log(size, '\0');
  if (int result = size ? calls.getProgramLog(program, log.data()) : kSuccess)
    return failed("nvrtcGetProgramLog", result);
  size_t end = log.find_last_not_of(std::string_view("\0\n", 2));
  log.resize(end == log.npos ? 0 : end + 1);
  return log;
}

Expected<std::vector<std::byte>> Nvrtc::readCode(void *program,
                                                 bool ptx) const {
  size_t size = 0;
  int result = ptx ? calls.getPtxSize(program, &size)
                   : calls.getCubinSize(program, &size);
  if (result)
    return failed(ptx ? "nvrtcGetPTXSize" : "nvrtcGetCUBINSize", result);
  std::vector<std::byte> code(size);
  char *to = reinterpret_cast<char *>(code.data());
  if (size)
    result = ptx ? calls.getPtx(program, to) : calls.getCubin(program, to);
  if (result)
    return failed(ptx ? "nvrtcGetPTX" : "nvrtcGetCUBIN", result);
  if (!size)
    return makeError(StatusCode::device, "{}: gave no code", about.path);
  return code;
}

Expected<CudaBinary> Nvrtc::build(void *program, const CudaSource &source,
                                  std::string_view arch,
                                  std::span<const std::string> options,
                                  bool withPtx) const {
  std::vector<const char *> texts = pointers(options);
  int result = calls.compileProgram(program, static_cast<int>(texts.size()),
                                    texts.data());
  Expected<std::string> log = readLog(program);
  if (!log)
    return log.error();
  if (result == kCompilation || (result == kInvalidOption && !log->empty()))
    return makeError(result == kCompilation ? StatusCode::internal
                                            : StatusCode::usage,
                     "{}: NVRTC {}.{} cannot compile it for {}:\n{}",
                     source.name, about.major, about.minor, arch, *log);
  if (result)
    return prefixed(source.name, failed("nvrtcCompileProgram", result));
  auto code = readCode(program, isVirtualArch(arch));
  if (!code)
    return prefixed(source.name, code.error());
  CudaBinary binary;
  binary.bytes = std::move(*code);
  if (withPtx) {
    auto ptx = readCode(program, true);
    if (!ptx)
      return prefixed(source.name, ptx.error());
    binary.ptx = std::move(*ptx);
  }
  binary.log = std::move(*log);
  return binary;
}

Expected<CudaBinary> Nvrtc::compile(const CudaSource &source,
                                    std::span<const CudaHeader> headers,
                                    std::string_view arch,
                                    std::span<const std::string> options,
                                    bool withPtx) const {
  std::vector<const char *> names, texts;
  for (const CudaHeader &header : headers) {
    names.push_back(header.name);
    texts.push_back(header.text);
  }
  void *program = nullptr;
  if (int result = calls.createProgram(
          &program, source.text.c_str(), source.name.c_str(),
          static_cast<int>(names.size()), texts.data(), names.data()))
    return prefixed(source.name, failed("nvrtcCreateProgram", result));
  Expected<CudaBinary> binary = build(program, source, arch, options, withPtx);
  calls.destroyProgram(&program);
  return binary;
}

} // namespace mpcrt
