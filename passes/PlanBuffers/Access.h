//===- Access.h - at which indices a kernel touches its tensors -----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_PLANBUFFERS_ACCESS_H
#define MPC_PASSES_PLANBUFFERS_ACCESS_H

#include "mpc/IR/Mpc.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"

#include "llvm/ADT/SetVector.h"

namespace mpc {

/// Bytes of a tensor in memory; predicates take a byte per element.
int64_t getBytes(mlir::Type type);

/// True for a lowered op that raises a bit for elements, `op` may be null.
bool raisesBit(mlir::Operation *op);

/// Follows the index maps of a lowered kernel from its results to its
/// arguments. A flag is no reduction: it looks at each element while that is
/// computed.
class KernelAccess {
public:
  explicit KernelAccess(KernelOp kernel);

  /// Returns true if `result` may be written where `input` is read: each
  /// element of the input is read for the last time where the result's element
  /// at the same index is computed.
  bool mayOverwrite(unsigned input, unsigned result) const;

private:
  using Dims = llvm::SmallVector<int64_t>;
  using Arguments = llvm::SmallSetVector<mlir::Value, 4>;

  void placeResults();
  void placeOperands(mlir::linalg::LinalgOp op);
  void place(mlir::Value value, Dims dims);
  Dims findLoops(mlir::linalg::LinalgOp op, mlir::OpOperand &output,
                 const Dims &place) const;
  void rank(mlir::linalg::LinalgOp op);
  bool spansDomain(mlir::Value value) const;

  mutable KernelOp kernel; ///< a handle, whose accessors are not const
  /// Domain dimensions that index a tensor; several if it is read in several
  /// ways, -1 for a dimension that has none.
  llvm::DenseMap<mlir::Value, llvm::SmallVector<Dims, 1>> places;
  /// How many reductions come before a value.
  llvm::DenseMap<mlir::Value, unsigned> levels;
  /// Arguments from which a value is computed without a reduction between.
  llvm::DenseMap<mlir::Value, Arguments> origins;
  llvm::DenseMap<mlir::Value, unsigned> lastReadLevel;
  /// Arguments that the product reads: packing revisits them.
  llvm::DenseSet<mlir::Value> packed;
};

} // namespace mpc

#endif // MPC_PASSES_PLANBUFFERS_ACCESS_H
