"""Checks results of linear.mlir against their definition.

usage: check_linear.py make-params DIRECTORY
       check_linear.py logits PARAMS X LOGITS
       check_linear.py gradients PARAMS X Y GRADIENTS TOLERANCE
"""

import math
import random
import sys

from arrays import read_npy, read_safetensors, safetensors, write


def logits(w, b, x):
    return [[b[k] + sum(x[4 * i + j] * w[3 * j + k] for j in range(4)) for k in range(3)]
            for i in range(len(x) // 4)]


def gradients(w, b, x, y):
    """The mean cross-entropy loss and its derivatives by w and b."""
    loss, dw, db = 0.0, [0.0] * 12, [0.0] * 3
    for i, row in enumerate(logits(w, b, x)):
        total = sum(map(math.exp, row))
        loss -= math.log(math.exp(row[y[i]]) / total) / len(y)
        for k in range(3):
            d = (math.exp(row[k]) / total - (k == y[i])) / len(y)
            db[k] += d
            for j in range(4):
                dw[3 * j + k] += x[4 * i + j] * d
    return {"w": dw, "b": db, "mpc.loss": [loss]}


def check(name, expected, actual, tolerance):
    scale = max(map(abs, expected))
    error = max(abs(a - e) for a, e in zip(actual, expected)) / scale
    print("%s: relative error %.1e" % (name, error))
    if len(expected) != len(actual) or not error <= tolerance:
        sys.exit("%s expects %s, but got %s" % (name, expected, actual))


def main():
    what, *rest = sys.argv[1:]
    if what == "make-params":
        # Numbers that f32 holds exactly.
        rng = random.Random(7)
        numbers = [rng.randrange(-64, 64) / 64 for _ in range(15)]
        for bits, letter in ((32, "f"), (64, "d")):
            write("%s/p%d.safetensors" % (rest[0], bits), safetensors(
                {"b": (letter, [3], numbers[12:]), "w": (letter, [4, 3], numbers[:12])}))
        return
    params = read_safetensors(rest[0])
    w, b = params["w"][1], params["b"][1]
    x = read_npy(rest[1])[1]
    if what == "logits":
        expected = sum(logits(w, b, x), [])
        check("logits", expected, read_npy(rest[2])[1], 1e-5)
        return
    expected = gradients(w, b, x, read_npy(rest[2])[1])
    actual = read_safetensors(rest[3])
    if set(actual) != set(expected):
        sys.exit("expects %s, but got %s" % (sorted(expected), sorted(actual)))
    for name in expected:
        check(name, expected[name], actual[name][1], float(rest[4]))


main()
