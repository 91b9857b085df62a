//===- CudaCompiler.h - CUDA C++ to device code --------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Compiles CUDA text with NVRTC, which is opened at run time, through a cache
// of results on disk. The compiler uses it for the targets asked for, the
// runtime for a chip of which an engine holds no code.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_CUDACOMPILER_H
#define MPCRT_CUDACOMPILER_H

#include "mpcrt/Status.h"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mpcrt {

/// A file of the device library: `name` is what `#include` says.
struct CudaHeader {
  const char *name;
  const char *text;
};

/// The device library, sorted by name ("mpc/….cuh").
std::span<const CudaHeader> deviceHeaders();

/// The architectures that mpc compiles for: real chips ("sm_80") first, then
/// the virtual one ("compute_80") whose PTX serves later chips.
std::span<const std::string_view> cudaArchs();

/// One kernel's text. NVRTC's messages call it `name`: "<name>(line): error …".
struct CudaSource {
  std::string name;
  std::string text;
};

struct CudaBinary {
  /// A cubin, or for a virtual architecture PTX with its final zero byte.
  std::vector<std::byte> bytes;
  /// If it was asked for beside a cubin: PTX of the same compilation, with its
  /// final zero byte.
  std::vector<std::byte> ptx;
  /// Whether the cache on disk had it.
  bool fromCache = false;
  /// NVRTC's warnings; empty if fromCache.
  std::string log;
  /// What NVRTC took; 0 if the cache or an equal source of the same call had
  /// it.
  double milliseconds = 0;
};

struct CudaOptions {
  /// As for resolveThreads: 0 means MPC_THREADS, else one per available CPU.
  int threads = 0;
  bool useCache = true;
  /// Give PTX beside cubins. It costs nothing, but that of "sm_90a" and its kin
  /// serves no later chip.
  bool withPtx = false;
  /// What sources may include; none stands for deviceHeaders().
  std::span<const CudaHeader> headers;
  /// Options of NVRTC beside mpc's own. Some of them make code depend on names
  /// and lines, so sources then share code only if all their text is equal.
  std::vector<std::string> flags;
  /// Told by the calling thread of sources that are done; false ends the call,
  /// with StatusCode::interrupted.
  std::function<bool(size_t done, size_t all)> progress;
  /// Told, at most once per call, why the cache serves less than it might.
  std::function<void(const std::string &)> note;
};

/// Compiles `sources` for `arch`: one of cudaArchs(), or any other chip that
/// the NVRTC at hand supports. Results are in the order of `sources`.
///
/// Equal sources are compiled once: comments that precede all code do not
/// count, nor does the name, so code must use neither __LINE__ nor __FILE__.
/// The first source that fails, in their order, gives the error.
Expected<std::vector<CudaBinary>>
compileCuda(std::span<const CudaSource> sources, std::string_view arch,
            const CudaOptions &options = {});

/// The NVRTC that compileCuda uses.
struct NvrtcInfo {
  std::string path;
  int major = 0;
  int minor = 0;
  /// Tells it from one of the same version that is another file.
  std::string identity;
};

Expected<NvrtcInfo> findNvrtc();

} // namespace mpcrt

#endif // MPCRT_CUDACOMPILER_H
