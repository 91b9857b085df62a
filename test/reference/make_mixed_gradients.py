#!/usr/bin/env python3
"""Makes mixed-gradients.json: how far mixed precision of frameworks is from f64.

    build/bench-venv/bin/python test/reference/make_mixed_gradients.py

Example 02's network and the parameters of make_mlp_gradients.py, over the first 16 batches
of 64 images of Fashion-MNIST's test set; JAX in f64 is the truth. PyTorch runs
them under CPU autocast, with the loss scaled by 65536 for f16, as GradScaler
does, and the f32 gradients divided by it; JAX has no autocast, so there the
casts are written out where autocast puts them.

Stored is, for each parameter, sqrt(sum ||g - f64||^2 / sum ||f64||^2), the sums
over all batches, and its share of each batch. One batch would be a lottery: if
a relu's operand rounds to the other side of 0, which happens to about one of
10,000 of them, the error of that batch is ten times that of one where none
does. Beside them is what was seen to run in 16 bits and how products of 16 bits
are summed, so that the comparison is known to be one of mixed precision.
"""

import json
import math
import os
import re
from pathlib import Path

import numpy

os.environ.setdefault("JAX_PLATFORMS", "cpu")
import jax  # noqa: E402
import torch  # noqa: E402

from fixture import mlp_shapes, parameter, test_batch  # noqa: E402

jax.config.update("jax_enable_x64", True)
FOLDER = Path(__file__).resolve().parent
BATCH, BATCHES = 64, 16
WIDTHS = [784, 256, 128, 10]
FORMATS = {"f16": (torch.float16, 65536.0), "bf16": (torch.bfloat16, 1.0)}


def with_torch(layers, params, x, y, dtype, scale):
    """(loss, gradients, formats of the activations, the logits and the loss)."""
    leaves = {n: torch.from_numpy(v.copy()).requires_grad_() for n, v in params.items()}
    formats = []
    with torch.autocast("cpu", dtype=dtype):
        h = torch.from_numpy(x.astype("float32")) / 255
        for i in range(1, layers + 1):
            weight, bias = leaves[f"fc{i}.weight"], leaves[f"fc{i}.bias"]
            h = torch.nn.functional.linear(h, weight.t(), bias)
            formats.append(str(h.dtype))
            h = h if i == layers else torch.relu(h)
        loss = torch.nn.functional.cross_entropy(h, torch.from_numpy(y))
    formats.append(str(loss.dtype))
    (loss * scale).backward()
    assert all(p.grad.dtype == torch.float32 for p in leaves.values())
    gradients = {n: p.grad.numpy() / numpy.float32(scale) for n, p in leaves.items()}
    return loss.item(), gradients, formats


def with_jax(layers, params, x, y, dtype, scale):
    jnp = jax.numpy
    low = {"torch.float16": jnp.float16, "torch.bfloat16": jnp.bfloat16}[str(dtype)]
    formats = []

    def loss_of(params):
        h = jnp.asarray(x, "float32") / 255
        for i in range(1, layers + 1):
            h = h.astype(low) @ params[f"fc{i}.weight"].astype(low)
            h = h + params[f"fc{i}.bias"].astype(low)
            formats.append(str(h.dtype))
            h = h if i == layers else jax.nn.relu(h)
        rows = jnp.arange(len(y))
        loss = -jax.nn.log_softmax(h.astype("float32"))[rows, y].mean()
        formats.append(str(loss.dtype))
        return loss * scale

    leaves = {n: jnp.asarray(v) for n, v in params.items()}
    loss, gradients = jax.value_and_grad(loss_of)(leaves)
    unscaled = {n: numpy.asarray(g) / numpy.float32(scale) for n, g in gradients.items()}
    assert all(g.dtype == numpy.float32 for g in unscaled.values())
    return float(loss) / scale, unscaled, formats


def true_gradients(layers, params, x, y):
    jnp = jax.numpy

    def loss_of(params):
        h = jnp.asarray(x, "float64") / 255
        for i in range(1, layers + 1):
            h = h @ params[f"fc{i}.weight"] + params[f"fc{i}.bias"]
            h = h if i == layers else jax.nn.relu(h)
        return -jax.nn.log_softmax(h)[jnp.arange(len(y)), y].mean()

    leaves = {n: jnp.asarray(v, "float64") for n, v in params.items()}
    return {n: numpy.asarray(g) for n, g in jax.grad(loss_of)(leaves).items()}


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


def sums(matmul, dtype):
    """How a product of 16 bits is summed: 2^k, then 2^k ones, loses the ones if
    the sum is kept in 16 bits with k + 1 of them significant."""
    first = {"torch.float16": 2048.0, "torch.bfloat16": 256.0}[str(dtype)]
    row = [first] + [1.0] * int(first)
    total = float(matmul(row, dtype))
    return "f32" if total == 2 * first else f"16 bits ({total:g} of {2 * first:g})"


def torch_sum(row, dtype):
    row = torch.tensor([row], dtype=dtype)
    return (row @ torch.ones_like(row).t())[0, 0]


def jax_sum(row, dtype):
    low = str(dtype).removeprefix("torch.")
    row = jax.numpy.asarray([row], low)
    return (row @ jax.numpy.ones_like(row).T)[0, 0]


FRAMEWORKS = {"torch": (with_torch, torch_sum), "jax": (with_jax, jax_sum)}


def load_batches():
    images, labels = test_batch(BATCH * BATCHES)
    x = numpy.array(images, "uint8").reshape(BATCHES, BATCH, 784)
    y = numpy.array(labels, "int64").reshape(BATCHES, BATCH)
    return list(zip(x, y))


def measure(widths, batches):
    params = {
        n: numpy.array(parameter(n, s), "float32").reshape(s)
        for n, s in mlp_shapes(widths).items()
    }
    layers = len(widths) - 1
    truths = [true_gradients(layers, params, *batch) for batch in batches]
    result = {}
    for format, (dtype, scale) in FORMATS.items():
        result[format] = {}
        for framework, (run, sum_of) in FRAMEWORKS.items():
            runs, stored = [], None
            for batch in batches:
                _, gradients, stored = run(layers, params, *batch, dtype, scale)
                assert all(numpy.isfinite(g).all() for g in gradients.values())
                runs.append(gradients)
            result[format][framework] = {
                "scale": scale,
                "stored as": stored,
                "products summed in": sums(sum_of, dtype),
                "gradients": pool(runs, truths),
            }
    return result


def main():
    batches = load_batches()
    formats = measure(WIDTHS, batches)
    description = {
        "batch": BATCH,
        "batches": BATCHES,
        "versions": {
            "jax": jax.__version__,
            "torch": torch.__version__,
            "numpy": numpy.__version__,
        },
        "formats": formats,
    }
    text = json.dumps(description, indent=1)
    # A list stays on one line.
    text = re.sub(r"\[[^\[\]{}]*\]", lambda m: " ".join(m[0].split()), text)
    (FOLDER / "mixed-gradients.json").write_text(text + "\n")
    for format, frameworks in formats.items():
        for framework, seen in frameworks.items():
            print(format, framework, seen["products summed in"], *seen["stored as"])
            for name, error in seen["gradients"].items():
                print(f"  {name:<12}{error['error']:.2e}", *error["batches"])


if __name__ == "__main__":
    main()
