//===- CudaCompiler.cpp - CUDA C++ to device code ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpcrt/CudaCompiler.h"

#include "Error.h"
#include "Nvrtc.h"
#include "Sha256.h"
#include "ThreadPool.h"

#include "mpcrt/DiskCache.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <optional>
#include <thread>

namespace mpcrt {

namespace {

constexpr std::string_view kArchs[] = {
    "sm_80", "sm_86", "sm_89", "sm_90a", "sm_100", "sm_120", "compute_80"};

/// To be raised when entries of an older mpc must no longer be used although
/// nothing else in the key tells them apart.
constexpr std::string_view kKeyVersion = "mpc-cubin-2";

/// What NVRTC is told for every source. Products and sums are fused only where
/// the text says so, and only the device library may be included.
std::vector<std::string> nvrtcOptions(std::string_view arch,
                                      const CudaOptions &options) {
  std::vector<std::string> result = {fmt::format("--gpu-architecture={}", arch),
                                     "--std=c++20", "--fmad=false",
                                     "-default-device", "--no-source-include"};
  result.insert(result.end(), options.flags.begin(), options.flags.end());
  return result;
}

/// `text` from its first code on.
std::string_view withoutLeadingComments(std::string_view text) {
  while (true) {
    size_t start = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    std::string_view rest = text.substr(start);
    size_t end = std::string_view::npos;
    if (rest.starts_with("//")) {
      end = rest.find('\n');
      // A backslash would carry the comment on.
      if (rest.substr(0, end).find('\\') != rest.npos)
        return rest;
    } else if (rest.starts_with("/*")) {
      size_t close = rest.find("*/", 2);
      end = close == rest.npos ? close : close + 2;
    }
    if (end == rest.npos)
      return rest;
    text = rest.substr(end);
  }
}

/// Everything that the code of a source depends on, except the source.
Sha256 commonKey(const Nvrtc &nvrtc, std::span<const CudaHeader> headers,
                 std::span<const std::string> options) {
  Sha256 hash;
  hash.updateField(kKeyVersion);
  hash.updateField(nvrtc.identity());
  hash.updateField(fmt::format("{} options", options.size()));
  for (const std::string &option : options)
    hash.updateField(option);
  hash.updateField(fmt::format("{} headers", headers.size()));
  for (const CudaHeader &header : headers) {
    hash.updateField(header.name);
    hash.updateField(header.text);
  }
  return hash;
}

std::string keyOf(Sha256 hash, const CudaSource &source, bool exactly) {
  if (exactly)
    hash.updateField(source.name);
  hash.updateField(exactly ? std::string_view(source.text)
                           : withoutLeadingComments(source.text));
  return hash.hex();
}

/// A key, and the first source that has it.
struct Job {
  std::string key;
  const CudaSource *source;
};

std::string keyOfPtx(const Job &job) {
  Sha256 hash;
  hash.updateField(job.key);
  hash.updateField("ptx");
  return hash.hex();
}

/// One call of compileCuda.
class Compilation {
public:
  Compilation(const Nvrtc &nvrtc, std::string_view arch,
              const CudaOptions &options)
      : nvrtc(nvrtc), arch(arch),
        headers(options.headers.empty() ? deviceHeaders() : options.headers),
        options(nvrtcOptions(arch, options)), exactly(!options.flags.empty()),
        withPtx(options.withPtx && !isVirtualArch(arch)),
        progress(options.progress) {
    if (options.useCache)
      if (auto directory = DiskCache::directoryFromEnvironment())
        cache.emplace(std::move(*directory));
  }

  Expected<std::vector<CudaBinary>> run(std::span<const CudaSource> sources,
                                        int threads);
  std::string note() const { return cache ? cache->note() : ""; }

private:
  std::vector<Job> gather(std::span<const CudaSource> sources);
  std::optional<CudaBinary> load(const Job &job);
  Expected<CudaBinary> produce(const Job &job);
  Status produceAll(const std::vector<Job> &jobs,
                    std::vector<std::optional<Expected<CudaBinary>>> &results,
                    int threads);

  const Nvrtc &nvrtc;
  std::string_view arch;
  std::span<const CudaHeader> headers;
  std::vector<std::string> options;
  bool exactly;
  bool withPtx;
  std::function<bool(size_t, size_t)> progress;
  std::optional<DiskCache> cache;
  std::vector<size_t> jobOfSource;
};

std::vector<Job> Compilation::gather(std::span<const CudaSource> sources) {
  Sha256 common = commonKey(nvrtc, headers, options);
  std::vector<Job> jobs;
  std::map<std::string, size_t> numbers;
  for (const CudaSource &source : sources) {
    std::string key = keyOf(common, source, exactly);
    auto [at, isNew] = numbers.try_emplace(key, jobs.size());
    if (isNew)
      jobs.push_back({key, &source});
    jobOfSource.push_back(at->second);
  }
  return jobs;
}

/// What the cache has, if it has all that is asked for.
std::optional<CudaBinary> Compilation::load(const Job &job) {
  if (!cache)
    return std::nullopt;
  auto bytes = cache->load(job.key);
  if (!bytes)
    return std::nullopt;
  CudaBinary binary;
  binary.bytes = std::move(*bytes);
  binary.fromCache = true;
  if (withPtx) {
    auto ptx = cache->load(keyOfPtx(job));
    if (!ptx)
      return std::nullopt;
    binary.ptx = std::move(*ptx);
  }
  return binary;
}

Expected<CudaBinary> Compilation::produce(const Job &job) {
  if (auto known = load(job))
    return std::move(*known);
  auto start = std::chrono::steady_clock::now();
  Expected<CudaBinary> binary =
      nvrtc.compile(*job.source, headers, arch, options, withPtx);
  if (!binary)
    return binary;
  std::chrono::duration<double, std::milli> took =
      std::chrono::steady_clock::now() - start;
  binary->milliseconds = took.count();
  if (cache) {
    cache->store(job.key, binary->bytes);
    if (withPtx)
      cache->store(keyOfPtx(job), binary->ptx);
  }
  return binary;
}

Status Compilation::produceAll(
    const std::vector<Job> &jobs,
    std::vector<std::optional<Expected<CudaBinary>>> &results, int threads) {
  threads = static_cast<int>(
      std::min<size_t>(threads, std::max<size_t>(jobs.size(), 1)));
  auto pool = ThreadPool::create(threads);
  if (!pool)
    return pool.error();
  // Kernels differ much in what they cost, so each thread takes the next.
  std::atomic<size_t> next = 0, done = 0;
  std::atomic<bool> goesOn = true;
  std::thread::id caller = std::this_thread::get_id();
  (*pool)->run(threads, [&](int, int64_t, int64_t) {
    for (size_t i; goesOn && (i = next.fetch_add(1)) < jobs.size();) {
      results[i].emplace(produce(jobs[i]));
      ++done;
      if (progress && std::this_thread::get_id() == caller)
        goesOn = progress(done, jobs.size());
    }
  });
  return goesOn ? Status()
                : Status(StatusCode::interrupted, "interrupted by its caller");
}

Expected<std::vector<CudaBinary>>
Compilation::run(std::span<const CudaSource> sources, int threads) {
  std::vector<Job> jobs = gather(sources);
  std::vector<std::optional<Expected<CudaBinary>>> results(jobs.size());
  if (Status status = produceAll(jobs, results, threads); !status.ok())
    return status;
  std::vector<CudaBinary> binaries;
  for (size_t i = 0; i < sources.size(); ++i) {
    Expected<CudaBinary> &result = *results[jobOfSource[i]];
    if (!result)
      return result.error();
    binaries.push_back(*result);
    result->milliseconds = 0;
  }
  return binaries;
}

} // namespace

std::span<const std::string_view> cudaArchs() { return kArchs; }

Expected<NvrtcInfo> findNvrtc() {
  Expected<Nvrtc> nvrtc = Nvrtc::open();
  if (!nvrtc)
    return nvrtc.error();
  NvrtcInfo info = nvrtc->info();
  info.identity = nvrtc->identity();
  return info;
}

Expected<std::vector<CudaBinary>>
compileCuda(std::span<const CudaSource> sources, std::string_view arch,
            const CudaOptions &options) {
  Expected<int> threads = resolveThreads(options.threads);
  if (!threads)
    return threads.error();
  Expected<Nvrtc> nvrtc = Nvrtc::open();
  if (!nvrtc)
    return nvrtc.error();
  if (Status status = nvrtc->checkArch(arch); !status.ok())
    return status;
  Compilation compilation(*nvrtc, arch, options);
  Expected<std::vector<CudaBinary>> binaries =
      compilation.run(sources, *threads);
  if (std::string note = compilation.note(); !note.empty() && options.note)
    options.note(note);
  return binaries;
}

} // namespace mpcrt
