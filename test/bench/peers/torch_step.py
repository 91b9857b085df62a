#!/usr/bin/env python3
"""One training step of a case in PyTorch, timed; prints one JSON line.

Eager mode with the fused AdamW, the fastest public setting on a CPU; with
--compile the model with its loss, and the update, go through torch.compile, on
a GPU in its best mode, which tries kernels and records CUDA graphs; with
--autocast=FORMAT the model runs under autocast, its loss included, in f16 with
a GradScaler. On a GPU the batches lie in its memory before the time is taken.
"""

import time

from measure import parse_arguments, run, staged_batches

OPTIONS = [
    ("--compile", {"action": "store_true"}),
    ("--autocast", {"choices": ["f16", "bf16"]}),
    ("--device", {"choices": ["cpu", "cuda"], "default": "cpu"}),
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


def build_cnn(torch, case):
    nn, size = torch.nn, case["input_shape"][0]
    modules = [nn.Unflatten(1, (1, size))]
    for k, n in zip(case["channels"], case["channels"][1:]):
        modules += [nn.Conv2d(k, n, 3, padding=1, bias=False), nn.BatchNorm2d(n),
                    nn.ReLU(), nn.MaxPool2d(2)]
    modules.append(nn.Flatten())
    for k, n in zip(case["widths"], case["widths"][1:]):
        modules += [nn.Linear(k, n), nn.ReLU()]
    # Channels last is PyTorch's fast layout of images.
    return nn.Sequential(*modules[:-1]).to(memory_format=torch.channels_last)


BUILDERS = {"mlp": build_mlp, "cnn": build_cnn}


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


def build_step(torch, arguments, loss_of, update, optimizer):
    """One step of training; f16 scales its loss as PyTorch's users do."""
    scales = arguments.autocast == "f16" and arguments.device == "cuda"
    recorded = arguments.compile and arguments.device == "cuda"
    scaler = torch.amp.GradScaler(arguments.device, enabled=scales)

    def step(x, y):
        optimizer.zero_grad(set_to_none=True)
        if recorded:
            torch.compiler.cudagraph_mark_step_begin()
        loss = loss_of(x, y)
        scaler.scale(loss).backward()
        if scales:
            scaler.step(optimizer)
            scaler.update()
        else:
            update()
        # A recorded step writes its loss where the step before wrote it.
        return loss.detach().clone() if recorded else loss

    return step


def find_waiting(torch, device):
    """What waits for a loss: on a GPU for all that came before it."""
    if device == "cpu":
        return lambda loss: loss.detach()

    def wait(loss):
        torch.cuda.synchronize()
        return loss.detach()

    return wait


def main():
    arguments, case = parse_arguments(__doc__, OPTIONS)
    start = time.perf_counter()
    import torch

    import_s = time.perf_counter() - start
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    device = arguments.device
    model = BUILDERS[case["kind"]](torch, case).to(device)
    optimizer = build_optimizer(
        torch, model, case["optimizer"], arguments.update
    )

    formats = {"f16": torch.float16, "bf16": torch.bfloat16}
    narrow = formats.get(arguments.autocast, torch.bfloat16)

    def loss_of(x, y):
        with torch.autocast(device, narrow, enabled=bool(arguments.autocast)):
            logits = model(x.to(torch.float32) * (1 / 255))
            return torch.nn.functional.cross_entropy(logits, y)

    update = optimizer.step
    if arguments.compile:
        mode = "max-autotune" if device == "cuda" else "default"
        loss_of = torch.compile(loss_of, mode=mode)
        update = torch.compile(update)

    batches = [
        (torch.from_numpy(x).to(device), torch.from_numpy(y).to(device))
        for x, y in staged_batches(case)
    ]
    name = "torch-compile" if arguments.compile else "torch-eager"
    if arguments.autocast:
        name += "-" + arguments.autocast
    run(
        name,
        f"torch {torch.__version__}, AdamW {arguments.update}",
        build_step(torch, arguments, loss_of, update, optimizer),
        find_waiting(torch, device),
        batches,
        arguments,
        import_s,
    )


if __name__ == "__main__":
    main()
