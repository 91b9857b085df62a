#!/usr/bin/env python3
"""Makes norms.json: what PyTorch makes of a few small tensors, in f64.

    build/bench-venv/bin/python test/reference/make_norms.py

For each case x, scale and offset, the weights d of the loss sum(d * y), the
result y and the gradients of x, scale and offset; for batch norms in training
also the running statistics before and after. Channels are the last dimension,
as in mpc; PyTorch has them second.
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

FOLDER = Path(__file__).resolve().parent
EPSILON, MOMENTUM = 1e-5, 0.1


def numbers(count, seed, offset=0.0, scale=1.0):
    """The same for everybody: multiples of 1/64 in [-1, 1)."""
    values = [((i * 37 + seed * 11) % 128 - 64) / 64 for i in range(count)]
    return offset + scale * torch.tensor(values, dtype=torch.float64)


def layer_norm(x, scale, offset, case):
    return F.layer_norm(x, scale.shape, scale, offset, EPSILON)


def rms_norm(x, scale, offset, case):
    return F.rms_norm(x, scale.shape, scale, EPSILON)


def group_norm(x, scale, offset, case):
    first = x.movedim(-1, 1)
    y = F.group_norm(first, case["groups"], scale, offset, EPSILON)
    return y.movedim(1, -1)


def batch_norm(x, scale, offset, case):
    mean = torch.tensor(case["mean"], dtype=torch.float64)
    variance = torch.tensor(case["variance"], dtype=torch.float64)
    y = F.batch_norm(
        x.movedim(-1, 1), mean, variance, scale, offset, True, MOMENTUM, EPSILON
    )
    case["new_mean"], case["new_variance"] = mean.tolist(), variance.tolist()
    return y.movedim(1, -1)


def batch_norm_inference(x, scale, offset, case):
    mean = torch.tensor(case["mean"], dtype=torch.float64)
    variance = torch.tensor(case["variance"], dtype=torch.float64)
    y = F.batch_norm(
        x.movedim(-1, 1), mean, variance, scale, offset, False, MOMENTUM, EPSILON
    )
    return y.movedim(1, -1)


# op, shape, how many dimensions scale and offset have, what else there is
CASES = [
    ("layer_norm", (4, 7), 1, {}),
    ("layer_norm", (2, 3, 4), 2, {}),
    ("layer_norm", (3, 33), 1, {"shift": 100.0}),
    ("rms_norm", (4, 7), 1, {}),
    ("rms_norm", (2, 3, 5), 1, {"shift": 3.0}),
    ("group_norm", (2, 3, 3, 8), 1, {"groups": 4}),
    ("group_norm", (3, 5, 6), 1, {"groups": 1}),
    ("batch_norm", (9, 4), 1, {}),
    ("batch_norm", (2, 3, 3, 5), 1, {"shift": 4.0}),
    ("batch_norm_inference", (2, 3, 3, 5), 1, {}),
]


def make_case(number, op, shape, dims, extra):
    count, channels = torch.Size(shape).numel(), shape[-1]
    sizes = shape[len(shape) - dims :]
    elements = torch.Size(sizes).numel()
    x = numbers(count, number, extra.pop("shift", 0.0), 2.0).reshape(shape)
    scale = numbers(elements, number + 1, 1.0, 0.5).reshape(sizes)
    offset = numbers(elements, number + 2).reshape(sizes)
    d = numbers(count, number + 3).reshape(shape)
    case = {"op": op, "shape": list(shape), "sizes": list(sizes), **extra}
    if op.startswith("batch"):
        case["mean"] = numbers(channels, number + 4).tolist()
        case["variance"] = numbers(channels, number + 5, 2.0).tolist()
    for tensor in (x, scale, offset):
        tensor.requires_grad_()
    y = globals()[op](x, scale, offset, case)
    (y * d).sum().backward()
    inputs = {"x": x, "scale": scale, "offset": offset, "d": d}
    for name, tensor in {**inputs, "y": y}.items():
        case[name] = tensor.detach().flatten().tolist()
    for name in ("x", "scale", "offset"):
        gradient = inputs[name].grad
        if gradient is not None:
            case["d" + name] = gradient.flatten().tolist()
    return case


def main():
    cases = [make_case(i, *case) for i, case in enumerate(CASES)]
    lines = ",\n  ".join(json.dumps(case) for case in cases)
    (FOLDER / "norms.json").write_text(
        f'{{\n "torch": "{torch.__version__}",\n "cases": [\n  {lines}\n ]\n}}\n'
    )


main()
