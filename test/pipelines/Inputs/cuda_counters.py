#!/usr/bin/env python3
"""What a step of example 02 does to a GPU's memory: cuda_counters.py MPC MODEL FORMAT

The device is the emulated one, which counts as a profiler does. Sectors are the
32-byte pieces that requests touch, ideal ones as many as their bytes would fill.
"""

import json
import subprocess
import sys

MPC, MODEL, FORMAT = sys.argv[1:]
UNIQUE_BYTES = 9.8e6  # torch.compile's own count for the same step in f16: 14.3e6
LAUNCHES = 12  # torch.compile: 40


def read_kernels():
    command = [MPC, "bench", MODEL, "--kernels", "--json", "--device=cuda"]
    command += ["--optimizer=adamw", f"--format={FORMAT}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


def check(what, holds, found):
    print(f"{FORMAT}: {what}" + ("" if holds else f" does not hold: {found}"))
    return holds


def main():
    table = read_kernels()
    kernels, total = table["kernels"], table["total"]
    # Images have lines of 784 bytes and results lines of 10; all else are
    # multiples of 32 bytes.
    ragged = ("fc1", "fc3", "cross_entropy", "counters")
    ratios = {}
    for kernel in kernels:
        bound = 2 if any(name in kernel["label"] for name in ragged) else 1.1
        ratio = kernel["sectors"] / kernel["ideal_sectors"]
        if ratio > bound:
            ratios[kernel["label"]] = ratio
    # The tile of the last ten columns is written to shared memory before the
    # loop, where it meets banks twice.
    conflicts = {k["label"]: k["bank_conflicts"] for k in kernels
                 if k["bank_conflicts"] and k["label"] != "adjoint of fc3"}
    good = [
        check(f"at most {LAUNCHES} launches", total["launches"] <= LAUNCHES, total["launches"]),
        check("kernels touch few sectors that they do not need", not ratios, ratios),
        check("no bank conflicts in loops", not conflicts, conflicts),
        check(f"at most {UNIQUE_BYTES / 1e6} MB touched",
              max(total["unique_bytes"], total["buffer_bytes"]) <= UNIQUE_BYTES, total),
    ]
    sys.exit(0 if all(good) else 1)


main()
