//===- Nvrtc.h - CUDA's compiler, opened at run time ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_CUDA_NVRTC_H
#define MPCRT_RUNTIME_CUDA_NVRTC_H

#include "mpcrt/CudaCompiler.h"

#include <cstdint>

namespace mpcrt {

/// The calls of libnvrtc that mpc makes, in NVRTC's own terms: results are of
/// the enumeration nvrtcResult, programs are nvrtcProgram.
struct NvrtcCalls {
  const char *(*getErrorString)(int result);
  int (*version)(int *major, int *minor);
  int (*getNumSupportedArchs)(int *count);
  int (*getSupportedArchs)(int *archs);
  int (*createProgram)(void **program, const char *text, const char *name,
                       int headers, const char *const *headerTexts,
                       const char *const *headerNames);
  int (*compileProgram)(void *program, int options, const char *const *texts);
  int (*getProgramLogSize)(void *program, size_t *size);
  int (*getProgramLog)(void *program, char *log);
  int (*getCubinSize)(void *program, size_t *size);
  int (*getCubin)(void *program, char *cubin);
  int (*getPtxSize)(void *program, size_t *size);
  int (*getPtx)(void *program, char *ptx);
  int (*destroyProgram)(void **program);
};

/// Where libnvrtc may be without MPC_NVRTC, best first: files that exist, and
/// names for the system's own search. `places` tells people of all of them.
struct NvrtcPlaces {
  std::vector<std::string> candidates;
  std::vector<std::string> places;
};
NvrtcPlaces nvrtcPlaces();

/// One libnvrtc. It stays in memory until the process ends, as it may have
/// threads of its own. Safe to use from many threads.
class Nvrtc {
public:
  /// MPC_NVRTC if it is set, else the first of nvrtcPlaces() that can be used.
  static Expected<Nvrtc> open();
  static Expected<Nvrtc> openAny(const NvrtcPlaces &places);

  const NvrtcInfo &info() const { return about; }

  /// Differs for libraries that may make different code.
  const std::string &identity() const { return fingerprint; }

  /// Refuses what is no architecture or none that this NVRTC knows.
  Status checkArch(std::string_view arch) const;

  /// Compiles one source, which may include `headers`.
  Expected<CudaBinary> compile(const CudaSource &source,
                               std::span<const CudaHeader> headers,
                               std::string_view arch,
                               std::span<const std::string> options,
                               bool withPtx) const;

private:
  static Expected<Nvrtc> openFile(const std::string &file);
  Status bind(void *library);
  Status identify();
  Status failed(const char *call, int result) const;
  Expected<std::string> readLog(void *program) const;
  Expected<std::vector<std::byte>> readCode(void *program, bool ptx) const;
  Expected<CudaBinary> build(void *program, const CudaSource &source,
                             std::string_view arch,
                             std::span<const std::string> options,
                             bool withPtx) const;

  NvrtcCalls calls = {};
  NvrtcInfo about;
  std::string fingerprint;
  std::vector<int> archs;
};

/// Whether code for `arch` is PTX.
inline bool isVirtualArch(std::string_view arch) {
  return arch.starts_with("compute_");
}

} // namespace mpcrt

#endif // MPCRT_RUNTIME_CUDA_NVRTC_H
