#!/usr/bin/env python3
"""Compares gradients with stored ones: compare_gradients.py EXPECTED ACTUAL

Both are safetensors files (.gz too) with the same names and shapes. The error
of a tensor is max |actual - expected| / max |expected|. Prints a line for each
tensor; exits 1 if one is above the tolerance, missing, or not finite.
"""

import argparse
import math
import sys

from fixture import read_safetensors


def relative_error(expected, actual):
    scale = max((abs(v) for v in expected), default=0.0)
    worst = 0.0
    for e, a in zip(expected, actual):
        difference = abs(a - e)
        # max() would drop a NaN on one side of the comparison.
        if not math.isfinite(difference):
            return math.inf
        worst = max(worst, difference)
    if worst == 0.0:
        return 0.0
    return worst / scale if scale > 0.0 else math.inf


def compare(name, expected, actual, tolerance):
    """Returns (good, the line to print)."""
    if actual is None:
        return False, f"{name}: missing"
    _, expected_shape, expected_values = expected
    _, actual_shape, actual_values = actual
    if expected_shape != actual_shape:
        return False, (f"{name}: expects shape {list(expected_shape)}, "
                       f"but got {list(actual_shape)}")
    error = relative_error(expected_values, actual_values)
    good = error <= tolerance
    word = "ok" if good else f"above {tolerance:g}"
    return good, f"{name}: relative error {error:.2e} {word}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("expected")
    parser.add_argument("actual")
    parser.add_argument("--tolerance", type=float, default=1e-4)
    parser.add_argument("--some", action="store_true",
                        help="others than the expected are not looked at")
    arguments = parser.parse_args()
    expected = read_safetensors(arguments.expected)
    actual = read_safetensors(arguments.actual)
    verdicts = [
        compare(name, expected[name], actual.get(name), arguments.tolerance)
        for name in sorted(expected)
    ]
    verdicts += [
        (False, f"{name}: not expected") for name in sorted(actual)
        if name not in expected and not arguments.some
    ]
    for _, line in verdicts:
        print(line)
    bad = sum(not good for good, _ in verdicts)
    print(f"{len(verdicts) - bad} of {len(verdicts)} agree")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
