//===- TinyGpuImage.cpp - the tiny engine with code for a GPU -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TinyGpuImage.h"

#include "EngineBuilder.h"

#include "mpcrt/CudaCompiler.h"

#include <gtest/gtest.h>

namespace mpcrt::test {

/// Puts the sources' code into the plan.
static void compileSources(EngineSpec &spec) {
  std::vector<CudaSource> sources;
  for (const SourceSpec &source : spec.gpu.sources)
    sources.push_back({source.name, source.text});
  CudaOptions options;
  options.useCache = false;
  auto binaries = compileCuda(sources, "sm_80", options);
  ASSERT_TRUE(binaries) << binaries.error().message();
  for (size_t i = 0; i < binaries->size(); ++i) {
    const std::vector<std::byte> &bytes = (*binaries)[i].bytes;
    spec.gpu.modules[i].offset = static_cast<int64_t>(spec.gpu.code.size());
    spec.gpu.modules[i].bytes = static_cast<int64_t>(bytes.size());
    spec.gpu.code.append(reinterpret_cast<const char *>(bytes.data()),
                         bytes.size());
  }
}

const std::string &tinyGpuImage() {
  static const std::string image = [] {
    EngineSpec spec = tinyGpuSpec();
    compileSources(spec);
    return buildEngine(spec);
  }();
  return image;
}

} // namespace mpcrt::test
