//===- Placement.h - where the tensors of a kernel lie in its domain ------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_ANALYSIS_PLACEMENT_H
#define MPC_LIB_ANALYSIS_PLACEMENT_H

#include "StepGraph.h"

#include "mpc/Analysis/KernelGrouping.h"

namespace mpc {

/// A group of one op.
KernelGroup makeGroup(mlir::Operation *op);

/// Finds the domain dimensions of every op in `group.ops` and of the free ops
/// that they need, which join `group.ops`. Fails, with the offender in
/// `conflict`, if a tensor would lie in two ways or where kernels of this kind
/// have no loop for it.
bool place(const StepGraph &graph, KernelGroup &group,
           mlir::Operation **conflict = nullptr);

/// The dimensions of the domain: all of them, and those that are not reduced.
DomainDims allDims(const KernelGroup &group);
DomainDims keptDims(const KernelGroup &group);

/// Ops on which the operands of a contraction depend.
llvm::DenseSet<mlir::Operation *> findPrologue(const KernelGroup &group);

/// Sets the roles of all ops of a placed group.
void assignRoles(KernelGroup &group);

} // namespace mpc

#endif // MPC_LIB_ANALYSIS_PLACEMENT_H
