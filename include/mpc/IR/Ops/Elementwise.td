//===- Elementwise.td - one result element from one of each operand ----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_OPS_ELEMENTWISE_TD
#define MPC_IR_OPS_ELEMENTWISE_TD

include "mpc/IR/Ops/OpBase.td"

def ElementwiseDoc : OpDocGroup {
  let summary = "Elementwise";
  let description = [{
    The value of a result element depends on the operand elements at the same
    index only. All operands and the result have one shape (C1).
  }];
}

/// The scalar body is the op's meaning: `x` is the range of scalar (or vector)
/// operands in lowered form, `b` an ImplicitLocOpBuilder; it returns the result.
class Mpc_ElementwiseOp<string mnemonic, string precision, code scalarBody,
                        list<Trait> traits, string fusion = "Elementwise">
    : Mpc_ModelOp<mnemonic, precision, fusion,
                  !listconcat([Lowerable, SameOperandsAndResultShape,
                               Elementwise], traits)> {
  let opDocGroup = ElementwiseDoc;
  let extraClassDeclaration = [{
    /// Returns the scalar result for scalar (or vector) operands `x`.
    ::mlir::Value buildScalar(::mlir::ImplicitLocOpBuilder &b,
                              ::mlir::ValueRange x);
  }];
  let extraClassDefinition = interfaceDefs # [{
    ::mlir::Value $cppClass::buildScalar(::mlir::ImplicitLocOpBuilder &b,
                                         ::mlir::ValueRange x) {
      }] # scalarBody # [{
    }
    ::llvm::SmallVector<::mlir::Value>
    $cppClass::lower(::mlir::OpBuilder &builder, ::mlir::ValueRange operands) {
      return ::mpc::lowerElementwise(
          *this, builder, operands,
          [this](::mlir::ImplicitLocOpBuilder &b, ::mlir::ValueRange x) {
            return buildScalar(b, x);
          });
    }
  }];
  let hasFolder = 1;
}

//===----------------------------------------------------------------------===//
// One operand
//===----------------------------------------------------------------------===//

class Mpc_UnaryOp<string mnemonic, string precision, code scalarBody,
                  Type type = Mpc_FloatTensor, list<Trait> traits = []>
    : Mpc_ElementwiseOp<mnemonic, precision, scalarBody,
        !listconcat([Differentiable, SameOperandsAndResultType], traits)> {
  let arguments = (ins type:$operand);
  let results = (outs type:$result);
  let assemblyFormat = "$operand attr-dict `:` type($result)";
}

class Mpc_MathOp<string mnemonic, string mathOp, string precision,
                 string formula>
    : Mpc_UnaryOp<mnemonic, precision,
        "return ::mlir::math::" # mathOp # "::create(b, x[0]);"> {
  let cheap = 0;
  let summary = formula;
  let description = "Computes " # formula # [{ of each element; in f32 by
    mpc's own sequence, the same on every target. Infinities and nan follow
    IEEE 754 and C99 annex F.

    ```mlir
    %y = mpc.}] # mnemonic # [{ %x : tensor<4xf32>
    ```
  }];
}

def Mpc_NegOp : Mpc_UnaryOp<"neg", "Follow", [{
    if (::llvm::isa<::mlir::IntegerType>(::mlir::getElementTypeOrSelf(x[0])))
      return ::mlir::arith::SubIOp::create(b, ::mpc::zeroLike(b, x[0]), x[0]);
    return ::mlir::arith::NegFOp::create(b, x[0]);
  }], Mpc_NumberTensor> {
  let summary = "-x";
  let description = [{
    Negates each element; integers wrap around.

    ```mlir
    %y = mpc.neg %x : tensor<4xf32>
    ```
  }];
  let hasCanonicalizer = 0;
}

def Mpc_AbsOp : Mpc_UnaryOp<"abs", "Follow", [{
    if (::llvm::isa<::mlir::FloatType>(::mlir::getElementTypeOrSelf(x[0])))
      return ::mlir::math::AbsFOp::create(b, x[0]);
    if (getType().getElementType().isUnsignedInteger())
      return x[0];
    auto negative =
        ::mlir::arith::SubIOp::create(b, ::mpc::zeroLike(b, x[0]), x[0]);
    return ::mlir::arith::MaxSIOp::create(b, x[0], negative);
  }], Mpc_NumberTensor> {
  let summary = "|x|";
  let description = [{
    Absolute value of each element; integers wrap around. The derivative at 0
    is 0.

    ```mlir
    %y = mpc.abs %x : tensor<4xf32>
    ```
  }];
}

def Mpc_FloorOp : Mpc_UnaryOp<"floor", "Follow",
    "return ::mlir::math::FloorOp::create(b, x[0]);"> {
  let summary = "largest integer not above x";
  let description = [{
    Rounds each element down. The derivative is 0.

    ```mlir
    %y = mpc.floor %x : tensor<4xf32>
    ```
  }];
}

def Mpc_CeilOp : Mpc_UnaryOp<"ceil", "Follow",
    "return ::mlir::math::CeilOp::create(b, x[0]);"> {
  let summary = "smallest integer not below x";
  let description = [{
    Rounds each element up. The derivative is 0.

    ```mlir
    %y = mpc.ceil %x : tensor<4xf32>
    ```
  }];
}

def Mpc_RoundOp : Mpc_UnaryOp<"round", "Follow",
    "return ::mlir::math::RoundEvenOp::create(b, x[0]);"> {
  let summary = "nearest integer to x";
  let description = [{
    Rounds each element, ties to even. The derivative is 0.

    ```mlir
    %y = mpc.round %x : tensor<4xf32>
    ```
  }];
}

def Mpc_SignOp : Mpc_UnaryOp<"sign", "Follow",
    "return ::mpc::buildSign(b, x[0], getType().getElementType());",
    Mpc_NumberTensor> {
  let summary = "-1, 0 or 1";
  let description = [{
    The sign of each element; zeros, whose sign stays, and nan are their own. The
    derivative is 0.

    ```mlir
    %y = mpc.sign %x : tensor<4xf32>
    ```
  }];
}

def Mpc_ExpOp : Mpc_MathOp<"exp", "ExpOp", "Keep32", "exp(x)">;
def Mpc_Expm1Op : Mpc_MathOp<"expm1", "ExpM1Op", "Keep32", "exp(x) - 1">;
def Mpc_LogOp : Mpc_MathOp<"log", "LogOp", "Keep32", "ln(x)">;
def Mpc_Log1pOp : Mpc_MathOp<"log1p", "Log1pOp", "Keep32", "ln(1 + x)">;
def Mpc_SqrtOp : Mpc_MathOp<"sqrt", "SqrtOp", "Follow", "sqrt(x)">;
def Mpc_TanhOp : Mpc_MathOp<"tanh", "TanhOp", "Follow", "tanh(x)">;
def Mpc_ErfOp : Mpc_MathOp<"erf", "ErfOp", "Follow", "erf(x)">;
def Mpc_SinOp : Mpc_MathOp<"sin", "SinOp", "Follow", "sin(x)">;
def Mpc_CosOp : Mpc_MathOp<"cos", "CosOp", "Follow", "cos(x)">;

def Mpc_RsqrtOp : Mpc_UnaryOp<"rsqrt", "Keep32", [{
    return ::mlir::arith::DivFOp::create(
        b, ::mpc::floatLike(b, x[0], 1.0), ::mlir::math::SqrtOp::create(b, x[0]));
  }]> {
  let summary = "1 / sqrt(x)";
  let description = [{
    Division and root are each correctly rounded.

    ```mlir
    %y = mpc.rsqrt %x : tensor<4xf32>
    ```
  }];
}

def Mpc_LogisticOp : Mpc_UnaryOp<"logistic", "Follow", [{
    return ::mpc::buildLogisticScalar(b, x[0]);
  }]> {
  let cheap = 0;
  let summary = "1 / (1 + exp(-x))";
  let description = [{
    Logistic function (sigmoid) of each element.

    ```mlir
    %y = mpc.logistic %x : tensor<4xf32>
    ```
  }];
}

def Mpc_StopGradientOp : Mpc_ElementwiseOp<"stop_gradient", "Exact",
    "return x[0];", [NotDifferentiable, SameOperandsAndResultType]> {
  let summary = "x, hidden from differentiation";
  let description = [{
    Returns its operand; the loss does not depend on anything through it.

    ```mlir
    %y = mpc.stop_gradient %x : tensor<4xf32>
    ```
  }];
  let arguments = (ins Mpc_Tensor:$operand);
  let results = (outs Mpc_Tensor:$result);
  let assemblyFormat = "$operand attr-dict `:` type($result)";
}

//===----------------------------------------------------------------------===//
// Two operands
//===----------------------------------------------------------------------===//

class Mpc_BinaryOp<string mnemonic, string formula, code scalarBody,
                   Type type = Mpc_NumberTensor, list<Trait> traits = [],
                   string precision = "Follow">
    : Mpc_ElementwiseOp<mnemonic, precision, scalarBody,
        !listconcat([Differentiable, SameOperandsAndResultType], traits)> {
  let summary = formula;
  let arguments = (ins type:$lhs, type:$rhs);
  let results = (outs type:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($result)";
}

class Mpc_ArithOp<string mnemonic, string floatOp, string intOp,
                  string formula, list<Trait> traits = []>
    : Mpc_BinaryOp<mnemonic, formula, [{
        if (::llvm::isa<::mlir::FloatType>(::mlir::getElementTypeOrSelf(x[0])))
          return ::mlir::arith::}] # floatOp # [{::create(b, x[0], x[1]);
        return ::mlir::arith::}] # intOp # [{::create(b, x[0], x[1]);
      }], Mpc_NumberTensor, traits> {
  let description = "Computes " # formula # [{; integers wrap around.

    ```mlir
    %z = mpc.}] # mnemonic # [{ %x, %y : tensor<4xf32>
    ```
  }];
}

def Mpc_AddOp : Mpc_ArithOp<"add", "AddFOp", "AddIOp", "x + y", [Commutative]>;
def Mpc_SubOp : Mpc_ArithOp<"sub", "SubFOp", "SubIOp", "x - y">;
def Mpc_MulOp
    : Mpc_ArithOp<"mul", "MulFOp", "MulIOp", "x * y", [Commutative]> {
  // A square is x ^ 2: it leaves f16 where |x| exceeds 255.
  let precisionClass = [{
    return getLhs() == getRhs() ? ::mpc::PrecisionClass::Keep32
                                : ::mpc::PrecisionClass::Follow;
  }];
}

def Mpc_DivOp : Mpc_BinaryOp<"div", "x / y",
    "return ::mpc::buildQuotient(b, x[0], x[1], getType().getElementType());"> {
  let cheap = 0;
  let description = [{
    Divides floats, correctly rounded. Integers truncate towards zero; x / 0 has
    all bits set, which is -1 where there is a sign, and the least number over -1
    is itself.

    ```mlir
    %z = mpc.div %x, %y : tensor<4xf32>
    ```
  }];
}

def Mpc_RemOp : Mpc_ElementwiseOp<"rem", "Exact",
    "return ::mpc::buildRemainder(b, x[0], x[1], getType().getElementType());",
    [NotDifferentiable, SameOperandsAndResultType]> {
  // Divisors are nearly always known when compiling, and then cost little.
  let summary = "x - y trunc(x / y)";
  let description = [{
    What is left of a division of integers, with the sign of x; x where y is 0.

    ```mlir
    %z = mpc.rem %x, %y : tensor<4xi32>
    ```
  }];
  let arguments = (ins Mpc_IntTensor:$lhs, Mpc_IntTensor:$rhs);
  let results = (outs Mpc_IntTensor:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($result)";
}

def Mpc_MaxOp : Mpc_BinaryOp<"max", "max(x, y)",
    "return ::mpc::buildMax(b, x[0], x[1], getType().getElementType());",
    Mpc_NumberTensor, [Commutative]> {
  let description = [{
    The larger of two elements; nan if either is nan; +0 is above -0. Where both
    are equal each receives half of the adjoint.

    ```mlir
    %z = mpc.max %x, %y : tensor<4xf32>
    ```
  }];
}

def Mpc_MinOp : Mpc_BinaryOp<"min", "min(x, y)",
    "return ::mpc::buildMin(b, x[0], x[1], getType().getElementType());",
    Mpc_NumberTensor, [Commutative]> {
  let description = [{
    The smaller of two elements; nan if either is nan; -0 is below +0. Where
    both are equal each receives half of the adjoint.

    ```mlir
    %z = mpc.min %x, %y : tensor<4xf32>
    ```
  }];
}

def Mpc_PowOp : Mpc_BinaryOp<"pow", "x ^ y",
    "return ::mlir::math::PowFOp::create(b, x[0], x[1]);", Mpc_FloatTensor, [],
    "Keep32"> {
  let cheap = 0;
  let description = [{
    Power as in C99 `pow`. The adjoint of the exponent is 0 where x <= 0.

    ```mlir
    %z = mpc.pow %x, %y : tensor<4xf32>
    ```
  }];
}

class Mpc_BitwiseOp<string mnemonic, string intOp, string formula>
    : Mpc_ElementwiseOp<mnemonic, "Exact",
        "return ::mlir::arith::" # intOp # "::create(b, x[0], x[1]);",
        [NotDifferentiable, Commutative, SameOperandsAndResultType]> {
  let summary = formula;
  let description = "Computes " # formula # [{ on predicates, or bit by bit on
    integers.

    ```mlir
    %z = mpc.}] # mnemonic # [{ %x, %y : tensor<4xi1>
    ```
  }];
  let arguments = (ins Mpc_BitsTensor:$lhs, Mpc_BitsTensor:$rhs);
  let results = (outs Mpc_BitsTensor:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($result)";
}
def Mpc_AndOp : Mpc_BitwiseOp<"and", "AndIOp", "x and y">;
def Mpc_OrOp : Mpc_BitwiseOp<"or", "OrIOp", "x or y">;
def Mpc_XorOp : Mpc_BitwiseOp<"xor", "XOrIOp", "either x or y">;

def Mpc_NotOp : Mpc_ElementwiseOp<"not", "Exact", [{
    return ::mlir::arith::XOrIOp::create(b, x[0], ::mpc::onesLike(b, x[0]));
  }], [NotDifferentiable, SameOperandsAndResultType]> {
  let summary = "not x";
  let description = [{
    Inverts a predicate, or every bit of an integer.

    ```mlir
    %y = mpc.not %x : tensor<4xi1>
    ```
  }];
  let arguments = (ins Mpc_BitsTensor:$operand);
  let results = (outs Mpc_BitsTensor:$result);
  let assemblyFormat = "$operand attr-dict `:` type($result)";
}

//===----------------------------------------------------------------------===//
// Predicates, choice, conversion
//===----------------------------------------------------------------------===//

/// The result has the shape of the first operand and elements i1.
class Mpc_Predicate<string operand>
    : TypesMatchWith<"result is the predicate of the operand's shape", operand,
        "result", "::mpc::predicateType($_self)">;

def Mpc_CompareOp : Mpc_ElementwiseOp<"compare", "Exact", [{
    return ::mpc::buildComparison(b, getComparison(), x[0], x[1],
                                  getLhs().getType().getElementType());
  }], [NotDifferentiable, SameTypeOperands, Mpc_Predicate<"lhs">]> {
  let summary = "x <comparison> y";
  let description = [{
    Compares with `eq`, `ne`, `lt`, `le`, `gt` or `ge`. With nan every
    comparison is false but `ne`, which is true.

    ```mlir
    %p = mpc.compare lt, %x, %y : tensor<4xf32>
    ```
  }];
  let arguments = (ins Mpc_ComparisonAttr:$comparison, Mpc_Tensor:$lhs,
                       Mpc_Tensor:$rhs);
  let results = (outs Mpc_BoolTensor:$result);
  let assemblyFormat =
      "`` $comparison `,` $lhs `,` $rhs attr-dict `:` type($lhs)";
}

def Mpc_IsFiniteOp : Mpc_ElementwiseOp<"is_finite", "Exact", [{
    return ::mpc::buildIsFinite(b, x[0]);
  }], [NotDifferentiable, Mpc_Predicate<"operand">]> {
  let summary = "whether x is neither infinite nor nan";
  let description = [{
    ```mlir
    %p = mpc.is_finite %x : tensor<4xf32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$operand);
  let results = (outs Mpc_BoolTensor:$result);
  let assemblyFormat = "$operand attr-dict `:` type($operand)";
}

def Mpc_SelectOp : Mpc_ElementwiseOp<"select", "Exact",
    "return ::mlir::arith::SelectOp::create(b, x[0], x[1], x[2]);",
    [Differentiable, AllTypesMatch<["on_true", "on_false", "result"]>,
     TypesMatchWith<"predicate has the shape of the result", "result",
                    "predicate", "::mpc::predicateType($_self)">]> {
  let summary = "x where the predicate holds, else y";
  let description = [{
    ```mlir
    %p = mpc.compare gt, %x, %y : tensor<4xf32>
    %z = mpc.select %p, %x, %y : tensor<4xf32>
    ```
  }];
  let arguments = (ins Mpc_BoolTensor:$predicate, Mpc_Tensor:$on_true,
                       Mpc_Tensor:$on_false);
  let results = (outs Mpc_Tensor:$result);
  let assemblyFormat =
      "$predicate `,` $on_true `,` $on_false attr-dict `:` type($result)";
}

def Mpc_ClampOp : Mpc_ElementwiseOp<"clamp", "Follow", [{
    ::mlir::Type type = getType().getElementType();
    return ::mpc::buildMin(b, ::mpc::buildMax(b, x[1], x[0], type), x[2], type);
  }], [Differentiable, SameOperandsAndResultType]> {
  let summary = "min(max(x, low), high)";
  let description = [{
    The operand is `low`, `x`, `high`. Inside the interval, ends included, the
    adjoint goes to x; outside it goes to the bound that was taken.

    ```mlir
    %y = mpc.clamp %low, %x, %high : tensor<4xf32>
    ```
  }];
  let arguments = (ins Mpc_NumberTensor:$low, Mpc_NumberTensor:$operand,
                       Mpc_NumberTensor:$high);
  let results = (outs Mpc_NumberTensor:$result);
  let assemblyFormat =
      "$low `,` $operand `,` $high attr-dict `:` type($result)";
}

def Mpc_ConvertOp : Mpc_ElementwiseOp<"convert", "Exact", [{
    return ::mpc::buildConversion(b, x[0],
                                  getOperand().getType().getElementType(),
                                  getType().getElementType());
  }], [Differentiable]> {
  let summary = "x as another element type";
  let description = [{
    Floats round to nearest even; float to integer truncates towards zero,
    saturates, and takes nan to 0; integers wrap; anything to i1 is `x != 0`;
    i1 is 0 or 1.

    ```mlir
    %y = mpc.convert %x : tensor<4xui8> to tensor<4xf32>
    ```
  }];
  let arguments = (ins Mpc_Tensor:$operand);
  let results = (outs Mpc_Tensor:$result);
  let assemblyFormat =
      "$operand attr-dict `:` type($operand) `to` type($result)";
}

def Mpc_CastOp : Mpc_ElementwiseOp<"cast", "Exact",
    "return ::mpc::buildCast(b, x[0], getFormat());",
    [MadeByPasses, NotDifferentiable],
    "Cast"> {
  let summary = "x as it is stored in another format";
  let description = [{
    What InsertCasts adds: the value stays what it is, but for rounding to
    nearest even. Finite values beyond the largest number of the format become
    infinite, nan stays nan. In `tf32`, which has 10 bits of fraction and no
    storage of its own, the result is an f32 whose last 13 bits are zero.

    A model's own conversions are `mpc.convert`; those are never removed. A cast
    down whose result is cast up again in the same kernel may vanish
    (`--casts=fused`).

    Constraints:
    * C1: the result's elements are those in which `format` is stored; one of
      operand and result has f32 elements.

    ```mlir
    %h = mpc.cast %x to f16 : tensor<4xf32> -> tensor<4xf16>
    %r = mpc.cast %x to tf32 : tensor<4xf32> -> tensor<4xf32>
    ```
  }];
  let arguments = (ins Mpc_FloatTensor:$operand, Mpc_FormatAttr:$format);
  let results = (outs Mpc_FloatTensor:$result);
  let assemblyFormat = [{
    $operand `to` `` $format attr-dict `:` type($operand) `->` type($result)
  }];
  let builders = [OpBuilder<(ins "::mlir::Value":$operand,
                                 "::mpc::Format":$format)>];
  let hasVerifier = 1;
}

#endif // MPC_IR_OPS_ELEMENTWISE_TD
