"""The small models that naive f16 breaks: data, first parameters, and what to break.

Each model stands in NAME.mlir beside this file, and says there what bites. Only
the standard library; numbers depend on the model's name and nothing else.
"""

import array
import math
import random


class Case:
    """`broken` are options that take one of mpc's defences away."""

    def __init__(self, make, params, broken, steps=200, rate=0.05, adam="adam"):
        self.make, self.params, self.broken = make, params, broken
        self.steps, self.rate, self.adam = steps, rate, adam


def gauss(source, count, deviation=1.0):
    return array.array("f", (source.gauss(0, deviation) for _ in range(count)))


def rows_times(x, rows, w, k, n):
    """x (rows by k) times w (k by n)."""
    return [
        [sum(x[i * k + c] * w[c * n + j] for c in range(k)) for j in range(n)]
        for i in range(rows)
    ]


def regression(rows, k, n, noise, teach=lambda v: v, x_scale=1.0, w_scale=1.0, zero_rows=0):
    """Targets are a linear teacher's, through `teach`, and noise, without which
    a loss could fall to nothing and would be hard to compare."""

    def make(source):
        x = gauss(source, rows * k, x_scale)
        for i in range(zero_rows * k):
            x[i] = 0.0
        w = gauss(source, k * n, w_scale / math.sqrt(k))
        y = array.array("f", (
            teach(v) + source.gauss(0, noise)
            for row in rows_times(x, rows, w, k, n) for v in row
        ))
        return {"x": ("F32", (rows, k), x), "y": ("F32", (rows, n), y)}

    return make


def classification(rows, k, classes, confusion):
    """Labels are a linear teacher's choice, but for a share that is random."""

    def make(source):
        x = gauss(source, rows * k)
        w = gauss(source, k * classes)
        y = array.array("i", (
            source.randrange(classes) if source.random() < confusion
            else max(range(classes), key=row.__getitem__)
            for row in rows_times(x, rows, w, k, classes)
        ))
        return {"x": ("F32", (rows, k), x), "y": ("I32", (rows,), y)}

    return make


def padded_sequences(rows, length, k, n, empty):
    """Sequences of 1 to `length` steps; the first `empty` ones have none."""

    def make(source):
        x, m, y = gauss(source, rows * length * k), array.array("f"), array.array("f")
        q, w = gauss(source, k), gauss(source, k * n)
        for i in range(rows):
            steps = 0 if i < empty else source.randint(1, length)
            m.extend([1.0] * steps + [0.0] * (length - steps))
            for at in range((i * length + steps) * k, (i + 1) * length * k):
                x[at] = 0.0
            row = [x[(i * length + t) * k:(i * length + t + 1) * k] for t in range(steps)]
            powers = [math.exp(sum(a * b for a, b in zip(step, q))) for step in row]
            pooled = array.array("f", (
                sum(p * step[c] for p, step in zip(powers, row)) / (sum(powers) or 1)
                for c in range(k)
            ))
            y.extend(v + source.gauss(0, 0.5) for v in rows_times(pooled, 1, w, k, n)[0])
        return {"x": ("F32", (rows, length, k), x), "m": ("F32", (rows, length), m),
                "y": ("F32", (rows, n), y)}

    return make


def keep(name):
    return ["--casts=strict", f"--keep={name}=f16"]


# A parameter is (shape, deviation, mean).
CASES = {
    "weighted-loss": Case(
        regression(256, 8, 4, 0.5, lambda v: 3 * math.tanh(v)),
        {"w1": ((8, 8), 0.4, 0.0), "b1": ((8,), 0.1, 0.0),
         "w2": ((8, 4), 0.4, 0.0), "b2": ((4,), 0.1, 0.0)},
        ["--loss-scale=none"], rate=0.02, adam="adam:eps=1e-14"),
    "closed-gate": Case(
        regression(128, 8, 4, 0.1, lambda v: 0.5 + 0.3 * math.tanh(v)),
        {"w": ((8, 4), 0.1, 0.0), "b": ((4,), 0.0, -14.0)},
        ["--loss-scale=none"], steps=300, rate=0.2, adam="adam:eps=1e-12"),
    "exp-overflow": Case(
        classification(256, 8, 5, 0.1),
        {"w": ((8, 5), 0.3, 0.0), "b": ((5,), 0.1, 13.0)},
        keep("powers")),
    "large-variance": Case(
        regression(256, 8, 4, 0.3, math.tanh),
        {"w1": ((8, 16), 200.0, 0.0), "w2": ((16, 4), 0.2, 0.0), "b2": ((4,), 0.0, 0.0)},
        keep("squares")),
    "masked-attention": Case(
        padded_sequences(128, 6, 8, 2, 8),
        {"q": ((8,), 0.1, 0.0), "w": ((8, 2), 0.3, 0.0), "b": ((2,), 0.0, 0.0)},
        keep("mask")),
    "long-sum": Case(
        regression(8192, 4, 10, 1.0),
        {"w": ((4, 10), 0.5, 0.0), "b": ((10,), 0.5, 0.0)},
        keep("total"), steps=100),
    "tiny-epsilon": Case(
        regression(256, 8, 4, 0.3, math.tanh, zero_rows=32),
        {"w1": ((8, 8), 0.4, 0.0), "w2": ((8, 4), 0.3, 0.0), "b2": ((4,), 0.0, 0.0)},
        keep("safe")),
    "small-probabilities": Case(
        classification(256, 8, 5, 0.3),
        {"w": ((8, 5), 5.0, 0.0), "b": ((5,), 0.1, 0.0)},
        keep("probabilities"), steps=300, rate=0.2),
    "growth-rate": Case(
        regression(256, 8, 2, 0.1),
        {"w": ((8, 2), 1e-4, 0.0)},
        keep("factor"), rate=2e-5),
    "sum-loss": Case(
        regression(1024, 4, 64, 1.0),
        {"w": ((4, 64), 0.5, 0.0), "b": ((64,), 0.5, 0.0)},
        ["--loss-scale=65536"], steps=100),
}


def make_data(name):
    """Input -> (type, shape, values)."""
    return CASES[name].make(random.Random("data of " + name))


def make_params(name):
    """Parameter -> (type, shape, values)."""
    source = random.Random("parameters of " + name)
    return {
        parameter: ("F32", shape, array.array(
            "f", (source.gauss(mean, deviation) for _ in range(math.prod(shape)))))
        for parameter, (shape, deviation, mean) in CASES[name].params.items()
    }
