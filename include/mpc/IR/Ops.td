//===- Ops.td - all ops of the mpc dialect ---------------------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_OPS_TD
#define MPC_IR_OPS_TD

include "mpc/IR/Ops/Elementwise.td"
include "mpc/IR/Ops/Shape.td"
include "mpc/IR/Ops/Movement.td"
include "mpc/IR/Ops/Gather.td"
include "mpc/IR/Ops/Reduction.td"
include "mpc/IR/Ops/Contraction.td"
include "mpc/IR/Ops/Convolution.td"
include "mpc/IR/Ops/Pooling.td"
include "mpc/IR/Ops/Composite.td"
include "mpc/IR/Ops/Activation.td"
include "mpc/IR/Ops/Loss.td"
include "mpc/IR/Ops/Normalization.td"
include "mpc/IR/Ops/Regularization.td"
include "mpc/IR/Ops/Algorithm.td"
include "mpc/IR/Ops/Step.td"

#endif // MPC_IR_OPS_TD
