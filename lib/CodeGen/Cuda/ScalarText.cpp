//===- ScalarText.cpp - arith and math as C++ -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ScalarText.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Matchers.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;

namespace mpc::cuda {

//===----------------------------------------------------------------------===//
// Types and constants
//===----------------------------------------------------------------------===//

StringRef getTypeName(Type type) {
  if (type.isF32())
    return "float";
  if (type.isF16())
    return "f16";
  if (type.isBF16())
    return "bf16";
  if (type.isIndex())
    return "uint64";
  auto integer = dyn_cast<IntegerType>(type);
  switch (integer ? integer.getWidth() : 0) {
  case 1:
    return "bool";
  case 8:
    return "uint8";
  case 16:
    return "uint16";
  case 32:
    return "uint32";
  case 64:
    return "uint64";
  default:
    return "";
  }
}

int64_t getElementBytes(Type type) {
  return type.isIndex() ? 8 : std::max(type.getIntOrFloatBitWidth() / 8, 1u);
}

std::string printConstant(Attribute value) {
  if (auto number = dyn_cast<FloatAttr>(value)) {
    APInt bits = number.getValue().bitcastToAPInt();
    std::string hex = "0x" + llvm::utohexstr(bits.getZExtValue(), true,
                                             bits.getBitWidth() / 4);
    if (!number.getType().isF32())
      return (getTypeName(number.getType()) + "{" + hex + "}").str();
    llvm::SmallString<16> decimal;
    number.getValue().toString(decimal);
    return llvm::formatv("bitsAs<float>({0}u /* {1} */)", hex, decimal);
  }
  auto number = cast<IntegerAttr>(value);
  if (number.getType().isInteger(1))
    return number.getValue().isZero() ? "false" : "true";
  uint64_t bits = number.getValue().getZExtValue();
  StringRef suffix = getElementBytes(number.getType()) == 8 ? "ull" : "u";
  return llvm::formatv("{0}({1}{2})", getTypeName(number.getType()), bits,
                       suffix);
}

namespace {

/// The signed type of the width of `type`.
std::string getSigned(Type type) {
  return getTypeName(type).drop_front(1).str();
}

bool isBool(Type type) { return type.isInteger(1); }

/// `x` read as a signed number.
std::string asSigned(StringRef x, Type type) {
  if (isBool(type))
    return llvm::formatv("(-int32({0}))", x);
  return llvm::formatv("{0}({1})", getSigned(type), x);
}

/// `x`, a number of any type, as one of integer type `type`.
std::string asType(StringRef x, Type type) {
  if (isBool(type))
    return llvm::formatv("bool(({0}) & 1)", x);
  return llvm::formatv("{0}({1})", getTypeName(type), x);
}

/// True for 16-bit floats, which are for storage only.
bool isNarrowFloat(Type type) { return type.isF16() || type.isBF16(); }

std::string narrow(StringRef x, Type type) {
  if (type.isF16())
    return llvm::formatv("toF16({0})", x);
  if (type.isBF16())
    return llvm::formatv("toBf16({0})", x);
  return x.str();
}

/// An infix operator between floats or unsigned integers.
StringRef getOperator(Operation *op) {
  return llvm::TypeSwitch<Operation *, StringRef>(op)
      .Case<arith::AddFOp, arith::AddIOp>([](auto) { return "+"; })
      .Case<arith::SubFOp, arith::SubIOp>([](auto) { return "-"; })
      .Case<arith::MulFOp, arith::MulIOp>([](auto) { return "*"; })
      .Case<arith::DivFOp, arith::DivUIOp>([](auto) { return "/"; })
      .Case<arith::RemUIOp>([](auto) { return "%"; })
      .Case<arith::AndIOp>([](auto) { return "&"; })
      .Case<arith::OrIOp>([](auto) { return "|"; })
      .Case<arith::XOrIOp>([](auto) { return "^"; })
      .Case<arith::ShLIOp>([](auto) { return "<<"; })
      .Case<arith::ShRUIOp>([](auto) { return ">>"; })
      .Default([](auto) { return ""; });
}

/// An infix operator between signed integers.
StringRef getSignedOperator(Operation *op) {
  return llvm::TypeSwitch<Operation *, StringRef>(op)
      .Case<arith::DivSIOp>([](auto) { return "/"; })
      .Case<arith::RemSIOp>([](auto) { return "%"; })
      .Case<arith::ShRSIOp>([](auto) { return ">>"; })
      .Default([](auto) { return ""; });
}

/// A function of ptx.cuh.
StringRef getFunction(Operation *op) {
  return llvm::TypeSwitch<Operation *, StringRef>(op)
      .Case<arith::MaximumFOp>([](auto) { return "maximum"; })
      .Case<arith::MinimumFOp>([](auto) { return "minimum"; })
      .Case<arith::MaxNumFOp>([](auto) { return "maximumNumber"; })
      .Case<arith::MinNumFOp>([](auto) { return "minimumNumber"; })
      .Case<math::SqrtOp>([](auto) { return "squareRoot"; })
      .Case<math::RsqrtOp>([](auto) { return "fastReciprocalRoot"; })
      .Case<math::ExpOp>([](auto) { return "fastExponential"; })
      .Case<math::LogOp>([](auto) { return "fastLogarithm"; })
      .Case<math::FmaOp>([](auto) { return "fusedMultiplyAdd"; })
      .Case<math::FloorOp>([](auto) { return "roundDown"; })
      .Case<math::CeilOp>([](auto) { return "roundUp"; })
      .Case<math::TruncOp>([](auto) { return "roundToZero"; })
      .Case<math::RoundEvenOp>([](auto) { return "roundToEven"; })
      .Case<math::AbsFOp>([](auto) { return "absolute"; })
      .Case<math::CopySignOp>([](auto) { return "copySign"; })
      .Case<math::CtPopOp>([](auto) { return "countBits"; })
      .Default([](auto) { return ""; });
}

std::string printComparison(arith::CmpIPredicate predicate, Type type,
                            ArrayRef<std::string> x) {
  using From = arith::CmpIPredicate;
  auto both = [&](const char *symbol, bool isSigned) -> std::string {
    if (!isSigned)
      return llvm::formatv("({0} {1} {2})", x[0], symbol, x[1]);
    return llvm::formatv("({0} {1} {2})", asSigned(x[0], type), symbol,
                         asSigned(x[1], type));
  };
  switch (predicate) {
  case From::eq:
    return both("==", false);
  case From::ne:
    return both("!=", false);
  case From::slt:
    return both("<", true);
  case From::sle:
    return both("<=", true);
  case From::sgt:
    return both(">", true);
  case From::sge:
    return both(">=", true);
  case From::ult:
    return both("<", false);
  case From::ule:
    return both("<=", false);
  case From::ugt:
    return both(">", false);
  case From::uge:
    return both(">=", false);
  }
  llvm_unreachable("all predicates are covered");
}

/// C++ comparisons are ordered, but !=.
std::string printComparison(arith::CmpFPredicate predicate,
                            ArrayRef<std::string> x) {
  using From = arith::CmpFPredicate;
  auto print = [&](const char *format) -> std::string {
    return llvm::formatv(format, x[0], x[1]);
  };
  switch (predicate) {
  case From::AlwaysFalse:
    return "false";
  case From::OEQ:
    return print("({0} == {1})");
  case From::OGT:
    return print("({0} > {1})");
  case From::OGE:
    return print("({0} >= {1})");
  case From::OLT:
    return print("({0} < {1})");
  case From::OLE:
    return print("({0} <= {1})");
  case From::ONE:
    return print("({0} < {1} || {0} > {1})");
  case From::ORD:
    return print("({0} == {0} && {1} == {1})");
  case From::UEQ:
    return print("(!({0} < {1} || {0} > {1}))");
  case From::UGT:
    return print("(!({0} <= {1}))");
  case From::UGE:
    return print("(!({0} < {1}))");
  case From::ULT:
    return print("(!({0} >= {1}))");
  case From::ULE:
    return print("(!({0} > {1}))");
  case From::UNE:
    return print("({0} != {1})");
  case From::UNO:
    return print("({0} != {0} || {1} != {1})");
  case From::AlwaysTrue:
    return "true";
  }
  llvm_unreachable("all predicates are covered");
}

//===----------------------------------------------------------------------===//
// Kinds of ops
//===----------------------------------------------------------------------===//

/// Conversions between integers, and between those and floats; else empty.
std::string printConversion(Operation *op, ArrayRef<std::string> x) {
  Type type = op->getResultTypes()[0];
  Type from = op->getNumOperands() ? op->getOperandTypes()[0] : Type();
  if (isa<arith::ExtSIOp, arith::IndexCastOp>(op))
    return asType(asSigned(x[0], from), type);
  if (isa<arith::ExtUIOp, arith::TruncIOp, arith::IndexCastUIOp>(op))
    return asType(x[0], type);
  if (isa<arith::SIToFPOp>(op))
    return narrow("float(" + asSigned(x[0], from) + ")", type);
  if (isa<arith::UIToFPOp>(op))
    return narrow("float(" + x[0] + ")", type);
  if (isa<arith::FPToSIOp>(op))
    return asType(getSigned(type) + "(" + x[0] + ")", type);
  if (isa<arith::FPToUIOp>(op))
    return asType(x[0], type);
  if (isa<arith::ExtFOp>(op))
    return x[0];
  if (isa<arith::TruncFOp>(op))
    return narrow(x[0], type);
  return "";
}

/// Signed and unsigned smaller or larger of two; else empty.
std::string printExtremum(Operation *op, ArrayRef<std::string> x) {
  using Predicate = arith::CmpIPredicate;
  auto predicate =
      llvm::TypeSwitch<Operation *, std::optional<Predicate>>(op)
          .Case<arith::MaxSIOp>([](auto) { return Predicate::sgt; })
          .Case<arith::MinSIOp>([](auto) { return Predicate::slt; })
          .Case<arith::MaxUIOp>([](auto) { return Predicate::ugt; })
          .Case<arith::MinUIOp>([](auto) { return Predicate::ult; })
          .Default([](auto) { return std::nullopt; });
  if (!predicate)
    return "";
  return llvm::formatv("({0} ? {1} : {2})",
                       printComparison(*predicate, op->getOperandTypes()[0], x),
                       x[0], x[1]);
}

/// The reciprocal of a constant that is a power of two, by which multiplying is
/// exactly dividing; else empty.
std::string printExactReciprocal(Value divisor) {
  FloatAttr number;
  APFloat inverse(0.0f);
  if (!matchPattern(divisor, m_Constant(&number)) ||
      !number.getType().isF32() || !number.getValue().getExactInverse(&inverse))
    return "";
  return printConstant(FloatAttr::get(number.getType(), inverse));
}

/// Arithmetic on operands of the result's type; else empty.
std::string printArithmetic(Operation *op, ArrayRef<std::string> x) {
  Type type = op->getResultTypes()[0];
  if (isa<arith::DivFOp>(op))
    if (std::string factor = printExactReciprocal(op->getOperand(1));
        !factor.empty())
      return "(" + x[0] + " * " + factor + ")";
  if (StringRef symbol = getOperator(op); !symbol.empty()) {
    std::string text = llvm::formatv("({0} {1} {2})", x[0], symbol, x[1]);
    // Narrow integers are promoted, and wrap around only when cast back.
    if (isa<FloatType>(type) || getElementBytes(type) >= 4)
      return text;
    bool isLogic =
        isBool(type) && isa<arith::AndIOp, arith::OrIOp, arith::XOrIOp>(op);
    return isLogic ? "bool" + text : asType(text, type);
  }
  if (StringRef symbol = getSignedOperator(op); !symbol.empty()) {
    std::string right = isa<arith::ShRSIOp>(op) ? x[1] : asSigned(x[1], type);
    return asType(
        llvm::formatv("{0} {1} {2}", asSigned(x[0], type), symbol, right).str(),
        type);
  }
  if (StringRef function = getFunction(op); !function.empty())
    return llvm::formatv("{0}({1})", function, llvm::join(x, ", "));
  if (isa<arith::NegFOp>(op))
    return "(-" + x[0] + ")";
  return printExtremum(op, x);
}

/// The low and the high half of a product twice as wide.
Expressions printExtendedProduct(Operation *op, ArrayRef<std::string> x) {
  Type type = op->getResultTypes()[0];
  bool isSigned = isa<arith::MulSIExtendedOp>(op);
  auto wide = [&](StringRef value) -> std::string {
    return isSigned ? "uint64(int64(" + asSigned(value, type) + "))"
                    : "uint64(" + value.str() + ")";
  };
  std::string product = "(" + wide(x[0]) + " * " + wide(x[1]) + ")";
  return {
      asType(product, type),
      asType(llvm::formatv("{0} >> {1}", product, type.getIntOrFloatBitWidth())
                 .str(),
             type)};
}

} // namespace

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

FailureOr<Expressions> printScalarOp(Operation *op,
                                     ArrayRef<std::string> operands) {
  for (TypeRange types :
       {TypeRange(op->getOperandTypes()), TypeRange(op->getResultTypes())})
    for (Type type : types)
      if (getTypeName(type).empty())
        return failure();
  if (op->getNumResults() == 0)
    return failure();
  Type type = op->getResultTypes()[0];
  if (isa<arith::SelectOp>(op))
    return Expressions{llvm::formatv("({0} ? {1} : {2})", operands[0],
                                     operands[1], operands[2])};
  if (isa<arith::BitcastOp>(op))
    return Expressions{
        llvm::formatv("bitsAs<{0}>({1})", getTypeName(type), operands[0])};
  // 16-bit floats are widened before anything is done with them.
  SmallVector<std::string> wide;
  for (auto [x, from] : llvm::zip_equal(operands, op->getOperandTypes()))
    wide.push_back(isNarrowFloat(from) ? "toFloat(" + x + ")" : x);
  if (auto compare = dyn_cast<arith::CmpIOp>(op))
    return Expressions{printComparison(compare.getPredicate(),
                                       compare.getLhs().getType(), wide)};
  if (auto compare = dyn_cast<arith::CmpFOp>(op))
    return Expressions{printComparison(compare.getPredicate(), wide)};
  if (isa<arith::MulUIExtendedOp, arith::MulSIExtendedOp>(op) &&
      type.getIntOrFloatBitWidth() <= 32)
    return printExtendedProduct(op, wide);
  if (std::string text = printConversion(op, wide); !text.empty())
    return Expressions{text};
  if (std::string text = printArithmetic(op, wide); !text.empty())
    return Expressions{narrow(text, type)};
  return failure();
}

} // namespace mpc::cuda
