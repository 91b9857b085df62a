//===- Memory.cpp - loads and stores of elements ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PointEmitter.h"
#include "ScalarOps.h"

#include "llvm/IR/Module.h"

using namespace mlir;

namespace mpc::host {

llvm::Value *buildTable(llvm::Module &module, DenseElementsAttr elements) {
  llvm::LLVMContext &context = module.getContext();
  llvm::Type *stored = getStoredType(context, elements.getElementType());
  llvm::SmallVector<llvm::Constant *> values;
  for (Attribute value : elements.getValues<Attribute>()) {
    auto number = dyn_cast<FloatAttr>(value);
    if (number && stored->isIntegerTy())
      values.push_back(
          llvm::ConstantInt::get(context, number.getValue().bitcastToAPInt()));
    else if (elements.getElementType().isInteger(1))
      values.push_back(llvm::ConstantInt::get(
          stored, cast<IntegerAttr>(value).getInt() & 1));
    else
      values.push_back(buildConstant(context, value));
  }
  auto *type = llvm::ArrayType::get(stored, values.size());
  auto *global = new llvm::GlobalVariable(
      module, type, /*isConstant=*/true, llvm::GlobalValue::PrivateLinkage,
      llvm::ConstantArray::get(type, values));
  global->setAlignment(llvm::Align(64));
  return global;
}

//===----------------------------------------------------------------------===//
// Addresses
//===----------------------------------------------------------------------===//

llvm::Value *PointEmitter::getAddress(llvm::Value *base, RankedTensorType type,
                                      const Axes &axes, int *depth,
                                      bool useChunk) {
  struct Step {
    Lanes index;
    int64_t stride;
    int dim;
  };
  llvm::SmallVector<Step> steps;
  for (int dim = 0; dim < dims.size(); ++dim) {
    Lanes index = indices[dim];
    if (dim == vectorDim)
      index = useChunk ? Lanes{chunk.base, chunk.depth} : Lanes{b.index(0), 0};
    int64_t stride = dims.getStride(type, axes, dim);
    if (stride && dims[dim].size > 1)
      steps.push_back({index, stride, dim});
  }
  forComputed(type, axes, [&](int number, int64_t stride) {
    if (const ComputedIndex &index = computed[number]; index.step)
      steps.push_back({index.first, stride, kFirstComputed + number});
  });
  llvm::sort(steps, [](const Step &x, const Step &y) {
    return std::tuple(x.index.depth, x.dim) < std::tuple(y.index.depth, y.dim);
  });
  llvm::Type *stored = getStoredType(b.getContext(), type.getElementType());
  int deepest = 0;
  for (auto [index, stride, dim] : steps) {
    deepest = std::max(deepest, index.depth);
    auto guard = b.insertAt(index.depth);
    llvm::Value *offset = b.CreateNSWMul(index.value, b.index(stride));
    base = b.CreateGEP(stored, base, offset);
  }
  if (depth)
    *depth = deepest;
  return base;
}

llvm::Value *PointEmitter::getAddress(unsigned number, RankedTensorType type,
                                      const Axes &axes, int *depth,
                                      bool useChunk) {
  return getAddress(buffers[number], type, axes, depth, useChunk);
}

/// The addresses of lanes that are `stride` bytes apart.
llvm::Value *PointEmitter::getLaneAddresses(llvm::Value *address,
                                            int64_t stride) {
  auto *type = llvm::FixedVectorType::get(b.getInt64Ty(), lanes);
  llvm::Value *offsets =
      b.CreateMul(b.CreateStepVector(type),
                  b.CreateVectorSplat(unsigned(lanes), b.index(stride)));
  return b.CreateGEP(b.getInt8Ty(), address, offsets);
}

//===----------------------------------------------------------------------===//
// Loads
//===----------------------------------------------------------------------===//

/// Elements between lanes; none if an index is computed lane by lane.
std::optional<int64_t>
PointEmitter::getLaneStride(RankedTensorType type, const Axes &axes) const {
  if (vectorDim < 0)
    return 0;
  int64_t result = dims.getStride(type, axes, vectorDim);
  bool isKnown = true;
  forComputed(type, axes, [&](int number, int64_t stride) {
    isKnown &= computed[number].step.has_value();
    result += computed[number].step.value_or(0) * stride;
  });
  return isKnown ? std::optional(result) : std::nullopt;
}

Lanes PointEmitter::load(llvm::Value *base, RankedTensorType type,
                         const Axes &given) {
  Axes axes = resolve(given);
  Type element = type.getElementType();
  Lanes inside = getInside(axes);
  if (inside.value && type.getNumElements() == 0)
    return toElement(llvm::Constant::getNullValue(
                         getStoredType(b.getContext(), element)),
                     element, 0);
  std::optional<int64_t> stride = getLaneStride(type, axes);
  if (!stride)
    return gather(base, type, axes);
  int depth = 0;
  llvm::Value *address = getAddress(base, type, axes, &depth, true);
  return loadFrom(base, address, element, *stride, depth, inside);
}

Lanes PointEmitter::toElement(llvm::Value *stored, Type element, int depth) {
  if (element.isInteger(1))
    return {b.CreateIsNotNull(stored), depth};
  return {b.CreateBitCast(stored, stored->getType()->getWithNewType(
                                      getElementType(b.getContext(), element))),
          depth};
}

/// Loads lanes `stride` elements apart; a scalar if that is 0. Lanes that are
/// not inside give 0. The one place that knows how elements lie in memory, with
/// gather and store.
Lanes PointEmitter::loadFrom(llvm::Value *base, llvm::Value *address,
                             Type element, int64_t stride, int depth,
                             Lanes inside) {
  llvm::Type *stored = getStoredType(b.getContext(), element);
  int64_t bytes = getStoredBytes(element);
  llvm::Align align(bytes);
  depth = std::max(depth, inside.depth);
  // Lanes of one address may still differ in whether they are inside.
  bool isScalar = stride == 0 && !(inside.value && inside.isVector());
  if (!isScalar)
    depth = std::max(depth, chunk.depth);
  auto guard = b.insertAt(depth);
  if (isScalar) {
    llvm::Value *from =
        inside.value ? b.CreateSelect(inside.value, address, base) : address;
    llvm::Value *value = b.CreateAlignedLoad(stored, from, align);
    if (inside.value)
      value = b.CreateSelect(inside.value, value,
                             llvm::Constant::getNullValue(stored));
    return toElement(value, element, depth);
  }
  auto *type = llvm::FixedVectorType::get(stored, lanes);
  llvm::Value *mask = chunk.mask, *none = llvm::Constant::getNullValue(type);
  if (inside.value)
    mask = mask ? b.CreateAnd(mask, splat(inside)) : splat(inside);
  llvm::Value *value;
  if (stride != 1)
    value = b.CreateMaskedGather(type, getLaneAddresses(address, stride * bytes),
                                 align, mask, none);
  else if (mask)
    value = b.CreateMaskedLoad(type, address, align, mask, none);
  else
    value = b.CreateAlignedLoad(type, address, align);
  return toElement(value, element, depth);
}

/// Loads lanes at indices that are computed lane by lane.
Lanes PointEmitter::gather(llvm::Value *base, RankedTensorType type,
                           const Axes &axes) {
  int depth = 0;
  llvm::Value *address = getAddress(base, type, axes, &depth, true);
  Lanes inside = getInside(axes);
  depth = std::max({depth, chunk.depth, inside.depth});
  int64_t steps = dims.getStride(type, axes, vectorDim);
  SmallVector<std::pair<Lanes, int64_t>> parts;
  forComputed(type, axes, [&](int number, int64_t stride) {
    const ComputedIndex &index = computed[number];
    if (index.step)
      steps += *index.step * stride;
    else
      parts.push_back({index.first, stride});
    depth = std::max(depth, index.first.depth);
  });
  auto guard = b.insertAt(depth);
  Type element = type.getElementType();
  llvm::Type *stored = getStoredType(b.getContext(), element);
  llvm::Value *addresses =
      getLaneAddresses(address, steps * getStoredBytes(element));
  for (auto [index, factor] : parts)
    addresses = b.CreateGEP(
        stored, addresses,
        b.CreateMul(splat(index),
                    b.CreateVectorSplat(unsigned(lanes), b.index(factor))));
  llvm::Value *mask = chunk.mask;
  if (inside.value)
    mask = mask ? b.CreateAnd(mask, splat(inside)) : splat(inside);
  auto *vector = llvm::FixedVectorType::get(stored, lanes);
  return toElement(b.CreateMaskedGather(vector, addresses,
                                        llvm::Align(getStoredBytes(element)),
                                        mask,
                                        llvm::Constant::getNullValue(vector)),
                   element, depth);
}

//===----------------------------------------------------------------------===//
// Stores
//===----------------------------------------------------------------------===//

void PointEmitter::store(unsigned number, const Axes &axes, Lanes value) {
  RankedTensorType type = getTensorType(kernel.getRoots()[number]);
  Type element = type.getElementType();
  int64_t stride = vectorDim < 0 ? 0 : dims.getStride(type, axes, vectorDim);
  llvm::Value *address =
      getAddress(kernel.body->getNumArguments() + number, type, axes);
  llvm::Value *stored = stride ? splat(value) : value.value;
  // A contraction with one column computes it in a whole vector.
  if (!stride && stored->getType()->isVectorTy())
    stored = b.CreateExtractElement(stored, uint64_t(0));
  llvm::Type *inMemory =
      stored->getType()->getWithNewType(getStoredType(b.getContext(), element));
  stored = element.isInteger(1) ? b.CreateZExt(stored, inMemory)
                                : b.CreateBitCast(stored, inMemory);
  int64_t bytes = getStoredBytes(element);
  llvm::Align align(bytes);
  if (stride > 1)
    b.CreateMaskedScatter(stored, getLaneAddresses(address, stride * bytes),
                          align, chunk.mask);
  else if (stride == 1 && chunk.mask)
    b.CreateMaskedStore(stored, address, align, chunk.mask);
  else
    b.CreateAlignedStore(stored, address, align);
}

/// Several tasks may store the same at once.
void PointEmitter::raise(unsigned number) {
  llvm::Value *address = buffers[kernel.body->getNumArguments() + number];
  llvm::StoreInst *store =
      b.CreateAlignedStore(b.getInt8(1), address, llvm::Align(1));
  store->setAtomic(llvm::AtomicOrdering::Monotonic);
}

} // namespace mpc::host
