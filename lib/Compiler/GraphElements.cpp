//===- GraphElements.cpp - element types and constants of a graph ------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "GraphElements.h"

#include "mlir/IR/Diagnostics.h"

using namespace mlir;

namespace mpc {

Type getElement(int64_t number, MLIRContext *context) {
  switch (number) {
  case 0:
    return IntegerType::get(context, 1);
  case 1:
    return IntegerType::get(context, 8, IntegerType::Unsigned);
  case 2:
    return IntegerType::get(context, 32);
  case 3:
    return IntegerType::get(context, 64);
  case 4:
    return Float16Type::get(context);
  case 5:
    return BFloat16Type::get(context);
  case 6:
    return Float32Type::get(context);
  case 7:
    return Float64Type::get(context);
  default:
    return nullptr;
  }
}

static Attribute readFloat(double value, FloatType type) {
  APFloat rounded(value);
  bool losesInfo;
  rounded.convert(type.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                  &losesInfo);
  return FloatAttr::get(type, rounded);
}

/// Null if the type has no such number.
static Attribute readInteger(int64_t value, IntegerType type) {
  unsigned width = type.getWidth();
  bool fits = type.isUnsigned() || width == 1
                  ? value >= 0 && llvm::isUIntN(width, value)
                  : llvm::isIntN(width, value);
  if (!fits)
    return nullptr;
  return IntegerAttr::get(type, APInt(width, value, /*isSigned=*/true));
}

static Attribute readElement(const mpc_elements &elements, size_t i,
                             Type type) {
  if (auto element = dyn_cast<FloatType>(type))
    return readFloat(elements.numbers
                         ? elements.numbers[i]
                         : static_cast<double>(elements.integers[i]),
                     element);
  return readInteger(elements.integers[i], cast<IntegerType>(type));
}

Attribute readElements(const mpc_elements &elements, RankedTensorType type,
                       Location loc) {
  Type element = type.getElementType();
  bool isEach = elements.count == static_cast<size_t>(type.getNumElements());
  if (!isEach && elements.count != 1) {
    emitError(loc) << "expects one element or " << type.getNumElements()
                   << " of them for " << type << ", but got " << elements.count;
    return nullptr;
  }
  if (elements.numbers && isa<IntegerType>(element)) {
    emitError(loc) << "expects integers for " << type << ", but got floats";
    return nullptr;
  }
  SmallVector<Attribute> values;
  for (size_t i = 0; i < elements.count; ++i) {
    values.push_back(readElement(elements, i, element));
    if (values.back())
      continue;
    emitError(loc) << "expects elements of " << element << ", but got "
                   << elements.integers[i];
    return nullptr;
  }
  return DenseElementsAttr::get(type, values);
}

} // namespace mpc
