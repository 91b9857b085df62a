#!/usr/bin/env python3
"""Makes the stored gradients of example 03's network.

    build/bench-venv/bin/python test/reference/make_cnn_gradients.py

Mean cross-entropy over the first 64 images of Fashion-MNIST's test set, divided by
255, at fixture.py's parameters; batch norm normalises by the batch. The gradients
are JAX's in f64, rounded to f32; that of fc1.weight, 1.6 MB, is left out. Beside them a JSON file keeps
the loss, norms, and how far JAX in f32 is from them.
"""

import json
import math
import os
from pathlib import Path

import numpy

os.environ.setdefault("JAX_PLATFORMS", "cpu")
import jax  # noqa: E402

from fixture import (  # noqa: E402
    cnn_parameter,
    cnn_shapes,
    test_batch,
    write_safetensors,
)

jax.config.update("jax_enable_x64", True)
FOLDER = Path(__file__).resolve().parent
BATCH = 64
LARGE = {"fc1.weight"}


def convolve(x, w):
    return jax.lax.conv_general_dilated(
        x, w, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"),
        precision=jax.lax.Precision.HIGHEST,
    )


def normalise(x, scale, offset):
    mean = x.mean((0, 1, 2))
    variance = ((x - mean) ** 2).mean((0, 1, 2))
    return (x - mean) / jax.numpy.sqrt(variance + 1e-5) * scale + offset


def pool(x):
    n, h, w, c = x.shape
    return x.reshape(n, h // 2, 2, w // 2, 2, c).max((2, 4))


def loss_of(params, x, y):
    h = x / 255
    for i in (1, 2):
        h = convolve(h, params[f"conv{i}.weight"])
        h = normalise(h, params[f"bn{i}.scale"], params[f"bn{i}.offset"])
        h = pool(jax.nn.relu(h))
    h = h.reshape(h.shape[0], -1)
    h = jax.nn.relu(h @ params["fc1.weight"] + params["fc1.bias"])
    h = h @ params["fc2.weight"] + params["fc2.bias"]
    return -jax.nn.log_softmax(h)[jax.numpy.arange(len(y)), y].mean()


def evaluate(params, images, labels, dtype):
    cast = {n: jax.numpy.asarray(v, dtype) for n, v in params.items()}
    loss, grads = jax.value_and_grad(loss_of)(
        cast, jax.numpy.asarray(images, dtype), labels)
    return float(loss), {n: numpy.asarray(g) for n, g in grads.items()}


def main():
    params = {
        n: numpy.array(cnn_parameter(n, s), "float32").reshape(s)
        for n, s in cnn_shapes().items()
    }
    images, labels = test_batch(BATCH)
    x = numpy.array(images, "uint8").reshape(BATCH, 28, 28, 1)
    y = numpy.array(labels, "int64")
    loss, grads = evaluate(params, x, y, "float64")
    other_loss, others = evaluate(params, x, y, "float32")
    stored = {
        n: ("F32", g.shape, g.astype("<f4").ravel())
        for n, g in grads.items() if n not in LARGE
    }
    stored["mpc.loss"] = ("F32", (), numpy.array([loss], "<f4"))
    write_safetensors(FOLDER / "cnn-gradients.safetensors.gz", stored)
    description = {
        "batch": BATCH,
        "loss": loss,
        "gradients": {
            n: {"l2": math.sqrt(float((g * g).sum())), "max": float(abs(g).max())}
            for n, g in grads.items()
        },
        "versions": {"jax": jax.__version__, "numpy": numpy.__version__},
        "deviation of jax f32": {
            "loss": abs(other_loss - loss) / loss,
            "gradients": {
                n: float(abs(others[n] - g).max() / abs(g).max())
                for n, g in grads.items()
            },
        },
    }
    path = FOLDER / "cnn-gradients.json"
    path.write_text(json.dumps(description, indent=1) + "\n")
    print(json.dumps(description["deviation of jax f32"], indent=1))


main()
