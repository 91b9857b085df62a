#!/usr/bin/env python3
"""Shakes the loss scale while example 02 trains: rescaling.py MPC MODEL DATA FOLDER

From 2^24 with growth every 3 steps, 60 steps see at least 15 changes of the
scale. A scale that is changed at least 50 times in a longer run leaves a loss
within 1 % of f32's: a skipped step does nothing but delay, and a rescaled one
computes what it would have computed anyway. Needs no numpy.
"""

import json
import subprocess
import sys
from pathlib import Path

MPC, MODEL, DATA, FOLDER = sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4])


def train(label, *options):
    log = FOLDER / f"{label}.jsonl"
    log.unlink(missing_ok=True)
    data = ["--data", f"x={DATA}/train-images-idx3-ubyte.gz",
            "--data", f"y={DATA}/train-labels-idx1-ubyte.gz",
            "--eval-data", f"x={DATA}/t10k-images-idx3-ubyte.gz",
            "--eval-data", f"y={DATA}/t10k-labels-idx1-ubyte.gz"]
    command = [MPC, "train", MODEL, *data, "--log", str(log), *options]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{label}: exit {done.returncode}: {done.stderr}")
    return [json.loads(line) for line in log.read_text().splitlines()]


def count_changes(records):
    scales = [r["scale"] for r in records if "scale" in r]
    return sum(a != b for a, b in zip(scales, scales[1:]))


def test_loss(records):
    return [r["eval"]["loss"] for r in records if "eval" in r][-1]


def main():
    short = train("short", "--format=f16", "--loss-scale=dynamic:init=2^24,interval=3",
                  "--steps", "60")
    long = ["--epochs", "3", "--lr", "1e-3", "--schedule", "cosine", "--warmup", "100"]
    f32 = train("f32", "--format=f32", *long)
    f16 = train("f16", "--format=f16", "--loss-scale=dynamic:init=2^24,interval=40", *long)
    skipped = [r["skipped"] for r in f16 if "skipped" in r][-1]
    difference = test_loss(f16) / test_loss(f32) - 1
    print(f"{count_changes(short)} changes in 60 steps; then {count_changes(f16)} changes "
          f"and {skipped} skips: loss {test_loss(f16):.4f}, {100 * difference:+.2f} % of "
          f"f32's {test_loss(f32):.4f}")
    good = (count_changes(short) >= 15 and count_changes(f16) >= 50
            and abs(difference) <= 0.01)
    sys.exit(0 if good else 1)


main()
