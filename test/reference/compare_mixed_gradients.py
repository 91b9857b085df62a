#!/usr/bin/env python3
"""Compares mpc's 16-bit gradients with what frameworks' own mixed precision gives.

    compare_mixed_gradients.py MPC MODEL NETWORK FOLDER [--format f16] [--factor 2]

The gradients of one of the networks of networks.py over the batches of
make_mixed_gradients.py, by mpc in f64 and in 16 bits. A parameter's error is
sqrt(sum ||g - f64||^2 / sum ||f64||^2), the sums over all batches; it must not
exceed PyTorch autocast's, times the factor. That mpc's f64 agrees with other
people's f64 is the business of pipelines/*-gradients.test. Files go to FOLDER.
Needs no numpy.
"""

import argparse
import json
import math
import subprocess
import sys
from pathlib import Path

from fixture import read_safetensors
from networks import NETWORKS, write_inputs, write_parameters

STORED = json.loads((Path(__file__).parent / "mixed-gradients.json").read_text())["networks"]


def run(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}: {done.stderr}")


def gradients(arguments, batches, format):
    """A list with the gradients of each batch; batches are lists of options."""
    folder = arguments.folder
    engine = folder / f"{format}.engine"
    run(arguments.mpc, "compile", arguments.model, f"--format={format}", "-o", engine)
    result = []
    for i, inputs in enumerate(batches):
        file = folder / f"{format}-{i}.safetensors"
        run(arguments.mpc, "grad", engine, "--params", folder / "params.safetensors",
            *inputs, "-o", file)
        result.append({n: t[2] for n, t in read_safetensors(file).items()})
    return result


def pooled_error(runs, truths, name):
    wrong = right = 0.0
    for run_, truth in zip(runs, truths):
        # Not max or min: a NaN must stay one.
        wrong += math.fsum((a - e) ** 2 for a, e in zip(run_[name], truth[name]))
        right += math.fsum(e * e for e in truth[name])
    return math.sqrt(wrong / right)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mpc")
    parser.add_argument("model")
    parser.add_argument("network", choices=NETWORKS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--format", action="append", choices=["f16", "bf16"])
    parser.add_argument("--factor", type=float, default=2.0)
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    network, stored = NETWORKS[arguments.network], STORED[arguments.network]
    write_parameters(network, arguments.folder)
    batches = []
    for i in range(stored["batches"]):
        files = write_inputs(network, i, arguments.folder)
        batches.append([o for n, f in files.items() for o in ("--input", f"{n}=@{f}")])
    truths = gradients(arguments, batches, "f64")
    bad = 0
    for format in arguments.format or ["f16", "bf16"]:
        runs = gradients(arguments, batches, format)
        for name in sorted(network.shapes):
            error = pooled_error(runs, truths, name)
            of = {w: s["gradients"][name]["error"] for w, s in stored["formats"][format].items()}
            good = error <= arguments.factor * of["torch"]
            bad += not good
            others = " ".join(f"{w} {e:.2e}" for w, e in of.items())
            print(f"{format:<5}{name:<14} mpc {error:.2e} {others} "
                  f"ratio {error / of['torch']:.2f} {'ok' if good else 'above'}")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
