//===- HostCode.cpp - machine code of an engine, ready to run -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HostCode.h"

#include "CpuFeatures.h"
#include "Error.h"
#include "algorithms/Algorithms.h"

#include <cmath>
#include <cstring>

namespace mpcrt {

const HostServices kHostServices = {
    std::memset, std::memcpy, ::exp,      ::expm1,       ::log,
    ::log1p,     ::tanh,      ::erf,      ::sin,         ::cos,
    ::pow,       sortRows,    sumRunning, addSortedRows, putAlong};

namespace {

Status checkCpu(const fb::Plan &plan) {
  std::vector<std::string> missing;
  for (const flatbuffers::String *feature : *plan.features())
    if (!cpuHasFeature(feature->string_view()))
      missing.push_back(feature->str());
  if (missing.empty())
    return {};
  return makeError(StatusCode::device,
                   "its code is for the CPU {} and needs {}, which this CPU "
                   "does not have; compile it again on this machine or with "
                   "--cpu=x86-64-v3",
                   quote(plan.cpu()->string_view()), quoteList(missing));
}

} // namespace

Expected<HostCode> HostCode::load(const Engine &engine) {
  const fb::Plan *plan = engine.plan("host");
  if (!plan)
    return makeError(StatusCode::device,
                     "{}: has no code for target 'host' (it has: {}); compile "
                     "it again with --target=host",
                     engine.name(), quoteList(engine.targets()));
  if (Status status = checkCpu(*plan); !status.ok())
    return prefixed(engine.name(), status);
  Expected<Memory> memory = Memory::makeExecutable(engine.section("code:host"));
  if (!memory)
    return prefixed(engine.name(), memory.error());

  HostCode code;
  code.memory = std::move(*memory);
  for (const fb::Kernel *kernel : *plan->kernels())
    code.entries.push_back(reinterpret_cast<HostKernel>(code.memory.data() +
                                                        kernel->code_offset()));
  return code;
}

} // namespace mpcrt
