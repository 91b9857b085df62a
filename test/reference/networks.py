"""The networks of the examples whose gradients are compared with other frameworks':
their parameters and batches, made from names and indices alone. Only the standard
library, so that a test needs no numpy; jax_networks.py and torch_networks.py say what
the networks compute.
"""

import array
from dataclasses import dataclass
from typing import Callable

from fixture import (
    ARRAY_CODES,
    fnv1a,
    parameter,
    splitmix64,
    test_batch,
    write_npy,
    write_safetensors,
)


@dataclass
class Network:
    """inputs(i) gives those of batch i: name -> (type, shape, values)."""

    batch: int
    shapes: dict
    inputs: Callable

    def parameters(self):
        return {n: ("F32", s, parameter_of(n, s)) for n, s in self.shapes.items()}


def parameter_of(name, shape):
    """As parameter(), but that scales are near 1."""
    values = parameter(name, shape)
    if name.endswith("scale"):
        values = array.array("f", (1 + value for value in values))
    return values


def write_parameters(network, folder):
    write_safetensors(folder / "params.safetensors", network.parameters())


def write_inputs(network, index, folder):
    """Returns the files by input."""
    files = {}
    for name, (dtype, shape, values) in network.inputs(index).items():
        files[name] = folder / f"{name}{index}.npy"
        write_npy(files[name], dtype, shape, values)
    return files


def dense_shapes(widths):
    """Those of layers y = x · weight + bias."""
    shapes = {}
    for i, (k, n) in enumerate(zip(widths, widths[1:]), start=1):
        shapes[f"fc{i}.weight"] = (k, n)
        shapes[f"fc{i}.bias"] = (n,)
    return shapes


def normalised_shapes(filters):
    """Those of convolutions with a norm each; filters are HWIO."""
    shapes = {}
    for name, norm, k, n in filters:
        shapes[f"{name}.weight"] = (3, 3, k, n)
        shapes[f"{norm}.scale"] = (n,)
        shapes[f"{norm}.offset"] = (n,)
    return shapes


def images(index, batch):
    """Those of Fashion-MNIST's test set, and their labels, as bytes."""
    pixels, labels = test_batch(batch * (index + 1))
    return pixels[784 * batch * index :], labels[batch * index :]


def labelled_images(index):
    pixels, labels = images(index, 64)
    return {"x": ("U8", (64, 28, 28), pixels), "y": ("U8", (64,), labels)}


def cnn_shapes():
    """Those of example 03."""
    filters = [("conv1", "bn1", 1, 32), ("conv2", "bn2", 32, 64)]
    return normalised_shapes(filters) | dense_shapes([3136, 128, 10])


TABLES = {"user": 10_000, "item": 2_000, "site": 1_000}


def click_shapes():
    """Those of example 04."""
    tables = {f"{name}.table": (rows, 16) for name, rows in TABLES.items()}
    return tables | dense_shapes([52, 64, 32, 1])


def impressions(index):
    """Half of the rows asked for are among the first quarter, so that many are
    asked for several times."""
    size = 256

    def units(name, count):
        seed = fnv1a(f"{name} {index}")
        return [(splitmix64(seed, i) >> 40) / 2**24 for i in range(count)]

    result = {
        name: ("I32", (size,),
               array.array("i", (int(rows * u * u) for u in units(name, size))))
        for name, rows in TABLES.items()
    }
    numbers = array.array("f", (2 * u - 1 for u in units("numbers", 4 * size)))
    result["numbers"] = ("F32", (size, 4), numbers)
    clicks = array.array("B", (u < 0.4 for u in units("click", size)))
    result["click"] = ("U8", (size,), clicks)
    return result


def unet_shapes():
    """Those of example 05."""
    filters = [("enc1", "enc1", 1, 16), ("enc2", "enc2", 16, 32),
               ("middle", "middle", 32, 64), ("dec2", "dec2", 64, 32),
               ("dec1", "dec1", 32, 16)]
    return normalised_shapes(filters) | {
        "up2.weight": (2, 2, 64, 32),
        "up1.weight": (2, 2, 32, 16),
        "out.weight": (1, 1, 16, 1),
        "out.bias": (1,),
    }


def noisy_images(index):
    """Noise of bytes around 128 is even, not normal: gradients don't mind."""
    pixels, _ = images(index, 64)
    seed = fnv1a(f"noise {index}")
    noise = array.array("B", (64 + (splitmix64(seed, i) >> 57) for i in range(len(pixels))))
    shape = (64, 28, 28)
    return {"x": ("U8", shape, pixels), "noise": ("U8", shape, noise)}


NETWORKS = {
    "mlp": Network(64, dense_shapes([784, 256, 128, 10]), labelled_images),
    "cnn": Network(64, cnn_shapes(), labelled_images),
    "click": Network(256, click_shapes(), impressions),
    "unet": Network(64, unet_shapes(), noisy_images),
}
