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
    dims.push_back({{int(axis)}, {size}, size});
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

LoopStride LoopDims::getStride(const IndexForm &form, int dim) const {
  const LoopDim &loop = dims[dim];
  if (loop.axes.empty())
    return {0, loop.size};
  int64_t step = form.getStep(loop.axes.back());
  if (form.others.contains(loop.axes.back()))
    return {std::nullopt, 0};
  for (auto [number, axis] : llvm::enumerate(loop.axes))
    if (loop.sizes[number] > 1 &&
        (form.others.contains(axis) ||
         form.getStep(axis) != step * loop.getStep(number)))
      return {step, loop.sizes.back()};
  return {step, loop.size};
}

void LoopDims::merge(int dim) {
  // The last axis of a loop counts; the others step with it or do not move.
  if (dims[dim + 1].size == 1) {
    std::swap(dims[dim].axes, dims[dim + 1].axes);
    std::swap(dims[dim].sizes, dims[dim + 1].sizes);
  }
  dims[dim].axes.append(dims[dim + 1].axes);
  dims[dim].sizes.append(dims[dim + 1].sizes);
  dims[dim].size *= dims[dim + 1].size;
  dims.erase(dims.begin() + dim + 1);
}

//===----------------------------------------------------------------------===//
// Accesses
//===----------------------------------------------------------------------===//

LoopStride AccessWalker::Access::getStride(const LoopDims &dims,
                                           int dim) const {
  LoopStride result{dims.getStride(type, axes, dim), dims[dim].size};
  int64_t stride = 1;
  for (int64_t d = type.getRank() - 1; d >= 0; --d) {
    if (isComputed(axes[d])) {
      LoopStride part = dims.getStride(forms[d], dim);
      if (!part.step)
        return {std::nullopt, 0};
      *result.step += *part.step * stride;
      result.run = std::min(result.run, part.run);
    }
    stride *= type.getDimSize(d);
  }
  return result;
}

bool AccessWalker::Access::isDivided(const LoopDims &dims, int dim,
                                     int64_t width) const {
  for (int other = 0; other < dims.size(); ++other)
    if (other != dim && dims[other].size > 1 &&
        dims.getStride(type, axes, other) % width)
      return false;
  int64_t stride = 1;
  for (int64_t d = type.getRank() - 1; d >= 0; --d) {
    if (isComputed(axes[d]) && stride % width) {
      int along = dims[dim].axes.empty() ? -1 : dims[dim].axes.back();
      if (!forms[d].isAffine() || forms[d].constant * stride % width)
        return false;
      for (auto [axis, step] : forms[d].steps)
        if (axis != along && step * stride % width)
          return false;
    }
    stride *= type.getDimSize(d);
  }
  return true;
}

void AccessWalker::add(RankedTensorType type, Axes axes) {
  SmallVector<IndexForm> forms;
  if (llvm::any_of(axes, isComputed))
    for (int axis : axes)
      forms.push_back(getForm(axis));
  accesses.push_back({type, std::move(axes), std::move(forms)});
}

void AccessWalker::addRoot(const Kernel &kernel, unsigned number,
                           const Axes &axes) {
  walkRoot(kernel, number, axes);
  if (!kernel.getFlag(number))
    add(getTensorType(kernel.getRoots()[number]), axes);
}

bool AccessWalker::canMerge(const LoopDims &dims, int dim, bool splits) const {
  if (dims[dim].size == 1 || dims[dim + 1].size == 1)
    return true;
  for (int number : {dim, dim + 1})
    for (int axis : dims[number].axes)
      if (!splits && llvm::is_contained(indexed, axis))
        return false;
  return llvm::all_of(accesses, [&](const Access &access) {
    return dims.getStride(access.type, access.axes, dim) ==
           dims.getStride(access.type, access.axes, dim + 1) *
               dims[dim + 1].size;
  });
}

void AccessWalker::mergeAll(LoopDims &dims, function_ref<bool(int)> mayMerge,
                            bool splits) const {
  for (int dim = dims.size() - 2; dim >= 0; --dim)
    if (mayMerge(dim) && canMerge(dims, dim, splits))
      dims.merge(dim);
}

} // namespace mpc::code
