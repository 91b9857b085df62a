//===- Device.cpp - where the functions of an engine run ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Device.h"

#include "CheckEngine.h"
#include "Memory.h"

#include "mpcrt/Tensor.h"

namespace mpcrt {

ResultLayout::ResultLayout(Functions functions, uint64_t scalarBytes)
    : bytes(alignUp(scalarBytes, kBufferAlignment)) {
  for (const fb::Function *function : functions)
    for (const fb::Tensor *tensor : *function->outputs()) {
      outputs.push_back(bytes);
      bytes += alignUp(*countBytes(tensor->dtype(), toSpan(tensor->shape())),
                       kBufferAlignment);
    }
}

} // namespace mpcrt
