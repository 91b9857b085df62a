//===- PlanBuffers.td - gives every tensor between kernels its memory -*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_PLANBUFFERS_TD
#define MPC_PASSES_PLANBUFFERS_TD

include "mlir/Pass/PassBase.td"

def PlanBuffersPass : Pass<"mpc-plan-buffers", "::mlir::ModuleOp"> {
  let summary = "Gives every tensor between kernels its memory";
  let description = [{
    Gives every operand and result of every kernel a slot. Kernels run in the
    order in which they stand; nothing else in a function acts.

    **Where tensors live.** Inputs and outputs in memory of the caller, numbered
    in the order of arguments with `mpc.input` and of results with `mpc.result`.
    States in memory that outlives the call, numbered by the module's attribute
    `mpc.states`, which this pass makes: one dictionary {name, type, kind,
    initial} per state, in the order in which @train, @update and then the other
    functions mention them. Constants outside of kernels at 64-byte aligned
    offsets of their own section (`mpc.slot` on the op, `mpc.constants_bytes` on
    the module); equal ones share their bytes. All else in `temp`.

    **Views** name memory of their operand: a reshape all of it, a segment the
    part from its row on. The segments of a pack are computed in the pack's memory;
    the flags of `mpc.any` in one byte.

    **Flags** are raised, never lowered, so their bytes must be zero before the
    first kernel: `mpc.cleared` lists them, and they keep their place from the
    start of the function. A flag is no read of its own: it looks at elements
    while they are computed.

    **Results** are computed where they are returned. The new value of a state is
    computed over the old one if every kernel that reads the old value comes
    earlier, or is the writing kernel and reads each element in step with writing
    it; otherwise in `temp`, and the function's last launches copy it.

    **In place.** A result takes over the buffer of an operand in `temp` if all
    of: the operand is not needed later; both have equally many bytes and span the
    kernel's domain; the kernel reads the operand at the result's index only, and
    after the result's last reduction never again; it is no operand of a product
    and not packed for one; the kernel is no column reduction; the result is not
    trailing: other blocks may still read; no other result has taken it.

    **Offsets.** Buffers start at multiples of 64 bytes and are placed greedily at
    the lowest free offset (Pisarchyk & Lee 2020), in the best of four orders.

    Functions get `mpc.arena_bytes`, `mpc.live_bytes` (the largest sum of buffers
    needed at one launch, in whole 64-byte lines: the least possible arena),
    `mpc.residual_bytes` (results in `temp` of forward ops that adjoint ops of
    other kernels read), `mpc.contraction_flops` and
    `mpc.contraction_flops_16bit` (the part with 16-bit operands).

    Fails if an argument or a result has no role, if a state has two types, kinds
    or initial values, if FormKernels has not given a result its own kernel, and
    if a packed arena whose segments leave gaps is no state: nothing zeroes them.

    ```mlir
    func.func @neg(%x: tensor<4xf32> {mpc.input = "x"})
        -> (tensor<4xf32> {mpc.result = "y"}) {
      %0 = mpc.kernel pointwise "neg" domain [4] reduced []
          (%a = %x : tensor<4xf32>) -> (tensor<4xf32>)
          slots [#mpc.slot<input, 0, 0>] -> [#mpc.slot<output, 0, 0>] {
        ...
      }
      return %0 : tensor<4xf32>
    }
    ```
  }];
  let dependentDialects = ["::mpc::MpcDialect"];
  let statistics = [
    Statistic<"largestArena", "largest-arena", "Bytes of the largest arena">
  ];
}

#endif // MPC_PASSES_PLANBUFFERS_TD
