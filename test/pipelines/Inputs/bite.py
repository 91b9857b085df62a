#!/usr/bin/env python3
"""Trains the models that naive f16 breaks: bite.py MPC FOLDER [CASE ...]

Each is trained from the same parameters on the same data, all rows in each
step: in f32, in f16 with mpc's defaults, and in f16 with one defence taken away.
The loss is the mean of the last ten steps. f32 must agree with PyTorch's f32
(test/reference/bite.json) and fall to less than half; the defaults must end
within 1 % of f32; without the defence the loss must be at least 5 % worse, not
finite, or the training end with exit code 4. Needs no numpy.
"""

import argparse
import json
import math
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
REFERENCE = HERE.parents[1] / "reference"
sys.path[:0] = [str(HERE / "bite"), str(REFERENCE)]

from cases import CASES, make_data, make_params  # noqa: E402
from fixture import write_npy, write_safetensors  # noqa: E402

TAIL = 10


def write_inputs(name, folder):
    write_safetensors(folder / f"{name}.safetensors", make_params(name))
    words = ["--params", folder / f"{name}.safetensors"]
    for input_, (dtype, shape, values) in make_data(name).items():
        file = folder / f"{name}-{input_}.npy"
        write_npy(file, dtype, shape, values)
        words += ["--data", f"{input_}={file}"]
    return words


def train(mpc, name, folder, inputs, options, label):
    """(exit code, losses, what it said)."""
    case = CASES[name]
    log = folder / f"{name}-{label}.jsonl"
    log.unlink(missing_ok=True)
    command = [mpc, "train", HERE / f"bite/{name}.mlir", *inputs,
               "--steps", case.steps, "--lr", case.rate,
               "--optimizer", case.adam, "--log", log, *options]
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    lines = log.read_text().splitlines() if log.exists() else []
    records = [json.loads(line) for line in lines]
    losses = [r["loss"] for r in records if "loss" in r]
    return done.returncode, losses, done.stderr.strip()


def final(losses):
    """A loss that is not finite is null in the log."""
    if not losses or any(l is None for l in losses[-TAIL:]):
        return math.nan
    return sum(losses[-TAIL:]) / len(losses[-TAIL:])


def check(mpc, name, folder, expected):
    """What is wrong, as a list of sentences."""
    inputs = write_inputs(name, folder)
    wrong = []
    runs = {}
    for label, options in {
        "f32": ["--format=f32"],
        "f16": ["--format=f16"],
        "broken": ["--format=f16", *CASES[name].broken],
    }.items():
        code, losses, said = train(mpc, name, folder, inputs, options, label)
        runs[label] = code, final(losses), losses
        if code not in ([0, 4] if label == "broken" else [0]):
            wrong.append(f"{label} ends with exit code {code}: {said}")
    start = runs["f32"][2][0] if runs["f32"][2] else math.nan
    f32, f16, broken = (runs[label][1] for label in ("f32", "f16", "broken"))
    if not abs(f32 - expected) <= 0.01 * expected:
        wrong.append(f"f32 ends at {f32:g}, PyTorch's at {expected:g}")
    if not f32 < start / 2:
        wrong.append(f"f32 falls from {start:g} to {f32:g} only")
    if not abs(f16 - f32) <= 0.01 * f32:
        wrong.append(f"f16 ends at {f16:g}, f32 at {f32:g}")
    if runs["broken"][0] == 0 and broken <= 1.05 * f32:
        wrong.append(f"{' '.join(CASES[name].broken)} ends at {broken:g}, f32 at {f32:g}")
    code = runs["broken"][0]
    print(f"{name:<20} {start:10.4g} ->{f32:10.4g}  f16 {100 * (f16 / f32 - 1):+6.2f} %  "
          f"{' '.join(CASES[name].broken)}: "
          + (f"exit {code}" if code else f"{100 * (broken / f32 - 1):+.0f} %"), flush=True)
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mpc")
    parser.add_argument("folder", type=Path)
    parser.add_argument("cases", nargs="*", metavar="CASE")
    arguments = parser.parse_args()
    stored = json.loads((REFERENCE / "bite.json").read_text())["models"]
    bad = 0
    names = arguments.cases or list(CASES)
    for name in names:
        wrong = check(arguments.mpc, name, arguments.folder, stored[name]["f32"])
        for sentence in wrong:
            print(f"  {sentence}", flush=True)
        bad += bool(wrong)
    print(f"{len(names) - bad} of {len(names)} models as they should be")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
