#!/usr/bin/env python3
"""Makes the stored gradients of the examples' networks.

    build/bench-venv/bin/python test/reference/make_gradients.py [NETWORK ...]

The loss of the first batch and of the parameters that networks.py makes of names. The
gradients are JAX's in f64, rounded to f32. Beside them a JSON file keeps the loss, each
gradient's norm, and how far JAX in f32 and PyTorch in f64 and f32 are from them.
"""

import json
import math
import sys
from pathlib import Path

import numpy

import jax_networks
import torch_networks
from fixture import write_safetensors
from networks import NETWORKS

FOLDER = Path(__file__).resolve().parent
# Whose gradient, 1.6 MB, is not stored.
LARGE = {"cnn": {"fc1.weight"}}


def numpy_of(tensors):
    """Name -> array, of what fixture.py writes."""
    return {n: numpy.array(v).reshape(s) for n, (_, s, v) in tensors.items()}


def deviation(grads, reference):
    """The largest relative error over all parameters."""
    return max(
        float(abs(grads[n] - g).max() / abs(g).max())
        for n, g in reference.items()
    )


def versions():
    return {
        "jax": jax_networks.jax.__version__,
        "torch": torch_networks.torch.__version__,
        "numpy": numpy.__version__,
    }


def describe(name, loss, grads, others):
    return {
        "batch": NETWORKS[name].batch,
        "loss": loss,
        "gradients": {
            n: {
                "shape": "x".join(map(str, g.shape)),
                "l2": math.sqrt(float((g * g).sum())),
                "max": float(abs(g).max()),
            }
            for n, g in grads.items()
        },
        "versions": versions(),
        "deviation": {
            who: {"loss": abs(l - loss) / loss, "gradients": deviation(g, grads)}
            for who, (l, g) in others.items()
        },
    }


def make(name):
    network = NETWORKS[name]
    params, inputs = numpy_of(network.parameters()), numpy_of(network.inputs(0))
    loss, grads = jax_networks.gradients(name, params, inputs, "float64")
    others = {
        "jax f32": jax_networks.gradients(name, params, inputs, "float32"),
        "torch f64": torch_networks.gradients(name, params, inputs, "float64"),
        "torch f32": torch_networks.gradients(name, params, inputs, "float32"),
    }
    stored = {
        n: ("F32", g.shape, g.astype("<f4").ravel())
        for n, g in grads.items() if n not in LARGE.get(name, ())
    }
    stored["mpc.loss"] = ("F32", (), numpy.array([loss], "<f4"))
    write_safetensors(FOLDER / f"{name}-gradients.safetensors.gz", stored)
    description = describe(name, loss, grads, others)
    path = FOLDER / f"{name}-gradients.json"
    path.write_text(json.dumps(description, indent=1) + "\n")
    print(name, json.dumps(description["deviation"], indent=1))


if __name__ == "__main__":
    for name in sys.argv[1:] or NETWORKS:
        make(name)
