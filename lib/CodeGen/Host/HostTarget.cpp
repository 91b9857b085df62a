//===- HostTarget.cpp - the CPU that code is generated for ------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/CodeGen/Host.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/TargetParser/Host.h"

using namespace mlir;

namespace mpc {

namespace {

constexpr llvm::StringLiteral kV3Features[] = {
    "avx",   "avx2",   "bmi",  "bmi2", "cx16",   "f16c",   "fma",  "lzcnt",
    "movbe", "popcnt", "sahf", "sse3", "sse4.1", "sse4.2", "ssse3"};
constexpr llvm::StringLiteral kV4Features[] = {
    "avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"};

HostTarget makeTarget(StringRef cpu, bool isWide) {
  HostTarget target;
  target.cpu = cpu.str();
  target.features.assign(std::begin(kV3Features), std::end(kV3Features));
  if (isWide)
    target.features.insert(target.features.end(), std::begin(kV4Features),
                           std::end(kV4Features));
  target.vectorBytes = isWide ? 64 : 32;
  return target;
}

} // namespace

FailureOr<HostTarget>
HostTarget::get(StringRef cpu, function_ref<InFlightDiagnostic()> emitError) {
  if (cpu == "x86-64-v3" || cpu == "x86-64-v4")
    return makeTarget(cpu, cpu == "x86-64-v4");
  if (cpu != "native")
    return emitError() << "cpu '" << cpu
                       << "' is none of native, x86-64-v3, x86-64-v4";
  llvm::StringMap<bool> present = llvm::sys::getHostCPUFeatures();
  for (StringRef feature : kV3Features)
    if (!present.lookup(feature))
      return emitError() << "this CPU ('" << llvm::sys::getHostCPUName()
                         << "') lacks " << feature
                         << ", but mpc needs x86-64-v3";
  bool isWide = llvm::all_of(
      kV4Features, [&](StringRef feature) { return present.lookup(feature); });
  return makeTarget(llvm::sys::getHostCPUName(), isWide);
}

} // namespace mpc
