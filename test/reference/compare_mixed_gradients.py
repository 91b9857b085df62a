#!/usr/bin/env python3
"""Compares mpc's 16-bit gradients with what frameworks' own mixed precision gives.

    compare_mixed_gradients.py MPC MODEL FOLDER [--format f16] [--factor 2]

Example 02's gradients over the batches of make_mixed_gradients.py, by mpc in
f64 and in 16 bits. A parameter's error is sqrt(sum ||g - f64||^2 / sum
||f64||^2), the sums over all batches; it must not exceed PyTorch autocast's,
times the factor. That mpc's f64 agrees with other people's f64 is the business
of pipelines/mlp-gradients.test. Files go to FOLDER. Needs no numpy.
"""

import argparse
import json
import math
import subprocess
import sys
from pathlib import Path

from fixture import (
    mlp_shapes,
    parameter,
    read_safetensors,
    test_batch,
    write_npy,
    write_safetensors,
)

STORED = json.loads((Path(__file__).parent / "mixed-gradients.json").read_text())
BATCH, BATCHES = STORED["batch"], STORED["batches"]


def write_inputs(folder):
    tensors = {
        n: ("F32", s, parameter(n, s))
        for n, s in mlp_shapes([784, 256, 128, 10]).items()
    }
    write_safetensors(folder / "params.safetensors", tensors)
    images, labels = test_batch(BATCH * BATCHES)
    for i in range(BATCHES):
        x = images[784 * BATCH * i : 784 * BATCH * (i + 1)]
        y = labels[BATCH * i : BATCH * (i + 1)]
        write_npy(folder / f"x{i}.npy", "U8", (BATCH, 28, 28), x)
        write_npy(folder / f"y{i}.npy", "U8", (BATCH,), y)


def run(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}: {done.stderr}")


def gradients(arguments, format):
    """A list with the gradients of each batch."""
    folder = arguments.folder
    engine = folder / f"{format}.engine"
    run(arguments.mpc, "compile", arguments.model, f"--format={format}", "-o", engine)
    result = []
    for i in range(BATCHES):
        file = folder / f"{format}-{i}.safetensors"
        run(arguments.mpc, "grad", engine, "--params", folder / "params.safetensors",
            "--input", f"x=@{folder}/x{i}.npy", "--input", f"y=@{folder}/y{i}.npy",
            "-o", file)
        result.append({n: t[2] for n, t in read_safetensors(file).items()})
    return result


def pooled_error(runs, truths, name):
    wrong = right = 0.0
    for run_, truth in zip(runs, truths):
        # Not max or min: a NaN must stay one.
        wrong += math.fsum((a - e) ** 2 for a, e in zip(run_[name], truth[name]))
        right += math.fsum(e * e for e in truth[name])
    return math.sqrt(wrong / right)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mpc")
    parser.add_argument("model")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--format", action="append", choices=["f16", "bf16"])
    parser.add_argument("--factor", type=float, default=2.0)
    arguments = parser.parse_args()
    write_inputs(arguments.folder)
    truths = gradients(arguments, "f64")
    bad = 0
    for format in arguments.format or ["f16", "bf16"]:
        runs = gradients(arguments, format)
        for name in sorted(mlp_shapes([784, 256, 128, 10])):
            error = pooled_error(runs, truths, name)
            of = {w: s["gradients"][name]["error"] for w, s in STORED["formats"][format].items()}
            good = error <= arguments.factor * of["torch"]
            bad += not good
            print(f"{format:<5}{name:<12} mpc {error:.2e} torch {of['torch']:.2e} "
                  f"jax {of['jax']:.2e} ratio {error / of['torch']:.2f} "
                  f"{'ok' if good else 'above'}")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
