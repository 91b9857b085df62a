//===- AttachOptimizer.td - puts parameters into arenas and builds @update -*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_ATTACHOPTIMIZER_TD
#define MPC_PASSES_ATTACHOPTIMIZER_TD

include "mlir/Pass/PassBase.td"

def AttachOptimizerPass : Pass<"mpc-attach-optimizer", "::mlir::ModuleOp"> {
  let summary = "Puts parameters into arenas and builds @update";
  let description = [{
    **Layout.** Collects the parameters of all functions, first those of the
    differentiated function in the order of its arguments, and gives each the
    next free rows of 256 elements of one arena (an empty one gets a row, too).
    The module attribute `mpc.parameters` keeps, for each, its `name`, `type`,
    `init`, first `row` and whether it `decays`. Arguments of one name are one
    parameter: their types, element types of all parameters, and initialisers
    that are given must agree.

    A parameter with `mpc.frozen` lies in an arena of its own, the state `frozen`,
    which has no gradient, no optimizer state and no place in @update. What
    `mpc.lr_factor` and `mpc.decay_factor` say of the others becomes one number per
    row of the arena.

    **Functions.** In every function the parameter arguments are replaced by one
    argument, the arena `{mpc.state = "params", mpc.kind = "arena"}`, of which
    `mpc.segment` gives the parameters. Gradient results become one result, made
    by `mpc.pack`, `{mpc.updates = "gradients"}`. Other states get
    `mpc.kind = "state"`. Refused are names that would be ambiguous: a state
    called as one made here, a parameter called as a state, as `ARENA/...` or
    as `mpc.state/...` (so checkpoints call what belongs to a parameter or
    state), a function called `update` or `refresh`; so are
    the names that later passes make, whatever the options (`params_f16`,
    `loss_scale`, `nonfinite` and their kin).

    **@update** is built last. Its arguments are states: `params`, `gradients`,
    the optimizer's arenas, the counters `iteration` and `updates` (which both
    advance by 1), and the scalars `lr`, `weight_decay`, `warmup_steps`,
    `total_steps` and `cosine_depth`, with `mpc.initial` for a new session. With
    t the value of `updates`, that is, the number of applied updates before this
    one, the learning rate is

        lr * min((t + 1) / max(warmup_steps, 1), 1)
           * (1 - cosine_depth * (1 - cos(pi * p)) / 2)
        p = clamp((t - warmup_steps) / max(total_steps - warmup_steps, 1), 0, 1)

    so 0 scalars mean a constant rate, and cosine_depth = 1 - floor / lr sinks
    to a floor (Loshchilov & Hutter 2017). All of it is scalars at rank 0 and
    elementwise ops on whole arenas. Rest elements of a row stay zero.

    **Optimizers**, as in PyTorch but for `lamb` (You et al. 2020) and `lion` (Chen et
    al. 2023), which it does not have; n = t + 1:

    | name | constants | arenas | update |
    | --- | --- | --- | --- |
    | `sgd` | | | p -= lr g |
    | `momentum` | momentum=0.9 | momentum | b = momentum b + g; p -= lr b |
    | `nesterov` | momentum=0.9 | momentum | b = momentum b + g; p -= lr (g + momentum b) |
    | `adam` | beta1=0.9 beta2=0.999 eps=1e-8 | first_moment second_moment | m = m + (1 - beta1)(g - m); v = beta2 v + (1 - beta2) g^2; p -= lr / (1 - beta1^n) * m / (sqrt(v) / sqrt(1 - beta2^n) + eps) |
    | `adamw` | as adam | as adam | as adam; weight_decay starts at 0.01, not 0 |
    | `lamb` | beta1=0.9 beta2=0.999 eps=1e-6 | as adam | u = m / (1 - beta1^n) / (sqrt(v / (1 - beta2^n)) + eps) + weight_decay p; p -= lr |p| / |u| u, with the norms of each parameter by itself, and 1 for their ratio if one is 0; weight_decay starts at 0.01 |
    | `lion` | beta1=0.9 beta2=0.99 | momentum | p -= lr sign(beta1 m + (1 - beta1) g); m = beta2 m + (1 - beta2) g; lr starts at 1e-4, not 1e-3, weight_decay at 0.1 |

    1 - beta^n is computed as -expm1(n ln(beta)), which is exact where f32 loses
    beta^n. Weight decay is decoupled for every optimizer (Loshchilov & Hutter
    2019): p *= 1 - lr weight_decay comes first, but in `lamb`, where it is part of the
    step. For `sgd` this is PyTorch's own
    decay; PyTorch's `SGD` with momentum and `Adam` add weight_decay * p to the
    gradient instead, which no optimizer here does. A parameter does not decay
    if `no_decay` names it or if the differentiated function does not use it.

    **Clipping** (Pascanu et al. 2013), if `clip-norm` is not 0: the gradients of
    all parameters, already unscaled, are first multiplied by
    min(clip_norm / norm, 1), where norm is the root of the sum of all their
    squares, in f32. `clip_norm` is a scalar like the others; 0 then clips nothing.
    What is not finite is no concern here: such a step is skipped.

    The option is `name[:key=value,...]`; keys are the optimizer's constants and
    `no_decay=GLOB`, which may be repeated: `adamw:beta2=0.95,no_decay=*.bias`.

    ```mlir
    func.func @train(%w: tensor<3xf32> {mpc.param = "w"})
        -> (tensor<f32>, tensor<3xf32> {mpc.gradient = "w"})
    // becomes, with sgd
    func.func @train(%params: tensor<1x256xf32> {mpc.kind = "arena", mpc.state = "params"})
        -> (tensor<f32>, tensor<1x256xf32> {mpc.updates = "gradients"})
    func.func @update(
        %params: tensor<1x256xf32> {mpc.kind = "arena", mpc.state = "params"},
        %gradients: tensor<1x256xf32> {mpc.kind = "gradient", mpc.state = "gradients"},
        %iteration: tensor<i64> {mpc.initial = 0.0, mpc.kind = "counter", ...}, ...)
        -> (tensor<1x256xf32> {mpc.updates = "params"}, ...)
    ```
  }];
  let options = [
    Option<"optimizer", "optimizer", "std::string", "\"adamw\"",
           "sgd, momentum, nesterov, adam, adamw, lamb or lion, with constants: "
           "adamw:beta2=0.95">,
    Option<"clipNorm", "clip-norm", "double", "0",
           "norm that all gradients together are clipped to in a new session; 0 "
           "leaves out the norm, which reads all gradients once more">
  ];
  let statistics = [
    Statistic<"numParameters", "parameters", "parameters in the arena">,
    Statistic<"numRows", "rows", "rows of an arena">,
    Statistic<"numPadding", "padding", "elements of an arena in no segment">
  ];
  let dependentDialects = ["::mpc::MpcDialect"];
}

#endif // MPC_PASSES_ATTACHOPTIMIZER_TD
