#!/usr/bin/env python3
"""One training step of a case in PyTorch, timed; prints one JSON line.

Eager mode with the fused AdamW, the fastest public setting on a CPU; with
--compile the model with its loss, and the update, go through torch.compile;
with --autocast the model runs under autocast in bf16, its loss included.
"""

import time

from measure import parse_arguments, run, staged_batches

OPTIONS = [
    ("--compile", {"action": "store_true"}),
    ("--autocast", {"action": "store_true"}),
    (
        "--update",
        {"choices": ["fused", "foreach", "single"], "default": "fused"},
    ),
]


def build_mlp(torch, case):
    modules = []
    for layer in case["layers"]:
        modules.append(torch.nn.Linear(layer["in"], layer["out"]))
        if layer["relu"]:
            modules.append(torch.nn.ReLU())
    return torch.nn.Sequential(*modules)


BUILDERS = {"mlp": build_mlp}


def build_optimizer(torch, model, constants, update):
    assert constants["name"] == "adamw"
    return torch.optim.AdamW(
        model.parameters(),
        lr=constants["lr"],
        betas=(constants["beta1"], constants["beta2"]),
        eps=constants["eps"],
        weight_decay=constants["weight_decay"],
        fused=update == "fused",
        foreach=update == "foreach",
    )


def main():
    arguments, case = parse_arguments(__doc__, OPTIONS)
    start = time.perf_counter()
    import torch

    import_s = time.perf_counter() - start
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    model = BUILDERS[case["kind"]](torch, case)
    optimizer = build_optimizer(
        torch, model, case["optimizer"], arguments.update
    )

    def loss_of(x, y):
        with torch.autocast("cpu", torch.bfloat16, enabled=arguments.autocast):
            logits = model(x.to(torch.float32) * (1 / 255))
            return torch.nn.functional.cross_entropy(logits, y)

    update = optimizer.step
    if arguments.compile:
        loss_of = torch.compile(loss_of)
        update = torch.compile(update)

    def step(x, y):
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(x, y)
        loss.backward()
        update()
        return loss

    batches = [
        (torch.from_numpy(x), torch.from_numpy(y))
        for x, y in staged_batches(case)
    ]
    name = "torch-compile" if arguments.compile else "torch-eager"
    if arguments.autocast:
        name = "torch-bf16"
    run(
        name,
        f"torch {torch.__version__}, AdamW {arguments.update}",
        step,
        lambda loss: loss.detach(),
        batches,
        arguments,
        import_s,
    )


if __name__ == "__main__":
    main()
