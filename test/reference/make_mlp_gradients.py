#!/usr/bin/env python3
"""Makes the stored gradients of example 02's network and of a small one.

    build/bench-venv/bin/python test/reference/make_mlp_gradients.py

Mean cross-entropy of a relu network over the first 64 images of Fashion-MNIST's
test set, divided by 255, at fixture.py's parameters. The gradients are JAX's in
f64, rounded to f32. Beside them a JSON file keeps the loss, each gradient's
norm, and how far JAX in f32 and PyTorch in f64 and f32 are from them.
"""

import json
import math
import os
from pathlib import Path

import numpy

os.environ.setdefault("JAX_PLATFORMS", "cpu")
import jax  # noqa: E402
import torch  # noqa: E402

from fixture import (  # noqa: E402
    mlp_shapes,
    parameter,
    test_batch,
    write_safetensors,
)

jax.config.update("jax_enable_x64", True)
FOLDER = Path(__file__).resolve().parent
BATCH = 64
MODELS = {"mlp": [784, 256, 128, 10], "mlp-small": [784, 16, 10]}


def with_jax(layers, params, x, y, dtype):
    jnp = jax.numpy

    def loss_of(params):
        h = jnp.asarray(x, dtype) / 255
        for i in range(1, layers + 1):
            h = h @ params[f"fc{i}.weight"] + params[f"fc{i}.bias"]
            h = h if i == layers else jax.nn.relu(h)
        rows = jnp.arange(len(y))
        return -jax.nn.log_softmax(h)[rows, y].mean()

    cast = {n: jnp.asarray(v, dtype) for n, v in params.items()}
    loss, grads = jax.value_and_grad(loss_of)(cast)
    return float(loss), {n: numpy.asarray(g) for n, g in grads.items()}


def with_torch(layers, params, x, y, dtype):
    cast = {
        n: torch.from_numpy(v.astype(dtype)).requires_grad_()
        for n, v in params.items()
    }
    h = torch.from_numpy(x.astype(dtype)) / 255
    for i in range(1, layers + 1):
        h = h @ cast[f"fc{i}.weight"] + cast[f"fc{i}.bias"]
        h = h if i == layers else torch.relu(h)
    loss = torch.nn.functional.cross_entropy(h, torch.from_numpy(y))
    loss.backward()
    return loss.item(), {n: p.grad.numpy() for n, p in cast.items()}


def deviation(grads, reference):
    """The largest relative error over all parameters."""
    return max(
        float(abs(grads[n] - g).max() / abs(g).max())
        for n, g in reference.items()
    )


def make(name, widths):
    shapes = mlp_shapes(widths)
    params = {
        n: numpy.array(parameter(n, s), "float32").reshape(s)
        for n, s in shapes.items()
    }
    images, labels = test_batch(BATCH)
    x = numpy.array(images, "uint8").reshape(BATCH, 784)
    y = numpy.array(labels, "int64")
    layers = len(widths) - 1
    loss, grads = with_jax(layers, params, x, y, "float64")
    others = {
        "jax f32": with_jax(layers, params, x, y, "float32"),
        "torch f64": with_torch(layers, params, x, y, "float64"),
        "torch f32": with_torch(layers, params, x, y, "float32"),
    }
    stored = {
        n: ("F32", shapes[n], g.astype("<f4").ravel()) for n, g in grads.items()
    }
    stored["mpc.loss"] = ("F32", (), numpy.array([loss], "<f4"))
    write_safetensors(FOLDER / f"{name}-gradients.safetensors.gz", stored)
    description = {
        "widths": widths,
        "batch": BATCH,
        "loss": loss,
        "gradients": {
            n: {
                "shape": "x".join(map(str, g.shape)),
                "l2": math.sqrt(float((g * g).sum())),
                "max": float(abs(g).max()),
            }
            for n, g in grads.items()
        },
        "versions": {
            "jax": jax.__version__,
            "torch": torch.__version__,
            "numpy": numpy.__version__,
        },
        "deviation": {
            who: {"loss": abs(l - loss) / loss, "gradients": deviation(g, grads)}
            for who, (l, g) in others.items()
        },
    }
    path = FOLDER / f"{name}-gradients.json"
    path.write_text(json.dumps(description, indent=1) + "\n")
    print(name, json.dumps(description["deviation"], indent=1))


for name, widths in MODELS.items():
    make(name, widths)
