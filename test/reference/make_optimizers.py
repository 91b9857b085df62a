#!/usr/bin/env python3
"""Makes optimizers.json and schedules.json: PyTorch's trajectories in f64.

    build/bench-venv/bin/python test/reference/make_optimizers.py

The parameter has three elements. Its gradient at update t (from 0), element i,
is ((7 t + 3 i) mod 11 - 5) / 8, whatever the parameter is: a model with the
loss sum(p * g), with g as an input, has just this gradient. Every list holds
the parameter before the first update and after each of the 20.
"""

import json
import math
import re
import warnings
from pathlib import Path

import torch

FOLDER = Path(__file__).resolve().parent
START = [0.5, -1.25, 2.0]
UPDATES = 20
BASE, WARMUP, FLOOR = 0.1, 5, 0.01

# name -> (PyTorch's class, what is not its default)
OPTIMIZERS = {
    "sgd": (torch.optim.SGD, {"lr": 0.1}),
    "sgd-decay": (torch.optim.SGD, {"lr": 0.1, "weight_decay": 0.1}),
    "momentum": (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9}),
    "nesterov": (
        torch.optim.SGD,
        {"lr": 0.1, "momentum": 0.9, "nesterov": True},
    ),
    "adam": (torch.optim.Adam, {}),
    "adam-decay": (torch.optim.Adam, {"weight_decay": 0.1}),
    "adamw": (torch.optim.AdamW, {}),
    "adamw-custom": (
        torch.optim.AdamW,
        {"lr": 0.1, "betas": (0.8, 0.95), "eps": 1e-3, "weight_decay": 0.1},
    ),
}


def gradient(t):
    return [((7 * t + 3 * i) % 11 - 5) / 8 for i in range(3)]


def trajectory(make, options):
    p = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimizer = make([p], **options)
    path = [p.tolist()]
    for t in range(UPDATES):
        p.grad = torch.tensor(gradient(t), dtype=torch.float64)
        optimizer.step()
        path.append(p.tolist())
    used = {
        k: v
        for k, v in optimizer.defaults.items()
        if isinstance(v, (bool, float, int, tuple))
        and k in {"lr", "betas", "eps", "weight_decay", "momentum", "nesterov"}
    }
    return {"options": used, "path": path}


def cosine(optimizer, updates):
    return torch.optim.lr_scheduler.CosineAnnealingLR(
        optimizer, T_max=updates, eta_min=FLOOR
    )


def warm_up(optimizer):
    # Update u of the warm-up uses BASE * (u + 1) / WARMUP: never 0.
    return torch.optim.lr_scheduler.LinearLR(
        optimizer,
        start_factor=1 / WARMUP,
        end_factor=1.0,
        total_iters=WARMUP - 1,
    )


def warm_up_then(optimizer, after):
    return torch.optim.lr_scheduler.SequentialLR(
        optimizer, [warm_up(optimizer), after], milestones=[WARMUP]
    )


SCHEDULES = {
    "constant": lambda o: torch.optim.lr_scheduler.ConstantLR(o, factor=1.0),
    "warmup": warm_up,
    "cosine": lambda o: cosine(o, UPDATES),
    "warmup-cosine": lambda o: warm_up_then(o, cosine(o, UPDATES - WARMUP)),
}


def closed_form(name, u):
    """What PyTorch's schedulers compute step by step, from u alone."""
    if "warmup" in name and u < WARMUP:
        return BASE * (u + 1) / WARMUP
    if "cosine" not in name:
        return BASE
    first = WARMUP if "warmup" in name else 0
    progress = (u - first) / (UPDATES - first)
    return FLOOR + (BASE - FLOOR) * 0.5 * (1 + math.cos(math.pi * progress))


def rates(name):
    p = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([p], lr=BASE)
    with warnings.catch_warnings():
        # SequentialLR warns about its own use of step().
        warnings.simplefilter("ignore")
        scheduler = SCHEDULES[name](optimizer)
        values = []
        for u in range(UPDATES):
            values.append(optimizer.param_groups[0]["lr"])
            assert math.isclose(values[-1], closed_form(name, u), rel_tol=1e-12)
            optimizer.step()
            scheduler.step()
    return values


def write(name, value):
    text = json.dumps({"torch": torch.__version__, **value}, indent=1)
    # A list of numbers stays on one line.
    text = re.sub(r"\[[^\[\]{}]*\]", lambda m: " ".join(m[0].split()), text)
    (FOLDER / name).write_text(text + "\n")


write(
    "optimizers.json",
    {
        "gradients": [gradient(t) for t in range(UPDATES)],
        "optimizers": {n: trajectory(*o) for n, o in OPTIMIZERS.items()},
    },
)
write(
    "schedules.json",
    {
        "base": BASE,
        "warmup": WARMUP,
        "floor": FLOOR,
        "updates": UPDATES,
        "rates": {name: rates(name) for name in SCHEDULES},
    },
)
