//===- Contraction.cpp - products -------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Emitters.h"
namespace mpc::host {
void emitContraction(PointEmitter &emitter, const Kernel &kernel,
                     const Machine &machine, Tasks &tasks) {}
}
