// Rows that the dialect does not have.
include "mpc/IR/Ops.td"

def Mpc_TwistOp : Mpc_ModelOp<"twist", "Exact", "Elementwise", [InferTypeOpAdaptor]> {
  let summary = "what nobody needs";
  let arguments = (ins Mpc_FloatTensor:$operand, Optional<Mpc_FloatTensor>:$scale,
                       I64Attr:$dim, DefaultValuedAttr<F64Attr, "0.5">:$angle,
                       UnitAttr:$reverse, Mpc_ReductionAttr:$reduction);
  let results = (outs Mpc_FloatTensor:$left, Mpc_FloatTensor:$right);
}

def Mpc_CastAwayOp : Mpc_ModelOp<"cast_away", "Exact", "Elementwise", []> {
  let summary = "what nobody can infer";
  let arguments = (ins Mpc_FloatTensor:$operand);
  let results = (outs Mpc_IntTensor:$result);
}

#ifdef UNKNOWN
def Mpc_StrangeOp : Mpc_ModelOp<"strange", "Exact", "Elementwise", [SameOperandsAndResultType]> {
  let summary = "with an attribute of a kind that the builder does not know";
  let arguments = (ins Mpc_FloatTensor:$operand, TypeAttr:$kind);
  let results = (outs Mpc_FloatTensor:$result);
}
#endif
