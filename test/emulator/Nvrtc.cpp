//===- Nvrtc.cpp - the stand-in for libnvrtc ------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compile.h"
#include "Image.h"
#include "Settings.h"

#include <cstring>
#include <map>
#include <mutex>

using namespace emulator;

namespace {

/// Values of nvrtcResult.
enum : int {
  kSuccess = 0,
  kInvalidInput = 3,
  kInvalidProgram = 4,
  kInvalidOption = 5,
  kCompilation = 6,
};

constexpr int kArchs[] = {75, 80, 86, 87, 89, 90, 100, 103, 120, 121};

struct Program {
  Source source;
  std::string log, image;
  bool isVirtual = false;
};

/// Counts a call and tells the error it must fail with, or 0.
int admit(const char *name) {
  static std::mutex mutex;
  std::lock_guard lock(mutex);
  return getFault(name);
}

/// The number in "sm_90a"; 0 if there is no such architecture.
int parseArch(std::string_view text, bool &isVirtual) {
  isVirtual = text.starts_with("compute_");
  if (!isVirtual && !text.starts_with("sm_"))
    return 0;
  text.remove_prefix(isVirtual ? 8 : 3);
  if (text.ends_with('a') || text.ends_with('f'))
    text.remove_suffix(1);
  for (int arch : kArchs)
    if (text == std::to_string(arch))
      return arch;
  return 0;
}

/// Reads the options that NVRTC knows and mpc may use.
int readOptions(Program &program, int count, const char *const *options,
                int &arch) {
  constexpr std::string_view kArch = "--gpu-architecture=";
  constexpr std::string_view kKnown[] = {
      "--std=c++", "--fmad=",         "-default-device", "--device-as-default",
      "--dopt=",   "-dopt=",          "-lineinfo",       "--generate-line-info",
      "-D",        "--ptxas-options", "--maxrregcount",  "--no-source-include"};
  arch = 75;
  for (int i = 0; i < count; ++i) {
    std::string_view option = options[i];
    bool isKnown = false;
    for (std::string_view known : kKnown)
      isKnown |= option.starts_with(known);
    if (option.starts_with(kArch)) {
      arch = parseArch(option.substr(kArch.size()), program.isVirtual);
      isKnown = arch != 0;
    }
    if (!isKnown) {
      program.log = "nvrtc: error: invalid value for option '" +
                    std::string(option) + "'\n";
      return kInvalidOption;
    }
  }
  return kSuccess;
}

int copyOut(const std::string &from, char *to) {
  std::memcpy(to, from.data(), from.size());
  return kSuccess;
}

} // namespace

#define EMULATOR_ENTRY extern "C" __attribute__((visibility("default")))
#define ADMIT(NAME)                                                            \
  if (int error = admit(NAME))                                                 \
    return error;

EMULATOR_ENTRY const char *nvrtcGetErrorString(int result) {
  static constexpr const char *kNames[] = {
      "NVRTC_SUCCESS",
      "NVRTC_ERROR_OUT_OF_MEMORY",
      "NVRTC_ERROR_PROGRAM_CREATION_FAILURE",
      "NVRTC_ERROR_INVALID_INPUT",
      "NVRTC_ERROR_INVALID_PROGRAM",
      "NVRTC_ERROR_INVALID_OPTION",
      "NVRTC_ERROR_COMPILATION",
      "NVRTC_ERROR_BUILTIN_OPERATION_FAILURE"};
  return result >= 0 && result < 8 ? kNames[result] : "NVRTC_ERROR unknown";
}

EMULATOR_ENTRY int nvrtcVersion(int *major, int *minor) {
  ADMIT("nvrtcVersion")
  *major = 12;
  *minor = 8;
  return kSuccess;
}

EMULATOR_ENTRY int nvrtcGetNumSupportedArchs(int *count) {
  ADMIT("nvrtcGetNumSupportedArchs")
  *count = std::size(kArchs);
  return kSuccess;
}

EMULATOR_ENTRY int nvrtcGetSupportedArchs(int *archs) {
  ADMIT("nvrtcGetSupportedArchs")
  std::memcpy(archs, kArchs, sizeof(kArchs));
  return kSuccess;
}

EMULATOR_ENTRY int nvrtcCreateProgram(void **result, const char *text,
                                      const char *name, int headers,
                                      const char *const *headerTexts,
                                      const char *const *headerNames) {
  ADMIT("nvrtcCreateProgram")
  if (!result || !text)
    return kInvalidInput;
  auto *program = new Program;
  program->source.name = name ? name : "default_program";
  program->source.text = text;
  for (int i = 0; i < headers; ++i)
    program->source.headers.push_back({headerNames[i], headerTexts[i]});
  *result = program;
  return kSuccess;
}

EMULATOR_ENTRY int nvrtcCompileProgram(void *handle, int count,
                                       const char *const *options) {
  ADMIT("nvrtcCompileProgram")
  auto *program = static_cast<Program *>(handle);
  if (!program)
    return kInvalidProgram;
  ImageHeader header = {};
  std::memcpy(header.magic, ImageHeader::kMagic, sizeof(header.magic));
  int arch;
  if (int error = readOptions(*program, count, options, arch))
    return error;
  Compiled compiled = compileForHost(program->source);
  program->log = compiled.log;
  if (!compiled.ok)
    return kCompilation;
  header.arch = arch;
  header.isVirtual = program->isVirtual;
  header.size = compiled.object.size();
  program->image.assign(reinterpret_cast<const char *>(&header),
                        sizeof(header));
  program->image += compiled.object;
  return kSuccess;
}

EMULATOR_ENTRY int nvrtcGetProgramLogSize(void *program, size_t *size) {
  ADMIT("nvrtcGetProgramLogSize")
  *size = static_cast<Program *>(program)->log.size() + 1;
  return kSuccess;
}

EMULATOR_ENTRY int nvrtcGetProgramLog(void *program, char *log) {
  ADMIT("nvrtcGetProgramLog")
  std::strcpy(log, static_cast<Program *>(program)->log.c_str());
  return kSuccess;
}

EMULATOR_ENTRY int nvrtcGetCUBINSize(void *handle, size_t *size) {
  ADMIT("nvrtcGetCUBINSize")
  auto *program = static_cast<Program *>(handle);
  *size = program->isVirtual ? 0 : program->image.size();
  return kSuccess;
}

EMULATOR_ENTRY int nvrtcGetCUBIN(void *handle, char *cubin) {
  ADMIT("nvrtcGetCUBIN")
  auto *program = static_cast<Program *>(handle);
  return program->isVirtual ? kInvalidProgram : copyOut(program->image, cubin);
}

/// PTX ends with a zero.
EMULATOR_ENTRY int nvrtcGetPTXSize(void *program, size_t *size) {
  ADMIT("nvrtcGetPTXSize")
  *size = static_cast<Program *>(program)->image.size() + 1;
  return kSuccess;
}

EMULATOR_ENTRY int nvrtcGetPTX(void *handle, char *ptx) {
  ADMIT("nvrtcGetPTX")
  auto *program = static_cast<Program *>(handle);
  std::string image = program->image;
  if (!image.empty())
    reinterpret_cast<ImageHeader *>(image.data())->isVirtual = true;
  image += '\0';
  return copyOut(image, ptx);
}

EMULATOR_ENTRY int nvrtcDestroyProgram(void **program) {
  ADMIT("nvrtcDestroyProgram")
  delete static_cast<Program *>(*program);
  *program = nullptr;
  return kSuccess;
}
