//===- LoopDims.cpp - axes as loops -----------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LoopDims.h"

using namespace mlir;

namespace mpc::code {

LoopDims::LoopDims(ArrayRef<int64_t> sizes) {
  for (auto [axis, size] : llvm::enumerate(sizes))
    dims.push_back({{int(axis)}, size});
}

int LoopDims::find(int axis) const {
  for (auto [number, dim] : llvm::enumerate(dims))
    if (llvm::is_contained(dim.axes, axis))
      return number;
  return -1;
}

int64_t LoopDims::getStride(RankedTensorType type, ArrayRef<int> axes,
                            int dim) const {
  if (dims[dim].axes.empty())
    return 0;
  int64_t result = 0, stride = 1;
  for (int64_t d = type.getRank() - 1; d >= 0; --d) {
    if (axes[d] == dims[dim].axes.back())
      result += stride;
    stride *= type.getDimSize(d);
  }
  return result;
}

void LoopDims::merge(int dim) {
  // The last axis of a loop counts; the others step with it or do not move.
  if (dims[dim + 1].size == 1)
    std::swap(dims[dim].axes, dims[dim + 1].axes);
  dims[dim].axes.append(dims[dim + 1].axes);
  dims[dim].size *= dims[dim + 1].size;
  dims.erase(dims.begin() + dim + 1);
}

void AccessWalker::addRoot(const Kernel &kernel, unsigned number,
                           const Axes &axes) {
  walkRoot(kernel, number, axes);
  if (!kernel.getFlag(number))
    add(getTensorType(kernel.getRoots()[number]), axes);
}

bool AccessWalker::canMerge(const LoopDims &dims, int dim) const {
  if (dims[dim].size == 1 || dims[dim + 1].size == 1)
    return true;
  for (int number : {dim, dim + 1})
    for (int axis : dims[number].axes)
      if (llvm::is_contained(indexed, axis))
        return false;
  return llvm::all_of(accesses, [&](const Access &access) {
    return dims.getStride(access.type, access.axes, dim) ==
           dims.getStride(access.type, access.axes, dim + 1) *
               dims[dim + 1].size;
  });
}

void AccessWalker::mergeAll(LoopDims &dims,
                            function_ref<bool(int)> mayMerge) const {
  for (int dim = dims.size() - 2; dim >= 0; --dim)
    if (mayMerge(dim) && canMerge(dims, dim))
      dims.merge(dim);
}

} // namespace mpc::code
