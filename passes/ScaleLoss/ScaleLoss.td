//===- ScaleLoss.td - scales the loss, guards the update --*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_SCALELOSS_SCALELOSS_TD
#define MPC_PASSES_SCALELOSS_SCALELOSS_TD

include "mlir/Pass/PassBase.td"

def ScaleLossPass : Pass<"mpc-scale-loss", "::mlir::ModuleOp"> {
  let summary = "Scales the loss, checks gradients, guards the update";
  let description = [{
    Rewrites the differentiated function and @update as AttachOptimizer makes
    them. The check and the guard are there whatever the scale is; with `none`,
    the scale below is 1 and its states are not.

    **Scale.** The state `loss_scale` takes the place of every `mpc.seed`, so all
    adjoints, and the arena `gradients`, are scaled by it (Micikevicius et al.
    2018). The loss itself is not.

    **Check.** For every segment of `gradients`, `mpc.has_nonfinite` says whether
    an element times 1 / loss_scale is infinite or nan: the unscaled value is
    judged, so that an overflow made by unscaling counts too. The flag stands on
    the value that is computed, views seen through, and rides on the kernel that
    computes it. Constants without such an element need none. New values of the
    model's states with float elements are checked as they are. `mpc.any` of all
    is the new value of the state `nonfinite`.

    **Cut.** New values of a state S of the model go to a shadow state `S.new`;
    @update moves them to S. States that are returned unchanged stay as they are.

    **Guard.** In @update the gradients are first multiplied by 1 / loss_scale.
    Every new value but that of `iteration` becomes `select(nonfinite, old, new)`,
    so that a skipped step leaves all bits where they are; a low-precision copy of
    the parameters becomes a copy of the guarded ones. `skipped` counts. Nothing
    else is between the gradients and the optimizer: unscale, clip, regularise,
    update.

    **Dynamic scale** (torch.amp.GradScaler's): after a skip `loss_scale` is
    multiplied by `scale_backoff` and `growth_tracker` is 0; after an applied step
    the tracker advances, and when it equals `growth_interval` it is 0 again and
    the scale is multiplied by `scale_growth`, unless that would not be finite.
    `scale_floor` and `scale_cap` bound the scale. With a `hysteresis` of n only
    the n-th skip since the tracker was last full, and every one after it, backs the
    scale off (DeepSpeed's delayed shift, Megatron's hysteresis);
    `hysteresis_tracker` counts the skips before. All nine are states, so that they
    can be set at run time and are saved.

    Refused are a state or parameter of the model with the name of a state made
    here, and a module that AttachOptimizer has not been at.

    ```mlir
    // -mpc-scale-loss=scale=1024, @train of a model whose loss is w[0] + w[1]
    %d = mpc.seed : tensor<f32>
    %g = mpc.broadcast %d dims [] : tensor<f32> -> tensor<2xf32>
    %gradients = mpc.pack %g rows [0] : (tensor<2xf32>) -> tensor<1x256xf32>
    // becomes, with %loss_scale an argument
    %g = mpc.broadcast %loss_scale dims [] : tensor<f32> -> tensor<2xf32>
    %gradients = mpc.pack %g rows [0] : (tensor<2xf32>) -> tensor<1x256xf32>
    %one = mpc.constant dense<1.0> : tensor<f32>
    %inverse = mpc.div %one, %loss_scale : tensor<f32>
    %bad = mpc.has_nonfinite %g, %inverse : tensor<2xf32>, tensor<f32>
    %nonfinite = mpc.any %bad
    ```
  }];
  let options = [
    Option<"scale", "scale", "std::string", "\"dynamic\"",
           "none, a number, or dynamic[:init=,growth=,backoff=,interval=,floor=,"
           "cap=,hysteresis=]: f16 loses small gradients without a scale, and "
           "the best one moves; numbers may be written 2^16; defaults 65536, 2, "
           "0.5, 2000, 0, the largest f32, 1">
  ];
  let statistics = [
    Statistic<"numSeeds", "seeds", "seeds replaced by the loss scale">,
    Statistic<"numFlags", "flags", "values checked">,
    Statistic<"numShadows", "shadows", "model states with a shadow">,
    Statistic<"numGuarded", "guarded", "new values that a skip discards">
  ];
  let dependentDialects = ["::mpc::MpcDialect"];
}

#endif // MPC_PASSES_SCALELOSS_SCALELOSS_TD
