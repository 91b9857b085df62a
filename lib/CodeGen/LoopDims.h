//===- LoopDims.h - axes as loops -------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_LOOPDIMS_H
#define MPC_LIB_CODEGEN_LOOPDIMS_H

#include "Kernel.h"

namespace mpc::code {

/// Adjacent axes that run as one loop.
struct LoopDim {
  Axes axes;
  int64_t size = 1;
};

/// The loops of a nest, outermost first, and which axes are in which.
class LoopDims {
public:
  LoopDims() = default;

  /// One loop per axis of `sizes`.
  explicit LoopDims(llvm::ArrayRef<int64_t> sizes);

  int64_t size() const { return dims.size(); }
  const LoopDim &operator[](int dim) const { return dims[dim]; }

  /// The loop of `axis`.
  int find(int axis) const;

  /// Elements between neighbours along `dim` of a tensor that lies at `axes`.
  int64_t getStride(mlir::RankedTensorType type, llvm::ArrayRef<int> axes,
                    int dim) const;

  /// Merges `dim` and `dim + 1`.
  void merge(int dim);

  /// Adds a loop that runs once and returns its number.
  int addUnit() {
    dims.emplace_back();
    return dims.size() - 1;
  }

private:
  llvm::SmallVector<LoopDim> dims;
};

/// Finds what is accessed, so that loops can be merged where it does not
/// matter.
class AccessWalker : public PointWalker {
public:
  struct Access {
    mlir::RankedTensorType type;
    Axes axes;
  };

  /// Counts an access of a root or any other tensor in memory.
  void add(mlir::RankedTensorType type, Axes axes) {
    accesses.push_back({type, std::move(axes)});
  }
  /// Walks a root and, unless it is a flag, counts where it is stored.
  void addRoot(const Kernel &kernel, unsigned number, const Axes &axes);
  llvm::ArrayRef<Access> getAccesses() const { return accesses; }

  bool canMerge(const LoopDims &dims, int dim) const;

  /// Merges all neighbours for which `mayMerge` holds.
  void mergeAll(LoopDims &dims,
                llvm::function_ref<bool(int dim)> mayMerge) const;

protected:
  void load(mlir::RankedTensorType type, const Axes &axes) override {
    add(type, axes);
  }
  void useIndex(int axis) override { indexed.push_back(axis); }

private:
  llvm::SmallVector<Access> accesses;
  Axes indexed;
};

/// Stops at reductions, whose elements are walked on their own.
template <class Walker>
class BoundedWalker : public Walker {
protected:
  bool enter(mlir::linalg::GenericOp op, const Axes &loops) override {
    return !isReduction(op) && Walker::enter(op, loops);
  }
};

/// Numbers of roots that share a loop nest.
using Roots = llvm::SmallVector<unsigned, 4>;

} // namespace mpc::code

#endif // MPC_LIB_CODEGEN_LOOPDIMS_H
