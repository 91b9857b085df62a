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

Lanes PointEmitter::load(llvm::Value *base, RankedTensorType type,
                         const Axes &axes) {
  int depth = 0;
  llvm::Value *address = getAddress(base, type, axes, &depth, true);
  int64_t stride = vectorDim < 0 ? 0 : dims.getStride(type, axes, vectorDim);
  return loadFrom(address, type.getElementType(), stride, depth);
}

/// Loads lanes `stride` elements apart; a scalar if that is 0. The one place
/// that knows how elements lie in memory, with store.
Lanes PointEmitter::loadFrom(llvm::Value *address, Type element, int64_t stride,
                             int depth) {
  llvm::Type *stored = getStoredType(b.getContext(), element);
  int64_t bytes = getStoredBytes(element);
  llvm::Align align(bytes);
  if (stride)
    depth = std::max(depth, chunk.depth);
  auto guard = b.insertAt(depth);
  auto *type = llvm::FixedVectorType::get(stored, lanes);
  llvm::Value *value;
  if (stride == 0)
    value = b.CreateAlignedLoad(stored, address, align);
  else if (stride != 1)
    value = b.CreateMaskedGather(
        type, getLaneAddresses(address, stride * bytes), align, chunk.mask,
        llvm::Constant::getNullValue(type));
  else if (chunk.mask)
    value = b.CreateMaskedLoad(type, address, align, chunk.mask,
                               llvm::Constant::getNullValue(type));
  else
    value = b.CreateAlignedLoad(type, address, align);
  if (element.isInteger(1))
    value = b.CreateIsNotNull(value);
  else
    value =
        b.CreateBitCast(value, value->getType()->getWithNewType(
                                   getElementType(b.getContext(), element)));
  return {value, depth};
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
