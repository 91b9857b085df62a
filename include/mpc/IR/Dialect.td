//===- Dialect.td - the mpc dialect ----------------------------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_IR_DIALECT_TD
#define MPC_IR_DIALECT_TD

include "mlir/IR/OpBase.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"

def Mpc_Dialect : Dialect {
  let name = "mpc";
  let cppNamespace = "::mpc";
  let summary = "Whole-tensor dataflow for training steps";
  let description = [{
    A model is a `func.func` over statically shaped tensors with value
    semantics. Every op states what it computes, how it is differentiated, how
    many bits it needs and how it may be fused through the interfaces of
    `Interfaces.td`; passes and targets ask those and never name an op.

    There is no implicit broadcast and no implicit conversion: operands of an
    elementwise op have one shape and one element type.

    Argument and result attributes give the roles of a model's values:

    | attribute | on | meaning |
    | --- | --- | --- |
    | `mpc.param = "fc1.weight"` | argument | trainable parameter |
    | `mpc.init = #mpc.init<...>` | parameter or state | how `init(seed)` fills it (zeros if absent) |
    | `mpc.lr_factor = 0.1 : f64` | parameter | factor of its learning rate (1) |
    | `mpc.decay_factor = 0.0 : f64` | parameter | factor of its weight decay (1) |
    | `mpc.frozen` | parameter | not trained: no gradient, no optimizer state |
    | `mpc.input = "x"` | argument | one batch of data |
    | `mpc.state = "name"` | argument | updated but not trained; stays on the device |
    | `mpc.result = "loss"` | result | name of a value handed to the caller |
    | `mpc.updates = "name"` | result | new value of a state or arena |
    | `mpc.gradient = "fc1.weight"` | result | gradient of a parameter (from Differentiate to AttachOptimizer) |
    | `mpc.kind = "arena"` | state | arena, gradient, copy, shadow, counter, scalar or state (from AttachOptimizer on) |
    | `mpc.initial = 0.001 : f64` | scalar or counter | its value in a new session |
  }];
  let useDefaultAttributePrinterParser = 1;
  let hasConstantMaterializer = 1;
  let hasOperationAttrVerify = 0;
  let hasRegionArgAttrVerify = 1;
  let hasRegionResultAttrVerify = 1;
  let dependentDialects = [
    "::mlir::func::FuncDialect", "::mlir::arith::ArithDialect",
    "::mlir::math::MathDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::tensor::TensorDialect"
  ];
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

def Mpc_Float : AnyTypeOf<[F16, BF16, F32, F64], "f16, bf16, f32 or f64">;
def Mpc_Int : AnyTypeOf<[UI8, I32, I64], "ui8, i32 or i64">;
def Mpc_Bool : AnyTypeOf<[I1], "i1">;
def Mpc_Element
    : AnyTypeOf<[I1, UI8, I32, I64, F16, BF16, F32, F64], "element">;

class Mpc_TensorOf<list<Type> elements, string what>
    : StaticShapeTensorOf<elements> {
  let summary = "statically shaped tensor of " # what;
}
def Mpc_Tensor : Mpc_TensorOf<[I1, UI8, I32, I64, F16, BF16, F32, F64],
    "i1, ui8, i32, i64, f16, bf16, f32 or f64">;
def Mpc_NumberTensor : Mpc_TensorOf<[UI8, I32, I64, F16, BF16, F32, F64],
    "ui8, i32, i64, f16, bf16, f32 or f64">;
def Mpc_FloatTensor
    : Mpc_TensorOf<[F16, BF16, F32, F64], "f16, bf16, f32 or f64">;
def Mpc_IntTensor : Mpc_TensorOf<[UI8, I32, I64], "ui8, i32 or i64">;
def Mpc_BitsTensor : Mpc_TensorOf<[I1, UI8, I32, I64], "i1, ui8, i32 or i64">;
def Mpc_RowIndices : Mpc_TensorOf<[I32, I64], "i32 or i64">;
def Mpc_PlaceTensor : Mpc_TensorOf<[I32], "i32">;
def Mpc_BoolTensor : Mpc_TensorOf<[I1], "i1">;
def Mpc_I64Scalar : Type<And<[Mpc_Tensor.predicate,
    CPred<"::llvm::cast<::mlir::ShapedType>($_self).getRank() == 0">,
    CPred<"::llvm::cast<::mlir::ShapedType>($_self).getElementType().isSignlessInteger(64)">]>,
    "tensor<i64>", "::mlir::RankedTensorType">,
    BuildableType<"::mlir::RankedTensorType::get({}, $_builder.getI64Type())">;

def Mpc_Flag : Type<And<[Mpc_BoolTensor.predicate,
    CPred<"::llvm::cast<::mlir::ShapedType>($_self).getRank() == 0">]>,
    "tensor<i1>", "::mlir::RankedTensorType">,
    BuildableType<"::mlir::RankedTensorType::get({}, $_builder.getI1Type())">;

//===----------------------------------------------------------------------===//
// Enums
//===----------------------------------------------------------------------===//

class Mpc_Enum<string name, string summary, list<string> cases>
    : I32EnumAttr<name, summary,
        !foreach(i, !range(!size(cases)),
                 I32EnumAttrCase<cases[i], i, cases[i]>)> {
  let cppNamespace = "::mpc";
  let genSpecializedAttr = 0;
}
class Mpc_EnumAttr<EnumInfo info, string mnemonic>
    : EnumAttr<Mpc_Dialect, info, mnemonic> {
  let assemblyFormat = "$value";
}

def Mpc_Comparison : Mpc_Enum<"Comparison", "how two elements are compared",
    ["eq", "ne", "lt", "le", "gt", "ge"]>;
def Mpc_ComparisonAttr : Mpc_EnumAttr<Mpc_Comparison, "comparison">;

def Mpc_Reduction : Mpc_Enum<"Reduction", "how elements are combined",
    ["sum", "max", "mean", "argmax", "min", "prod", "any", "all"]>;
def Mpc_ReductionAttr : Mpc_EnumAttr<Mpc_Reduction, "reduction">;

def Mpc_GeluForm : Mpc_Enum<"GeluForm", "which gelu", ["erf", "tanh"]>;
def Mpc_GeluFormAttr : Mpc_EnumAttr<Mpc_GeluForm, "gelu_form">;

def Mpc_Layout : Mpc_Enum<"Layout", "where an image has its channels",
    ["nhwc", "nchw"]>;
def Mpc_LayoutAttr : Mpc_EnumAttr<Mpc_Layout, "layout">;

def Mpc_Distribution : Mpc_Enum<"Distribution",
    "distribution of random elements", ["bits", "uniform", "normal"]>;
def Mpc_DistributionAttr : Mpc_EnumAttr<Mpc_Distribution, "distribution">;

def Mpc_KernelKind : Mpc_Enum<"KernelKind", "loop shape of a kernel",
    ["pointwise", "row_reduction", "column_reduction", "contraction",
     "algorithm"]>;
def Mpc_KernelKindAttr : Mpc_EnumAttr<Mpc_KernelKind, "kernel_kind">;

def Mpc_Algorithm : Mpc_Enum<"Algorithm", "what is no loop over elements",
    ["sort", "cumsum", "add_rows", "put_along"]>;
def Mpc_AlgorithmAttr : Mpc_EnumAttr<Mpc_Algorithm, "named_algorithm">;

// Append only: engines and dumps hold the names, code holds the order.
def Mpc_Format : Mpc_Enum<"Format", "how a float is stored",
    ["f32", "tf32", "bf16", "f16"]>;
def Mpc_FormatAttr : Mpc_EnumAttr<Mpc_Format, "format">;

def Mpc_Space : Mpc_Enum<"Space", "memory a buffer lives in",
    ["temp", "constants", "state", "input", "output"]>;

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

class Mpc_Attr<string name, string attrMnemonic>
    : AttrDef<Mpc_Dialect, name> {
  let mnemonic = attrMnemonic;
}

def Mpc_InitAttr : Mpc_Attr<"Init", "init"> {
  let summary = "initial value of a parameter";
  let description = [{
    One of `zeros`, `ones`, `uniform(low, high)`, `normal(mean, std)`,
    `xavier_uniform`, `xavier_normal` (Glorot & Bengio 2010),
    `kaiming_uniform`, `kaiming_normal` (He et al. 2015, gain sqrt(2)).
    Fan-in is the last dimension but one, fan-out the last; a vector has fan-in
    equal to its length. Example: `#mpc.init<normal(0.0, 0.02)>`.
  }];
  let parameters = (ins StringRefParameter<"scheme">:$scheme,
                        "::mpc::Number":$first, "::mpc::Number":$second);
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
}

def Mpc_SlotAttr : Mpc_Attr<"Slot", "slot"> {
  let summary = "where a buffer lives";
  let description = [{
    `space` says which memory; `index` which state, input or output (0 for
    `temp` and `constants`); `offset` is in bytes from its start.
    Example: `#mpc.slot<temp, 0, 65536>`.
  }];
  let parameters = (ins EnumParameter<Mpc_Space>:$space,
                        "int64_t":$index, "int64_t":$offset);
  let assemblyFormat = "`<` $space `,` $index `,` $offset `>`";
}
def Mpc_SlotArrayAttr : TypedArrayAttrBase<Mpc_SlotAttr, "array of slots">;

def Mpc_PrecisionAttr : Mpc_Attr<"Precision", "precision"> {
  let summary = "how an op's values are stored, and why";
  let description = [{
    What AssignPrecision decides: the format in which the result is stored where
    it leaves its kernel, and the format in which each operand is read. The op
    itself computes in f32. `rule` is the policy's name and that of its rule.
    Example: `#mpc.precision<f16, [f16, f16], "amp.contraction", "tensor cores">`.
  }];
  let parameters = (ins EnumParameter<Mpc_Format>:$store,
                        OptionalArrayRefParameter<"::mpc::Format">:$operands,
                        StringRefParameter<>:$rule,
                        StringRefParameter<>:$reason);
  let assemblyFormat = [{
    `<` $store `,` `[` (`]`) : ($operands^ `]`)? `,` $rule `,` $reason `>`
  }];
}

#endif // MPC_IR_DIALECT_TD
