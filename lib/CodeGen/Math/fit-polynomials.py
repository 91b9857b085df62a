#!/usr/bin/env python3
"""Fits the polynomials of the f32 math expansions.

Prints, for each polynomial in this folder, its f32 coefficients (lowest power
first) and the largest error it leaves, before any rounding of its evaluation.
Needs Debian's python3-mpmath and python3-numpy.
"""

import mpmath as mp
import numpy as np

mp.mp.prec = 120


def minimax(columns, values, weight, rounds):
    """Coefficients of least largest weighted error: Lawson's iteration."""
    importance = np.full(len(values), 1 / len(values))
    best = (np.inf, None)
    for _ in range(rounds):
        scale = np.sqrt(importance) * weight
        solution = np.linalg.lstsq(columns * scale[:, None], values * scale, rcond=None)[0]
        error = np.abs(weight * (columns @ solution - values))
        if error.max() < best[0]:
            best = (error.max(), solution)
        importance *= error
        importance = importance / importance.sum() + 1e-12
    return best[1]


def fit(name, low, high, degree, variable, target, weight):
    """Fits sum c_k variable(x)^k to target(x), error times weight(x), on [low, high].

    Coefficients are rounded to f32 one after another; those that follow make up
    for the rounding of those before.
    """
    angles = np.pi * (np.arange(600) + 0.5) / 600
    points = (low + high) / 2 + (high - low) / 2 * np.cos(angles)
    rest = np.array([float(target(mp.mpf(x))) for x in points])
    weights = np.array([float(abs(weight(mp.mpf(x)))) for x in points])
    v = variable(points)
    scale = np.abs(v).max()
    powers = np.stack([(v / scale) ** k for k in range(degree + 1)], axis=1)
    coefficients = []
    for k in range(degree + 1):
        lowest = minimax(powers[:, k:], rest, weights, 150)[0] / scale**k
        coefficients.append(np.float32(lowest))
        rest = rest - float(coefficients[-1]) * v**k
    error = np.log2(np.abs(weights * rest).max())
    text = ", ".join(float(c).hex().replace("0000000p", "p") for c in coefficients)
    print(f"{name}: error 2^{error:.2f}\n  {text}")


half_ln2 = float(mp.log(2) / 2) * 1.0002
log2e = 1 / mp.log(2)
artanh2 = lambda s: mp.log((1 + s) / (1 - s))

fit("expTail", -half_ln2, half_ln2, 4, lambda r: r,
    lambda r: (mp.expm1(r) - r) / r**2, lambda r: r**2 / mp.expm1(r))
fit("logOfParts", -0.25, 0.5, 7, lambda f: f,
    lambda f: (mp.log1p(f) - f) / f**2, lambda f: f**2 / mp.log1p(f))
fit("tanhOfSmall", 1e-6, 0.55, 4, lambda a: a**2,
    lambda a: (mp.tanh(a) - a) / a**3, lambda a: a**3 / mp.tanh(a))
fit("erfOfSmall", 1e-6, 1.3125, 7, lambda a: a**2,
    lambda a: mp.erf(a) / a - 1, lambda a: a / mp.erf(a))
# Closer at the end, so that the last value rounds to 1.
fit("erfOfLarge", 1.3125, 4.0, 12, lambda a: a - 2.5625, mp.erf,
    lambda a: 3 if a > 3.8 else 1)
fit("sinOfRemainder", 1e-6, 1.5755, 3, lambda r: r**2,
    lambda r: (mp.sin(r) - r) / r**3, lambda r: r**3 / mp.sin(r))
fit("log2OfPositive", 1e-6, 0.1717, 3, lambda s: s**2,
    lambda s: (artanh2(s) - 2 * s) * log2e / s**3, lambda s: s**2 / (2 * log2e))
fit("exp2OfProduct, after 1", -0.502, 0.502, 5, lambda r: r,
    lambda r: (mp.power(2, r) - 1) / r, lambda r: r / mp.power(2, r))
