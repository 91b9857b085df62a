//===- LoopDims.h - axes as loops -------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_LOOPDIMS_H
#define MPC_LIB_CODEGEN_LOOPDIMS_H

#include "Kernel.h"

#include <optional>

namespace mpc::code {

/// Adjacent axes that run as one loop.
struct LoopDim {
  Axes axes;
  llvm::SmallVector<int64_t, 6> sizes; ///< of the axes
  int64_t size = 1;
  /// Some tensor's elements do not step evenly along it: the numbers along its
  /// axes have to be computed from its own.
  bool isSplit = false;

  /// How many steps of the loop are one along axis number `number`.
  int64_t getStep(size_t number) const {
    int64_t step = 1;
    while (++number < sizes.size())
      step *= sizes[number];
    return step;
  }
};

/// By how much an index or an offset grows along a loop: by as much at each
/// step, but where a run of steps ends.
struct LoopStride {
  std::optional<int64_t> step = 0; ///< none if it is computed
  int64_t run = 0;

  bool is(int64_t size) const { return step == size; }
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

  /// Does `axis` run in a loop that is split?
  bool isSplit(int axis) const {
    int dim = find(axis);
    return dim >= 0 && dims[dim].isSplit;
  }

  /// Elements between neighbours along `dim`, if that is not split, of a tensor
  /// that lies at `axes`.
  int64_t getStride(mlir::RankedTensorType type, llvm::ArrayRef<int> axes,
                    int dim) const;

  /// By how much a computed index grows along `dim`.
  LoopStride getStride(const IndexForm &form, int dim) const;

  /// Merges `dim` and `dim + 1`.
  void merge(int dim, bool splits = false);

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
    llvm::SmallVector<IndexForm> forms; ///< of those dimensions' indices

    /// The dimensions whose indices are computed, from the last on.
    void forComputed(const LoopDims &dims,
                     llvm::function_ref<void(const IndexForm &form,
                                             int64_t stride)>
                         body) const;

    /// Elements between neighbours along `dim`.
    LoopStride getStride(const LoopDims &dims, int dim) const;

    /// Are all parts of its offset but those along `dim` multiples of `width`?
    bool isDivided(const LoopDims &dims, int dim, int64_t width) const;
  };

  /// Counts an access of a root or any other tensor in memory.
  void add(mlir::RankedTensorType type, Axes axes);
  /// Walks a root and, unless it is a flag, counts where it is stored.
  void addRoot(const Kernel &kernel, unsigned number, const Axes &axes);
  llvm::ArrayRef<Access> getAccesses() const { return accesses; }

  /// With `splits`, numbers of elements along an axis may be computed from that
  /// of the loop.
  bool canMerge(const LoopDims &dims, int dim, bool splits = false) const;

  /// Merges all neighbours for which `mayMerge` holds.
  void mergeAll(LoopDims &dims, llvm::function_ref<bool(int dim)> mayMerge,
                bool splits = false) const;

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
