//===- KernelGrouping.h - what becomes one kernel -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_ANALYSIS_KERNELGROUPING_H
#define MPC_ANALYSIS_KERNELGROUPING_H

#include "mpc/IR/Mpc.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include "llvm/ADT/DenseMap.h"

#include <optional>
#include <string>
#include <vector>

namespace mpc {

class BareCopy;

/// What an op does inside its kernel.
enum class KernelRole { Prologue, Main, Epilogue, Stage, Trailing };

/// Domain dimensions that index the dimensions of a tensor. A contraction's
/// combined dimensions are numbered after those of its domain; numbers below 0
/// stand for what no single dimension indexes.
using DomainDims = llvm::SmallVector<int64_t>;

/// Ops that run as one launch, in topological order. An op may be in several
/// groups: cheap ones are computed again rather than stored.
struct KernelGroup {
  KernelKind kind = KernelKind::pointwise;
  mlir::Operation *main = nullptr;
  llvm::SmallVector<mlir::Operation *> ops;
  /// Ops that no other group has: neither computed again nor a cast or flag.
  llvm::SmallVector<mlir::Operation *> members;
  llvm::DenseMap<mlir::Operation *, KernelRole> roles;
  llvm::SmallVector<int64_t> domain;  ///< iteration space
  llvm::SmallVector<int64_t> reduced; ///< reduced dimensions of the domain
  std::string label;
  /// Values that others read: views, the return, other groups.
  llvm::SmallVector<mlir::Value> results;
  /// Where the result of each op lies in the domain.
  llvm::DenseMap<mlir::Operation *, DomainDims> dims;
  /// The group whose kernel may end with this one: this group does nothing but
  /// combine, over leading dimensions of that domain, what that group stores.
  std::optional<unsigned> head;

  /// Where `operand` of the member `op` lies in the domain.
  DomainDims getOperandDims(mlir::Operation *op, unsigned operand) const;
};

/// What one kernel computes: a group, and those it ends with.
struct KernelLaunch {
  const KernelGroup *group = nullptr;
  llvm::SmallVector<const KernelGroup *> trailing;
  /// As those of the groups, without what only the trailing ones read.
  llvm::SmallVector<mlir::Value> results;
};

/// Reports ops that have no place between or inside kernels.
mlir::LogicalResult checkGroupable(mlir::func::FuncOp func);

/// The one decision about fusion. Ignores casts and flags, so that they cannot
/// change the kernels they were priced for. Does not rewrite.
///
/// A cast of a value that a kernel computes is part of that kernel, or of those
/// that read it, whichever moves fewer bytes. A flag is part of the kernel that
/// computes its operand.
///
/// A group that only combines what another stores *trails* it: a target that
/// can say which block of a launch is the last runs both as one kernel. It
/// reads what is stored as it is stored, so that the two forms round alike:
/// whether they are one kernel is no part of what isInternal answers.
///
/// Views and constants that are no splat are in no group. Expects reductions
/// that keep their operand's shape to reduce its last dimensions, and every op
/// to be fusable.
class KernelGrouping {
public:
  /// With `explain` it also finds the refusals.
  KernelGrouping(mlir::func::FuncOp func, bool fusion, bool explain = false);

  /// Groups in an order in which every operand is defined before its use.
  llvm::ArrayRef<KernelGroup> getGroups() const { return groups; }

  /// Kernels in the order in which they run. Where `fuseTrailing`, groups that
  /// trail another are the last part of its kernel, else kernels of their own.
  std::vector<KernelLaunch> getLaunches(bool fuseTrailing) const;

  /// True if every kernel that runs `reader` computes `value` itself, so that
  /// it is never stored on the way.
  bool isInternal(mlir::Value value, mlir::Operation *reader) const;

  /// True if some kernel stores `value` for others.
  bool isStored(mlir::Value value) const { return stored.contains(value); }

  /// A pair of ops that could have shared a kernel by their loops alone.
  struct Refusal {
    mlir::Operation *producer, *consumer;
    std::string reason;
  };
  /// Why values are stored between groups, in the order of their consumers.
  llvm::ArrayRef<Refusal> getRefusals() const { return refusals; }

private:
  void translate(const BareCopy &bare);
  void dropInternal(KernelLaunch &launch) const;

  std::vector<KernelGroup> groups;
  std::vector<Refusal> refusals;
  llvm::DenseSet<mlir::Value> stored;
  llvm::DenseMap<mlir::Operation *, llvm::SmallVector<unsigned>> groupsOf;
};

/// True for ops that are a kernel of their own and read what is stored.
bool isOpaque(mlir::Operation *op);

/// True for views and packs: ops that name memory and compute nothing.
bool isView(mlir::Operation *op);

/// True if the operands of `op`, which may be null, lie in its result's memory.
bool isPack(mlir::Operation *op);

/// True if they do, all in one place, which is zero when the function starts.
bool isSharedPack(mlir::Operation *op);

/// True for constants that kernels read from memory.
bool isStoredConstant(mlir::Operation *op);

} // namespace mpc

#endif // MPC_ANALYSIS_KERNELGROUPING_H
