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
    dims.push_back({{int(axis)}, {size}, size, /*isSplit=*/false});
}

int LoopDims::find(int axis) const {
  for (auto [number, dim] : llvm::enumerate(dims))
    if (llvm::is_contained(dim.axes, axis))
      return number;
  return -1;
}

int64_t LoopDims::getStride(RankedTensorType type, ArrayRef<int> axes,
                            int dim) const {
  if (dims[dim].axes.empty() || dims[dim].isSplit)
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

void LoopDims::merge(int dim, bool splits) {
  // The last axis of a loop counts; the others step with it or do not move.
  if (dims[dim + 1].size == 1) {
    std::swap(dims[dim].axes, dims[dim + 1].axes);
    std::swap(dims[dim].sizes, dims[dim + 1].sizes);
  }
  dims[dim].axes.append(dims[dim + 1].axes);
  dims[dim].sizes.append(dims[dim + 1].sizes);
  dims[dim].size *= dims[dim + 1].size;
  dims[dim].isSplit |= dims[dim + 1].isSplit || splits;
  dims.erase(dims.begin() + dim + 1);
}

//===----------------------------------------------------------------------===//
// Accesses
//===----------------------------------------------------------------------===//

void AccessWalker::Access::forComputed(
    const LoopDims &dims,
    function_ref<void(const IndexForm &, int64_t)> body) const {
  int64_t stride = 1;
  for (int64_t d = type.getRank() - 1; d >= 0; --d) {
    if (isComputed(axes[d]))
      body(forms[d], stride);
    else if (dims.isSplit(axes[d]))
      body(IndexForm::ofAxis(axes[d]), stride);
    stride *= type.getDimSize(d);
  }
}

LoopStride AccessWalker::Access::getStride(const LoopDims &dims,
                                           int dim) const {
  LoopStride result{dims.getStride(type, axes, dim), dims[dim].size};
  forComputed(dims, [&](const IndexForm &form, int64_t stride) {
    LoopStride part = dims.getStride(form, dim);
    if (result.step && part.step)
      result.step = *result.step + *part.step * stride;
    else
      result.step = std::nullopt;
    result.run = std::min(result.run, part.run);
  });
  return result;
}

bool AccessWalker::Access::isDivided(const LoopDims &dims, int dim,
                                     int64_t width) const {
  for (int other = 0; other < dims.size(); ++other)
    if (other != dim && dims[other].size > 1 &&
        dims.getStride(type, axes, other) % width)
      return false;
  int along = dims[dim].axes.empty() ? -1 : dims[dim].axes.back();
  bool result = true;
  forComputed(dims, [&](const IndexForm &form, int64_t stride) {
    if (stride % width == 0)
      return;
    result &= form.isAffine && form.constant * stride % width == 0;
    for (auto [axis, step] : form.steps)
      result &= axis == along || step * stride % width == 0;
  });
  return result;
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
