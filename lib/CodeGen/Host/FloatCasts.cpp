//===- FloatCasts.cpp - conversions between float formats -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The machine's own conversions serve where they round to nearest even and keep
// denormals; the others are integer code. The compiler has a call of a library
// for f32 to bf16 and for f64 to 16 bits, and an instruction of some CPUs that
// takes denormals to zero.
//
//===----------------------------------------------------------------------===//

#include "ScalarOps.h"

#include "mlir/IR/BuiltinTypes.h"

using namespace mlir;

namespace mpc::host {

static llvm::Value *getBits(CodeBuilder &b, llvm::Value *x) {
  return b.CreateBitCast(x, shapeLike(b.getInt32Ty(), x));
}

/// An f32 has the bits of a bf16 in its upper half.
static llvm::Value *widenBFloat(CodeBuilder &b, llvm::Value *x) {
  llvm::Value *bits = b.CreateZExt(x, shapeLike(b.getInt32Ty(), x));
  return b.CreateBitCast(b.CreateShl(bits, 16), shapeLike(b.getFloatTy(), x));
}

/// Rounds to nearest even. The carry may run into the exponent, up to infinity;
/// nan stays nan and becomes quiet, whatever bits of it get lost.
static llvm::Value *narrowToBFloat(CodeBuilder &b, llvm::Value *x) {
  llvm::Value *bits = getBits(b, x);
  auto number = [&](uint32_t value) {
    return llvm::ConstantInt::get(bits->getType(), value);
  };
  llvm::Value *upper = b.CreateLShr(bits, 16);
  llvm::Value *odd = b.CreateAnd(upper, number(1));
  llvm::Value *bias = b.CreateAdd(odd, number(0x7fff));
  llvm::Value *rounded = b.CreateLShr(b.CreateAdd(bits, bias), 16);
  llvm::Value *quiet = b.CreateOr(upper, number(0x40));
  llvm::Value *result = b.CreateSelect(b.CreateFCmpUNO(x, x), quiet, rounded);
  return b.CreateTrunc(result, shapeLike(b.getInt16Ty(), x));
}

/// The f32 towards zero from an f64, with its last bit set if that is not
/// exact. Rounding again to a format that has fewer bits by two then gives what
/// rounding at once would.
static llvm::Value *narrowToOdd(CodeBuilder &b, llvm::Value *x) {
  llvm::Value *nearest = b.CreateFPTrunc(x, shapeLike(b.getFloatTy(), x));
  llvm::Value *back = b.CreateFPExt(nearest, x->getType());
  llvm::Value *bits = getBits(b, nearest);
  auto number = [&](int32_t value) {
    return llvm::ConstantInt::getSigned(bits->getType(), value);
  };
  auto absolute = [&](llvm::Value *value) {
    return b.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, value);
  };
  // An even neighbour is replaced by the odd one on the other side of `x`.
  llvm::Value *isAbove = b.CreateFCmpOGT(absolute(back), absolute(x));
  llvm::Value *step = b.CreateSelect(isAbove, number(-1), number(1));
  llvm::Value *isEven = b.CreateICmpEQ(b.CreateAnd(bits, number(1)), number(0));
  llvm::Value *moves = b.CreateAnd(isEven, b.CreateFCmpONE(back, x));
  bits = b.CreateAdd(bits, b.CreateSelect(moves, step, number(0)));
  return b.CreateBitCast(bits, nearest->getType());
}

llvm::Value *convertFloat(CodeBuilder &b, llvm::Value *x, Type from, Type to) {
  if (from == to)
    return x;
  if (from.isBF16()) {
    x = widenBFloat(b, x);
    return convertFloat(b, x, Float32Type::get(from.getContext()), to);
  }
  if (from.isF64() && !to.isF32()) {
    x = narrowToOdd(b, x);
    return convertFloat(b, x, Float32Type::get(from.getContext()), to);
  }
  if (from.isF16() && to.isBF16())
    return narrowToBFloat(b, b.CreateFPExt(x, shapeLike(b.getFloatTy(), x)));
  if (to.isBF16())
    return narrowToBFloat(b, x);
  llvm::Type *type = shapeLike(getElementType(b.getContext(), to), x);
  return from.getIntOrFloatBitWidth() < to.getIntOrFloatBitWidth()
             ? b.CreateFPExt(x, type)
             : b.CreateFPTrunc(x, type);
}

} // namespace mpc::host
