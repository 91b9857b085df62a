//===- Kernel.h - what the emitters read of a kernel ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_KERNEL_H
#define MPC_LIB_CODEGEN_KERNEL_H

#include "IndexForm.h"

#include "mpc/IR/Mpc.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"

#include "llvm/ADT/MapVector.h"

#include <set>

namespace mpc::code {

/// One iteration axis per entry. The axes of a tensor say where it lies: its
/// dimension d is indexed by axis axes[d].
using Axes = llvm::SmallVector<int, 6>;

/// From this number on, axes are none of the kernel's: they stand for indices
/// that are computed, each for one that whoever uses them knows.
constexpr int kFirstComputed = 1 << 16;
inline bool isComputed(int axis) { return axis >= kFirstComputed; }

/// Calls `body` with the number of each computed axis of `axes`, and how many
/// elements of `type` neighbours along its dimension are apart; the last first.
void forComputed(mlir::RankedTensorType type, const Axes &axes,
                 llvm::function_ref<void(int number, int64_t stride)> body);

/// A lowered kernel body and what is known of it.
struct Kernel {
  mlir::Block *body = nullptr;
  KernelKind kind = KernelKind::pointwise;
  std::string label;
  llvm::SmallVector<int64_t> domain;
  llvm::SmallVector<int64_t> reduced;
  mlir::Location loc;

  explicit Kernel(KernelOp op);
  Kernel(mlir::Block *body, mlir::Location loc) : body(body), loc(loc) {}

  /// The values that the kernel stores, in the order of its results.
  mlir::OperandRange getRoots() const {
    return body->getTerminator()->getOperands();
  }

  /// The algorithm that the kernel consists of, or null. One of a single element
  /// has become loops.
  AlgorithmOp getAlgorithm() const {
    auto algorithms = body->getOps<AlgorithmOp>();
    return algorithms.empty() ? AlgorithmOp() : *algorithms.begin();
  }

  /// The flag that root `number` is, or null.
  mlir::linalg::GenericOp getFlag(unsigned number) const;

  /// Does root `number` follow from what all of the kernel's blocks compute?
  bool isTrailingRoot(unsigned number) const;

  /// What has an element wherever root `number` is stored or, if it is a flag,
  /// where it may be raised.
  mlir::Value getPlace(unsigned number) const;
};

/// The first kernel structurally equal to each of `ops`, and its number for
/// each of them.
llvm::SmallVector<KernelOp> findDistinctKernels(llvm::ArrayRef<KernelOp> ops,
                                                std::vector<unsigned> &numbers);

inline mlir::RankedTensorType getTensorType(mlir::Value value) {
  return llvm::cast<mlir::RankedTensorType>(value.getType());
}

/// The argument behind `value` if it is one, maybe seen in another shape.
mlir::BlockArgument getBuffer(mlir::Value value);

/// True for the product that a contraction kernel is about.
bool isContraction(mlir::Operation *op);

/// True for one bit that any of the elements that it sees raises.
bool isFlag(mlir::Operation *op);

/// True for a generic with reduction loops that is no flag.
bool isReduction(mlir::Operation *op);

/// True for arithmetic on indices, which is done only where something needs it:
/// emitters read most places from their forms.
bool isIndexArithmetic(mlir::Operation *op);

/// Iteration axes of all loops of a kernel's generics, where -1 means that
/// nothing fixes one. Axes are those of the domain or, for a contraction, of
/// its loops, which begin with the domain.
class Placement {
public:
  explicit Placement(const Kernel &kernel);

  /// Axes of `tensor`, or failure if it does not lie in the domain.
  mlir::FailureOr<Axes> getAxes(mlir::Value tensor) const;

  /// Axes of all loops of `op`.
  llvm::ArrayRef<int> getLoops(mlir::Operation *op) const {
    return loops.find(op)->second;
  }

private:
  bool seed(mlir::linalg::GenericOp op);
  void propagate();
  bool connect(mlir::linalg::GenericOp op);

  const Kernel &kernel;
  llvm::MapVector<mlir::Operation *, Axes> loops;
};

/// Visits everything that elements of tensors depend on, each point once.
class PointWalker {
public:
  virtual ~PointWalker() = default;
  void walk(mlir::Value tensor, const Axes &axes);

  /// Walks what root `number` needs where its place lies at `axes`.
  void walkRoot(const Kernel &kernel, unsigned number, const Axes &axes);

protected:
  /// `loops` are the axes of the generic's loops. Returns false to stop here.
  virtual bool enter(mlir::linalg::GenericOp op, const Axes &loops) {
    return true;
  }
  /// An element of an argument or of a table of constants.
  virtual void load(mlir::RankedTensorType type, const Axes &axes) {}
  /// A use of the number of the element along `axis`.
  virtual void useIndex(int axis) {}

  /// What a computed axis stands for, or the axis itself.
  IndexForm getForm(int axis) const {
    return isComputed(axis) ? forms[axis - kFirstComputed]
                            : IndexForm::ofAxis(axis);
  }

private:
  void walkGeneric(mlir::linalg::GenericOp op, const Axes &loops);
  void walkElement(ElementOp element, mlir::linalg::GenericOp op,
                   const Axes &loops);

  std::vector<IndexForm> forms;
  std::set<std::pair<void *, Axes>> visited;
};

/// The axes of `op`'s loops where its result `number` lies at `axes`; -1 for
/// loops that do not index it.
Axes getLoopAxes(mlir::linalg::GenericOp op, unsigned number,
                 llvm::ArrayRef<int> axes);

/// The axes of `op`'s loops where its operand 0 lies at `axes`, all of them.
Axes getFlagLoops(mlir::linalg::GenericOp op, llvm::ArrayRef<int> axes);

/// The axes of operand `operand`, given those of the loops.
Axes getOperandAxes(mlir::linalg::GenericOp op, mlir::OpOperand &operand,
                    llvm::ArrayRef<int> loops);

} // namespace mpc::code

#endif // MPC_LIB_CODEGEN_KERNEL_H
