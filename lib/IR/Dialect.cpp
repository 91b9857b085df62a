//===- Dialect.cpp - the mpc dialect and its attributes -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/IR/Mpc.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Transforms/InliningUtils.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"

#include <array>
#include <cmath>

using namespace mlir;

#include "mpc/IR/Dialect.cpp.inc"
#include "mpc/IR/Enums.cpp.inc"
#define GET_ATTRDEF_CLASSES
#include "mpc/IR/Attributes.cpp.inc"

namespace mpc {

namespace {

/// Helper functions of a model may become part of its entry functions.
struct MpcInlinerInterface : DialectInlinerInterface {
  using DialectInlinerInterface::DialectInlinerInterface;

  bool isLegalToInline(Operation *, Region *, bool, IRMapping &) const final {
    return true;
  }
};

} // namespace

void MpcDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "mpc/IR/Attributes.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "mpc/IR/Ops.cpp.inc"
      >();
  addInterfaces<MpcInlinerInterface>();
}

Operation *MpcDialect::materializeConstant(OpBuilder &builder, Attribute value,
                                           Type type, Location loc) {
  auto elements = dyn_cast<ElementsAttr>(value);
  if (!elements || elements.getType() != type)
    return nullptr;
  return ConstantOp::create(builder, loc, elements);
}

RankedTensorType predicateType(Type type) {
  return RankedTensorType::get(cast<ShapedType>(type).getShape(),
                               IntegerType::get(type.getContext(), 1));
}

FloatType getStorage(Format format, MLIRContext *context) {
  switch (format) {
  case Format::f32:
  case Format::tf32:
    return Float32Type::get(context);
  case Format::bf16:
    return BFloat16Type::get(context);
  case Format::f16:
    return Float16Type::get(context);
  }
  llvm_unreachable("unknown format");
}

bool isCast(Operation *op) {
  auto fusable = dyn_cast_or_null<FusableOpInterface>(op);
  return fusable && fusable.getFusionKind() == FusionKind::Cast;
}

bool isTrailing(Operation *op) {
  auto role = op->getAttrOfType<StringAttr>(kRoleAttr);
  return role && role == kTrailing;
}

Value stripCasts(Value value) {
  while (isCast(value.getDefiningOp()))
    value = value.getDefiningOp()->getOperand(0);
  return value;
}

//===----------------------------------------------------------------------===//
// Roles of a function's values
//===----------------------------------------------------------------------===//

namespace {

const std::array<StringRef, 3> kArgumentNames = {kParamAttr, kInputAttr,
                                                 kStateAttr};
const std::array<StringRef, 7> kStateKinds = {
    "arena", "gradient", "copy", "shadow", "counter", "scalar", "state"};
const std::array<StringRef, 3> kResultNames = {kResultAttr, kUpdatesAttr,
                                               kGradientAttr};

LogicalResult verifyName(NamedAttribute attribute, Location loc) {
  auto name = dyn_cast<StringAttr>(attribute.getValue());
  if (name && !name.getValue().empty())
    return success();
  return emitError(loc) << "expects '" << attribute.getName().getValue()
                        << "' to be a name, but got " << attribute.getValue();
}

LogicalResult verifyRoleType(NamedAttribute attribute, Type type,
                             Location loc) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor || !tensor.hasStaticShape())
    return emitError(loc) << "expects '" << attribute.getName().getValue()
                          << "' on a statically shaped tensor, but got "
                          << type;
  if (!getCheckedNumElements(tensor))
    return emitError(loc) << "expects tensors of at most 2^40 bytes, but got "
                          << type;
  return success();
}

LogicalResult verifyInit(FunctionOpInterface func, unsigned index,
                         Attribute value, Location loc) {
  if (!isa<InitAttr>(value))
    return emitError(loc) << "expects '" << kInitAttr
                          << "' to be #mpc.init<...>, but got " << value;
  if (!func.getArgAttr(index, kParamAttr) &&
      !func.getArgAttr(index, kStateAttr))
    return emitError(loc) << "expects '" << kInitAttr
                          << "' on a parameter or state only";
  Type type = func.getArgumentTypes()[index];
  if (!isa<FloatType>(getElementTypeOrSelf(type)))
    return emitError(loc) << "expects '" << kInitAttr
                          << "' on float elements, but got " << type;
  return success();
}

/// Verifies what is particular to a parameter: factors, or that it is frozen.
LogicalResult verifySetting(FunctionOpInterface func, unsigned index,
                            NamedAttribute attribute, Location loc) {
  StringRef name = attribute.getName().getValue();
  if (!func.getArgAttr(index, kParamAttr))
    return emitError(loc) << "expects '" << name << "' on a parameter only";
  if (name == kFrozenAttr) {
    if (isa<UnitAttr>(attribute.getValue()))
      return success();
    return emitError(loc) << "expects '" << name << "' without a value";
  }
  auto number = dyn_cast<FloatAttr>(attribute.getValue());
  if (number && number.getType().isF64() && number.getValue().isFinite() &&
      !number.getValue().isNegative())
    return success();
  return emitError(loc) << "expects '" << name
                        << "' to be a finite f64 from 0 up, but got "
                        << attribute.getValue();
}

/// Verifies what AttachOptimizer says of a state.
LogicalResult verifyStateDetail(FunctionOpInterface func, unsigned index,
                                NamedAttribute attribute, Location loc) {
  StringRef name = attribute.getName().getValue();
  if (!func.getArgAttr(index, kStateAttr))
    return emitError(loc) << "expects '" << name << "' on a state only";
  if (name == kInitialAttr) {
    auto number = dyn_cast<FloatAttr>(attribute.getValue());
    if (number && number.getType().isF64())
      return success();
    return emitError(loc) << "expects '" << name << "' to be an f64, but got "
                          << attribute.getValue();
  }
  auto kind = dyn_cast<StringAttr>(attribute.getValue());
  if (kind && llvm::is_contained(kStateKinds, kind.getValue()))
    return success();
  return emitError(loc) << "expects '" << name << "' to be one of "
                        << llvm::join(kStateKinds, ", ") << ", but got "
                        << attribute.getValue();
}

} // namespace

LogicalResult MpcDialect::verifyRegionArgAttribute(Operation *op, unsigned,
                                                   unsigned index,
                                                   NamedAttribute attribute) {
  auto func = dyn_cast<FunctionOpInterface>(op);
  if (!func)
    return success();
  Location loc =
      func.isExternal() ? op->getLoc() : func.getArgument(index).getLoc();
  StringRef name = attribute.getName().getValue();
  if (name == kInitAttr)
    return verifyInit(func, index, attribute.getValue(), loc);
  if (name == kRateFactorAttr || name == kDecayFactorAttr ||
      name == kFrozenAttr)
    return verifySetting(func, index, attribute, loc);
  if (name == kKindAttr || name == kInitialAttr)
    return verifyStateDetail(func, index, attribute, loc);
  if (!llvm::is_contained(kArgumentNames, name))
    return emitError(loc) << "unknown attribute '" << name
                          << "' on an argument, expects one of "
                          << llvm::join(kArgumentNames, ", ") << " and "
                          << kInitAttr;
  if (failed(verifyName(attribute, loc)))
    return failure();
  return verifyRoleType(attribute, func.getArgumentTypes()[index], loc);
}

LogicalResult
MpcDialect::verifyRegionResultAttribute(Operation *op, unsigned, unsigned index,
                                        NamedAttribute attribute) {
  auto func = dyn_cast<FunctionOpInterface>(op);
  if (!func)
    return success();
  Location loc = op->getLoc();
  if (!llvm::is_contained(kResultNames, attribute.getName().getValue()))
    return emitError(loc) << "unknown attribute '"
                          << attribute.getName().getValue()
                          << "' on a result, expects one of "
                          << llvm::join(kResultNames, ", ");
  if (failed(verifyName(attribute, loc)))
    return failure();
  return verifyRoleType(attribute, func.getResultTypes()[index], loc);
}

//===----------------------------------------------------------------------===//
// InitAttr
//===----------------------------------------------------------------------===//

namespace {

const std::array<StringRef, 8> kSchemes = {
    "zeros",          "ones",          "uniform",         "normal",
    "xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal"};

/// Returns true if `scheme` is followed by two numbers.
bool hasNumbers(StringRef scheme) {
  return scheme == "uniform" || scheme == "normal";
}

ParseResult parseNumbers(AsmParser &parser, double &first, double &second) {
  return failure(parser.parseLParen() || parser.parseFloat(first) ||
                 parser.parseComma() || parser.parseFloat(second) ||
                 parser.parseRParen());
}

} // namespace

Attribute InitAttr::parse(AsmParser &parser, Type) {
  StringRef scheme;
  double first = 0, second = 0;
  if (parser.parseLess())
    return {};
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseKeyword(&scheme) ||
      (hasNumbers(scheme) && parseNumbers(parser, first, second)) ||
      parser.parseGreater())
    return {};
  return parser.getChecked<InitAttr>(loc, parser.getContext(), scheme, first,
                                     second);
}

void InitAttr::print(AsmPrinter &printer) const {
  printer << "<" << getScheme();
  if (hasNumbers(getScheme())) {
    printer << "(";
    printer.printFloat(APFloat(getFirst()));
    printer << ", ";
    printer.printFloat(APFloat(getSecond()));
    printer << ")";
  }
  printer << ">";
}

LogicalResult InitAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                               StringRef scheme, Number first, Number second) {
  if (!llvm::is_contained(kSchemes, scheme))
    return emitError() << "expects an initialiser among "
                       << llvm::join(kSchemes, ", ") << ", but got '" << scheme
                       << "'";
  if (!std::isfinite(first) || !std::isfinite(second))
    return emitError() << "expects finite numbers in '" << scheme << "'";
  if (scheme == "uniform" && first > second)
    return emitError() << "expects low <= high in 'uniform', but got " << first
                       << " and " << second;
  if (scheme == "normal" && second < 0)
    return emitError() << "expects std >= 0 in 'normal', but got " << second;
  return success();
}

} // namespace mpc
