#!/usr/bin/env python3
"""Makes mixed-gradients.json: how far mixed precision of frameworks is from f64.

    build/bench-venv/bin/python test/reference/make_mixed_gradients.py [NETWORK ...]

The networks, parameters and batches of networks.py; JAX in f64 is the truth. PyTorch runs
them under CPU autocast, with the loss scaled for f16 as GradScaler does, and the f32
gradients divided by the scale. JAX has no autocast; for example 02 the casts are written
out where autocast puts them.

Stored is, for each parameter, sqrt(sum ||g - f64||^2 / sum ||f64||^2), the sums
over all batches, and its share of each batch. One batch would be a lottery: if
a relu's operand rounds to the other side of 0, which happens to about one of
10,000 of them, the error of that batch is ten times that of one where none
does. Beside them is what was seen to run in 16 bits and how products of 16 bits
are summed, so that the comparison is known to be one of mixed precision.
"""

import json
import math
import re
import sys

import numpy
import torch
from torch.utils._python_dispatch import TorchDispatchMode

import jax_networks
import torch_networks
from jax_networks import jax
from make_gradients import FOLDER, numpy_of, versions
from networks import NETWORKS

FILE = FOLDER / "mixed-gradients.json"
# How many batches: as many as a test has time for.
BATCHES = {"mlp": 16, "cnn": 4, "click": 8, "unet": 4}
FORMATS = {"f16": ("float16", 65536.0), "bf16": ("bfloat16", 1.0)}


class Formats(TorchDispatchMode):
    """Writes down the format of what each op gives: name -> formats."""

    def __init__(self):
        super().__init__()
        self.seen = {}

    def __torch_dispatch__(self, op, types, args=(), kwargs=None):
        result = op(*args, **(kwargs or {}))
        first = result[0] if isinstance(result, (tuple, list)) else result
        if isinstance(first, torch.Tensor) and first.is_floating_point():
            name = op.name().split("::")[1].split(".")[0]
            formats = self.seen.setdefault(name, [])
            if str(first.dtype) not in formats:
                formats.append(str(first.dtype))
        return result


def formats_seen(name, params, inputs, format):
    leaves = {n: torch.from_numpy(v.copy()) for n, v in params.items()}
    tensors = {n: torch.from_numpy(v.copy()) for n, v in inputs.items()}
    with torch.autocast("cpu", dtype=getattr(torch, format)), Formats() as formats:
        torch_networks.LOSSES[name](leaves, tensors, torch.float32)
    return {op: " ".join(f.removeprefix("torch.") for f in seen)
            for op, seen in formats.seen.items()}


def with_torch(name, params, inputs, format, scale):
    return torch_networks.gradients(
        name, params, inputs, "float32", autocast=getattr(torch, format), scale=scale)


def with_jax(name, params, inputs, format, scale):
    return jax_networks.gradients(
        name, params, inputs, "float32", low=lambda x: x.astype(format), scale=scale)


def pool(runs, truths):
    """Name -> errors; runs and truths are lists of gradients, one per batch."""
    result = {}
    for name in truths[0]:
        wrong = [
            float(((g[name].astype("float64") - t[name]) ** 2).sum())
            for g, t in zip(runs, truths)
        ]
        right = [float((t[name] ** 2).sum()) for t in truths]
        result[name] = {
            "error": math.sqrt(sum(wrong) / sum(right)),
            "batches": [
                float(f"{math.sqrt(w / r):.3g}") for w, r in zip(wrong, right)
            ],
        }
    return result


def sums(matmul, format):
    """How a product of 16 bits is summed: 2^k, then 2^k ones, loses the ones if
    the sum is kept in 16 bits with k + 1 of them significant."""
    first = {"float16": 2048.0, "bfloat16": 256.0}[format]
    row = [first] + [1.0] * int(first)
    total = float(matmul(row, format))
    return "f32" if total == 2 * first else f"16 bits ({total:g} of {2 * first:g})"


def torch_sum(row, format):
    row = torch.tensor([row], dtype=getattr(torch, format))
    return (row @ torch.ones_like(row).t())[0, 0]


def jax_sum(row, format):
    row = jax.numpy.asarray([row], format)
    return (row @ jax.numpy.ones_like(row).T)[0, 0]


def compare(run, name, params, batches, truths, format, scale):
    """Halves the scale until all is finite, as GradScaler does."""
    runs = [run(name, params, inputs, format, scale)[1] for inputs in batches]
    if not all(numpy.isfinite(g).all() for grads in runs for g in grads.values()):
        assert scale > 1
        return compare(run, name, params, batches, truths, format, scale / 2)
    return {"scale": scale, "gradients": pool(runs, truths)}


def measure(name):
    network = NETWORKS[name]
    params = numpy_of(network.parameters())
    batches = [numpy_of(network.inputs(i)) for i in range(BATCHES[name])]
    truths = [jax_networks.gradients(name, params, inputs, "float64")[1] for inputs in batches]
    result = {}
    for label, (format, scale) in FORMATS.items():
        arguments = (name, params, batches, truths, format, scale)
        seen = {"torch": compare(with_torch, *arguments)}
        seen["torch"]["formats"] = formats_seen(name, params, batches[0], format)
        if name == "mlp":
            seen["jax"] = compare(with_jax, *arguments)
        result[label] = seen
    return {"batches": len(batches), "formats": result}


def write(networks):
    description = {
        "versions": versions(),
        "products summed in": {
            label: {"torch": sums(torch_sum, format), "jax": sums(jax_sum, format)}
            for label, (format, _) in FORMATS.items()
        },
        "networks": networks,
    }
    text = json.dumps(description, indent=1)
    # A list stays on one line.
    text = re.sub(r"\[[^\[\]{}]*\]", lambda m: " ".join(m[0].split()), text)
    FILE.write_text(text + "\n")


def show(name, measured):
    for label, frameworks in measured["formats"].items():
        print(name, label, frameworks["torch"]["formats"])
        for framework, seen in frameworks.items():
            for parameter, error in seen["gradients"].items():
                print(f"  {framework:<6}{parameter:<14}{error['error']:.2e}", *error["batches"])


def main():
    stored = json.loads(FILE.read_text())["networks"] if sys.argv[1:] else {}
    measured = {name: measure(name) for name in sys.argv[1:] or BATCHES}
    write(stored | measured)
    for name, result in measured.items():
        show(name, result)


if __name__ == "__main__":
    main()
