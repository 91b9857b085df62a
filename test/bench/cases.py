"""The benchmark cases: what one training step is, told once for every contestant.

Each case is data. A peer builds its model from `layers`; mpc compiles `model`.
`flops` counts the multiplications and additions of contractions and
convolutions in one step (forward, gradient of inputs, gradient of weights).
"""

ADAMW = {
    "name": "adamw",
    "lr": 1e-3,
    "beta1": 0.9,
    "beta2": 0.999,
    "eps": 1e-8,
    "weight_decay": 0.01,
}


def mlp_flops(batch, widths):
    pairs = list(zip(widths, widths[1:]))
    products = [2 * batch * k * n for k, n in pairs]
    # The first layer has no gradient towards the images.
    return 3 * sum(products) - products[0]


def mlp(batch, widths):
    return {
        "kind": "mlp",
        "batch": batch,
        "input_shape": [widths[0]],
        "input_type": "ui8",
        "classes": widths[-1],
        "layers": [
            {"op": "dense", "in": k, "out": n, "relu": n != widths[-1]}
            for k, n in zip(widths, widths[1:])
        ],
        "format": "f32",
        "optimizer": ADAMW,
        "flops": mlp_flops(batch, widths),
    }


def cnn_flops(batch, size, channels, widths):
    """3x3 convolutions, each behind a pooling that halves the image."""
    total = 0
    for number, (k, n) in enumerate(zip(channels, channels[1:])):
        product = 2 * batch * (size >> number) ** 2 * 9 * k * n
        # Nobody asks for the images' gradient.
        total += product * (3 if number else 2)
    dense = [2 * batch * k * n for k, n in zip(widths, widths[1:])]
    return total + 3 * sum(dense)


def cnn(batch, size, channels, widths):
    return {
        "kind": "cnn",
        "batch": batch,
        "input_shape": [size, size],
        "input_type": "ui8",
        "classes": widths[-1],
        "channels": channels,
        "widths": widths,
        "format": "f32",
        "optimizer": ADAMW,
        "flops": cnn_flops(batch, size, channels, widths),
    }


CASES = {
    "mlp": {
        **mlp(64, [784, 256, 128, 10]),
        "title": "MLP 784-256-128-10, B=64, cross-entropy, AdamW",
        "model": "examples/02-fashion-mlp/model.mlir",
    },
    "cnn": {
        **cnn(64, 28, [1, 32, 64], [3136, 128, 10]),
        "title": "CNN conv 32, conv 64, batch norm, pooling, 128, 10, B=64, AdamW",
        "model": "examples/03-fashion-cnn/model.mlir",
    },
    # Products that fill a GPU; a CPU would need seconds for a step.
    "mlp-wide": {
        **mlp(4096, [1024, 4096, 4096, 10]),
        "title": "MLP 1024-4096-4096-10, B=4096, cross-entropy, AdamW",
        "model": "test/bench/models/mlp-wide.mlir",
        "devices": ["cuda"],
    },
}
