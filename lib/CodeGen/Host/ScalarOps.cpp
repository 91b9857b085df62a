//===- ScalarOps.cpp - arith and math as LLVM instructions ------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ScalarOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

#include "llvm/ADT/TypeSwitch.h"
#include "llvm/IR/Intrinsics.h"

using namespace mlir;
using llvm::Intrinsic::ID;
namespace Intrinsic = llvm::Intrinsic;

namespace mpc::host {

llvm::Type *getElementType(llvm::LLVMContext &context, Type type) {
  if (type.isF32())
    return llvm::Type::getFloatTy(context);
  if (type.isF64())
    return llvm::Type::getDoubleTy(context);
  if (type.isF16())
    return llvm::Type::getHalfTy(context);
  if (type.isIndex())
    return llvm::Type::getInt64Ty(context);
  return llvm::Type::getIntNTy(context, type.getIntOrFloatBitWidth());
}

int64_t getStoredBytes(Type type) {
  return llvm::divideCeil(type.getIntOrFloatBitWidth(), 8);
}

llvm::Type *getStoredType(llvm::LLVMContext &context, Type type) {
  // Not every CPU masks lanes of f16; those of integers it knows how to.
  return type.isF16()        ? llvm::Type::getInt16Ty(context)
         : type.isInteger(1) ? llvm::Type::getInt8Ty(context)
                             : getElementType(context, type);
}

llvm::Constant *buildConstant(llvm::LLVMContext &context, Attribute value) {
  if (auto number = dyn_cast<FloatAttr>(value)) {
    if (number.getType().isBF16())
      return llvm::ConstantInt::get(context,
                                    number.getValue().bitcastToAPInt());
    return llvm::ConstantFP::get(context, number.getValue());
  }
  auto number = cast<IntegerAttr>(value);
  APInt bits = number.getValue();
  return llvm::ConstantInt::get(
      context, number.getType().isIndex() ? bits.sextOrTrunc(64) : bits);
}

//===----------------------------------------------------------------------===//
// Tables
//===----------------------------------------------------------------------===//

using llvm::Instruction;

static std::optional<Instruction::BinaryOps> getBinary(Operation *op) {
  return llvm::TypeSwitch<Operation *, std::optional<Instruction::BinaryOps>>(
             op)
      .Case<arith::AddFOp>([](auto) { return Instruction::FAdd; })
      .Case<arith::SubFOp>([](auto) { return Instruction::FSub; })
      .Case<arith::MulFOp>([](auto) { return Instruction::FMul; })
      .Case<arith::DivFOp>([](auto) { return Instruction::FDiv; })
      .Case<arith::AddIOp>([](auto) { return Instruction::Add; })
      .Case<arith::SubIOp>([](auto) { return Instruction::Sub; })
      .Case<arith::MulIOp>([](auto) { return Instruction::Mul; })
      .Case<arith::DivSIOp>([](auto) { return Instruction::SDiv; })
      .Case<arith::DivUIOp>([](auto) { return Instruction::UDiv; })
      .Case<arith::RemSIOp>([](auto) { return Instruction::SRem; })
      .Case<arith::RemUIOp>([](auto) { return Instruction::URem; })
      .Case<arith::RemUIOp>([](auto) { return Instruction::URem; })
      .Case<arith::AndIOp>([](auto) { return Instruction::And; })
      .Case<arith::OrIOp>([](auto) { return Instruction::Or; })
      .Case<arith::XOrIOp>([](auto) { return Instruction::Xor; })
      .Case<arith::ShLIOp>([](auto) { return Instruction::Shl; })
      .Case<arith::ShRSIOp>([](auto) { return Instruction::AShr; })
      .Case<arith::ShRUIOp>([](auto) { return Instruction::LShr; })
      .Default(std::nullopt);
}

static std::optional<Instruction::CastOps> getCast(Operation *op) {
  return llvm::TypeSwitch<Operation *, std::optional<Instruction::CastOps>>(op)
      .Case<arith::ExtSIOp>([](auto) { return Instruction::SExt; })
      .Case<arith::ExtUIOp>([](auto) { return Instruction::ZExt; })
      .Case<arith::TruncIOp>([](auto) { return Instruction::Trunc; })
      .Case<arith::SIToFPOp>([](auto) { return Instruction::SIToFP; })
      .Case<arith::UIToFPOp>([](auto) { return Instruction::UIToFP; })
      .Case<arith::FPToSIOp>([](auto) { return Instruction::FPToSI; })
      .Case<arith::FPToUIOp>([](auto) { return Instruction::FPToUI; })
      .Default(std::nullopt);
}

/// Intrinsics whose overload is the type of their result.
static std::optional<ID> getIntrinsic(Operation *op) {
  return llvm::TypeSwitch<Operation *, std::optional<ID>>(op)
      .Case<arith::MaximumFOp>([](auto) { return Intrinsic::maximum; })
      .Case<arith::MinimumFOp>([](auto) { return Intrinsic::minimum; })
      .Case<arith::MaxNumFOp>([](auto) { return Intrinsic::maxnum; })
      .Case<arith::MinNumFOp>([](auto) { return Intrinsic::minnum; })
      .Case<arith::MaxSIOp>([](auto) { return Intrinsic::smax; })
      .Case<arith::MinSIOp>([](auto) { return Intrinsic::smin; })
      .Case<arith::MaxUIOp>([](auto) { return Intrinsic::umax; })
      .Case<arith::MinUIOp>([](auto) { return Intrinsic::umin; })
      .Case<math::SqrtOp>([](auto) { return Intrinsic::sqrt; })
      .Case<math::FmaOp>([](auto) { return Intrinsic::fma; })
      .Case<math::FloorOp>([](auto) { return Intrinsic::floor; })
      .Case<math::CeilOp>([](auto) { return Intrinsic::ceil; })
      .Case<math::TruncOp>([](auto) { return Intrinsic::trunc; })
      .Case<math::RoundEvenOp>([](auto) { return Intrinsic::roundeven; })
      .Case<math::AbsFOp>([](auto) { return Intrinsic::fabs; })
      .Case<math::CopySignOp>([](auto) { return Intrinsic::copysign; })
      .Case<math::CtPopOp>([](auto) { return Intrinsic::ctpop; })
      .Default(std::nullopt);
}

static llvm::CmpInst::Predicate getPredicate(arith::CmpIPredicate predicate) {
  using From = arith::CmpIPredicate;
  switch (predicate) {
  case From::eq:
    return llvm::CmpInst::ICMP_EQ;
  case From::ne:
    return llvm::CmpInst::ICMP_NE;
  case From::slt:
    return llvm::CmpInst::ICMP_SLT;
  case From::sle:
    return llvm::CmpInst::ICMP_SLE;
  case From::sgt:
    return llvm::CmpInst::ICMP_SGT;
  case From::sge:
    return llvm::CmpInst::ICMP_SGE;
  case From::ult:
    return llvm::CmpInst::ICMP_ULT;
  case From::ule:
    return llvm::CmpInst::ICMP_ULE;
  case From::ugt:
    return llvm::CmpInst::ICMP_UGT;
  case From::uge:
    return llvm::CmpInst::ICMP_UGE;
  }
  llvm_unreachable("unknown predicate");
}

/// arith numbers these as LLVM does: bits for equal, greater, less, unordered,
/// but in another order.
static llvm::CmpInst::Predicate getPredicate(arith::CmpFPredicate predicate) {
  using From = arith::CmpFPredicate;
  using To = llvm::CmpInst;
  switch (predicate) {
  case From::AlwaysFalse:
    return To::FCMP_FALSE;
  case From::OEQ:
    return To::FCMP_OEQ;
  case From::OGT:
    return To::FCMP_OGT;
  case From::OGE:
    return To::FCMP_OGE;
  case From::OLT:
    return To::FCMP_OLT;
  case From::OLE:
    return To::FCMP_OLE;
  case From::ONE:
    return To::FCMP_ONE;
  case From::ORD:
    return To::FCMP_ORD;
  case From::UEQ:
    return To::FCMP_UEQ;
  case From::UGT:
    return To::FCMP_UGT;
  case From::UGE:
    return To::FCMP_UGE;
  case From::ULT:
    return To::FCMP_ULT;
  case From::ULE:
    return To::FCMP_ULE;
  case From::UNE:
    return To::FCMP_UNE;
  case From::UNO:
    return To::FCMP_UNO;
  case From::AlwaysTrue:
    return To::FCMP_TRUE;
  }
  llvm_unreachable("unknown predicate");
}

//===----------------------------------------------------------------------===//
// Translation
//===----------------------------------------------------------------------===//

llvm::Type *shapeLike(llvm::Type *element, llvm::Value *like) {
  if (auto *type = dyn_cast<llvm::FixedVectorType>(like->getType()))
    return llvm::FixedVectorType::get(element, type->getNumElements());
  return element;
}

/// The low and the high half of a product twice as wide.
static Values multiplyExtended(CodeBuilder &b, llvm::ArrayRef<llvm::Value *> x,
                               Instruction::CastOps extension) {
  llvm::Type *type = x[0]->getType();
  unsigned bits = type->getScalarSizeInBits();
  llvm::Type *wide = shapeLike(b.getIntNTy(2 * bits), x[0]);
  llvm::Value *product = b.CreateMul(b.CreateCast(extension, x[0], wide),
                                     b.CreateCast(extension, x[1], wide));
  return {b.CreateTrunc(product, type),
          b.CreateTrunc(b.CreateLShr(product, bits), type)};
}

/// True for 16-bit floats, which are for storage only.
static bool isNarrowFloat(Type type) { return type.isF16() || type.isBF16(); }

/// Operands as they are computed with: ops that only choose or change signs may
/// come with 16-bit ones.
static Values widenOperands(CodeBuilder &b, Operation *op,
                            llvm::ArrayRef<llvm::Value *> operands) {
  Values wide;
  for (auto [value, type] : llvm::zip_equal(operands, op->getOperandTypes()))
    wide.push_back(
        isNarrowFloat(type)
            ? convertFloat(b, value, type, Float32Type::get(op->getContext()))
            : value);
  return wide;
}

/// The f64 functions of the C library stand in HostServices.
static llvm::Value *translateLibraryCall(CodeBuilder &b, Operation *op,
                                         llvm::ArrayRef<llvm::Value *> operands,
                                         llvm::Value *services) {
  if (!isa<math::MathDialect>(op->getDialect()) ||
      !op->getResult(0).getType().isF64())
    return nullptr;
  return callService(b, op->getName().stripDialect(), operands, services);
}

static FailureOr<Values> translateWideOp(CodeBuilder &b, Operation *op,
                                         llvm::ArrayRef<llvm::Value *> operands,
                                         llvm::Value *services) {
  Type type = op->getResult(0).getType();
  llvm::Type *element = getElementType(
      b.getContext(),
      isNarrowFloat(type) ? Float32Type::get(op->getContext()) : type);
  if (auto binary = getBinary(op))
    return Values{b.CreateBinOp(*binary, operands[0], operands[1])};
  if (auto cast = getCast(op))
    return Values{
        b.CreateCast(*cast, operands[0], shapeLike(element, operands[0]))};
  if (auto intrinsic = getIntrinsic(op))
    return Values{
        b.CreateIntrinsic(*intrinsic, {operands[0]->getType()}, operands)};
  if (auto compare = dyn_cast<arith::CmpIOp>(op))
    return Values{b.CreateICmp(getPredicate(compare.getPredicate()),
                               operands[0], operands[1])};
  if (auto compare = dyn_cast<arith::CmpFOp>(op))
    return Values{b.CreateFCmp(getPredicate(compare.getPredicate()),
                               operands[0], operands[1])};
  if (isa<arith::NegFOp>(op))
    return Values{b.CreateFNeg(operands[0])};
  if (isa<arith::IndexCastOp>(op))
    return Values{
        b.CreateSExtOrTrunc(operands[0], shapeLike(element, operands[0]))};
  if (isa<arith::IndexCastUIOp>(op))
    return Values{
        b.CreateZExtOrTrunc(operands[0], shapeLike(element, operands[0]))};
  if (isa<arith::MulUIExtendedOp>(op))
    return multiplyExtended(b, operands, Instruction::ZExt);
  if (isa<arith::MulSIExtendedOp>(op))
    return multiplyExtended(b, operands, Instruction::SExt);
  if (llvm::Value *result = translateLibraryCall(b, op, operands, services))
    return Values{result};
  return failure();
}

FailureOr<Values> translateScalarOp(CodeBuilder &b, Operation *op,
                                    llvm::ArrayRef<llvm::Value *> operands,
                                    llvm::Value *services) {
  if (op->getNumResults() == 0)
    return failure();
  Type type = op->getResult(0).getType();
  if (isa<arith::ExtFOp, arith::TruncFOp>(op))
    return Values{
        convertFloat(b, operands[0], op->getOperand(0).getType(), type)};
  if (isa<arith::SelectOp>(op))
    return Values{b.CreateSelect(operands[0], operands[1], operands[2])};
  if (isa<arith::BitcastOp>(op))
    return Values{b.CreateBitCast(
        operands[0],
        shapeLike(getElementType(b.getContext(), type), operands[0]))};
  FailureOr<Values> results =
      translateWideOp(b, op, widenOperands(b, op, operands), services);
  if (succeeded(results) && isNarrowFloat(type))
    results = Values{convertFloat(b, results->front(),
                                  Float32Type::get(op->getContext()), type)};
  return results;
}

int64_t estimateCost(Operation *op) {
  if (isa<arith::ConstantOp>(op))
    return 0;
  if (isa<arith::DivFOp, arith::DivSIOp, arith::DivUIOp, math::SqrtOp>(op))
    return 8;
  if (isa<math::MathDialect>(op->getDialect()) && !getIntrinsic(op))
    return 50;
  return 1;
}

} // namespace mpc::host
