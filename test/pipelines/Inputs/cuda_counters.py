#!/usr/bin/env python3
"""What a model's step does to a GPU's memory.

usage: cuda_counters.py MPC MODEL FORMAT --launches N --megabytes X
           [--ragged NAME,...] [--conflicts NAME,...]

Fails above N launches or X megabytes, where a kernel touches sectors that it does not
need, unless a label has one of the names `ragged`, and where bank conflicts are, unless
the label is one of `conflicts`. The device is the emulated one, which counts as a
profiler does. Sectors are the 32-byte pieces that requests touch, ideal ones as many as
their bytes would fill.
"""

import argparse
import json
import subprocess
import sys


def parse():
    def names(text):
        return text.split(",")

    parser = argparse.ArgumentParser()
    for name in ("mpc", "model", "format"):
        parser.add_argument(name)
    parser.add_argument("--launches", type=int, required=True)
    parser.add_argument("--megabytes", type=float, required=True)
    parser.add_argument("--ragged", type=names, default=[])
    parser.add_argument("--conflicts", type=names, default=[])
    return parser.parse_args()


def read_kernels(mpc, model, format):
    command = [mpc, "bench", model, "--kernels", "--json", "--device=cuda"]
    command += ["--optimizer=adamw", f"--format={format}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


def find_wasteful(kernels, ragged):
    """Kernels whose requests touch many sectors in vain."""
    ratios = {}
    for kernel in kernels:
        bound = 2 if any(name in kernel["label"] for name in ragged) else 1.1
        ratio = kernel["sectors"] / kernel["ideal_sectors"]
        if ratio > bound:
            ratios[kernel["label"]] = ratio
    return ratios


def main():
    options = parse()
    table = read_kernels(options.mpc, options.model, options.format)
    kernels, total = table["kernels"], table["total"]
    ratios = find_wasteful(kernels, options.ragged)
    conflicts = {k["label"]: k["bank_conflicts"] for k in kernels
                 if k["bank_conflicts"] and k["label"] not in options.conflicts}
    touched = max(total["unique_bytes"], total["buffer_bytes"])

    def check(what, holds, found):
        print(f"{options.format}: {what}" + ("" if holds else f" does not hold: {found}"))
        return holds

    good = [
        check(f"at most {options.launches} launches",
              total["launches"] <= options.launches, total["launches"]),
        check("kernels touch few sectors that they do not need", not ratios, ratios),
        check("no bank conflicts in loops", not conflicts, conflicts),
        check(f"at most {options.megabytes} MB touched", touched <= options.megabytes * 1e6,
              total),
    ]
    sys.exit(0 if all(good) else 1)


main()
