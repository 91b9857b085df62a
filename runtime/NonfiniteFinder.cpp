//===- NonfiniteFinder.cpp - the first value that is not finite -----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "NonfiniteFinder.h"

#include "Error.h"

namespace mpcrt {

void NonfiniteFinder::look(DType dtype, std::span<const std::byte> bytes,
                           const std::function<std::string()> &describe) {
  uint64_t bad = source.bad ? 0 : countNonfinite(dtype, bytes);
  if (bad)
    source = {describe(), dtype, bad, bytes.size() / dtypeBytes(dtype)};
}

void NonfiniteFinder::lookAtInputs(const fb::Function &function,
                                   std::span<const InputBuffer> inputs) {
  for (const fb::Tensor *tensor : *function.inputs())
    for (const InputBuffer &input : inputs)
      if (input.name == tensor->name()->string_view() &&
          input.place == Place::host)
        look(tensor->dtype(),
             {static_cast<const std::byte *>(input.data), input.bytes},
             [&] { return "input " + quote(input.name); });
}

void NonfiniteFinder::lookAtLaunch(
    const fb::Launch &launch, const fb::Kernel &kernel,
    std::span<const std::span<const std::byte>> results) {
  for (size_t i = 0; i < results.size(); ++i)
    look(launch.results()->GetEnum<DType>(i), results[i], [&] {
      return (launch.sources() ? launch.sources()->Get(i) : kernel.label())
          ->str();
    });
}

} // namespace mpcrt
