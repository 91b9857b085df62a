#!/usr/bin/env python3
"""Trains one engine on the host and on a CUDA device, and compares the losses.

    both_targets.py MPC MODEL FOLDER STEPS BOUND [options of mpc train]

The device is the one that MPC_LIBCUDA gives. All losses must agree within BOUND,
relative. Needs no numpy.
"""

import json
import math
import subprocess
import sys
from pathlib import Path

MPC, MODEL, FOLDER = sys.argv[1], sys.argv[2], Path(sys.argv[3])
STEPS, BOUND, OPTIONS = int(sys.argv[4]), float(sys.argv[5]), sys.argv[6:]


def call(*command):
    done = subprocess.run([MPC, *map(str, command)], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}: {done.stderr}")


def losses(engine, device):
    log = FOLDER / f"{device}.jsonl"
    log.unlink(missing_ok=True)
    call("train", engine, "--device", device, "--epochs", "1", "--steps", STEPS,
         "--log", log, *OPTIONS)
    records = [json.loads(line) for line in log.read_text().splitlines()]
    return [record["loss"] for record in records if "loss" in record]


def main():
    engine = FOLDER / "both.engine"
    call("compile", MODEL, "--target=host,cuda:sm_80", "-o", engine)
    host, cuda = losses(engine, "host"), losses(engine, "cuda")
    # Not max: a NaN must stay one.
    good = len(host) == len(cuda) == STEPS and all(
        math.isfinite(a) and abs(a - b) <= BOUND * abs(a) for a, b in zip(host, cuda))
    print(f"losses of {len(cuda)} steps {'agree' if good else f'differ: {host} {cuda}'}")
    sys.exit(0 if good else 1)


main()
