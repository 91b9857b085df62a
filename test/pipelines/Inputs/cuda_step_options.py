#!/usr/bin/env python3
"""Trains a small model under the options of a step, on a CUDA device and on the host:
cuda_step_options.py MPC MODEL DATA FOLDER

Losses of two epochs agree within 1e-4 in f32, 2e-2 in 16 bits; two runs on the device
have the same bits.
"""

import json
import subprocess
import sys
from pathlib import Path

MPC, MODEL, DATA, FOLDER = sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4])

CASES = {
    "nesterov, clipped": ["--format=f32", "--optimizer=nesterov", "--clip-norm=0.25"],
    "lion, clipped, with groups": [
        "--format=f32", "--optimizer=lion", "--clip-norm=0.5", "--group=b:decay=0,lr=2",
    ],
    "lamb": ["--format=f32", "--optimizer=lamb"],
    "micro-batches": ["--format=f32", "--micro-batches=3", "--clip-norm=1"],
    "micro-batches in f16": [
        "--micro-batches=2", "--loss-scale=dynamic:init=2^11,floor=64,cap=2^12,interval=2",
    ],
    "frozen": ["--group=w:frozen"],
    "bounded scale": ["--loss-scale=dynamic:init=2^24,interval=3,hysteresis=2,floor=2^10"],
    "O2": ["--policy=O2"],
    "O3": ["--policy=O3", "--format=bf16"],
}


def call(*command):
    done = subprocess.run([MPC, *command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit {done.returncode}: {done.stderr}")


def train(engine, device, label):
    folder, log = FOLDER / label, FOLDER / f"{label}.jsonl"
    call("train", engine, "--data", f"x={DATA}/x.npy", "--data", f"y={DATA}/y.npy",
         "--epochs", "2", "--lr", "1e-2", "--device", device, "--log", str(log),
         "--checkpoint", str(folder))
    records = [json.loads(line) for line in log.read_text().splitlines()]
    steps = [r for r in records if "loss" in r]
    return steps, max(folder.glob("step-*.safetensors")).read_bytes()


def compare(number, name, options):
    engine = str(FOLDER / f"{number}.engine")
    call("compile", MODEL, "--target=host,cuda:sm_80", "-o", engine, *options)
    host, _ = train(engine, "host", f"{number}.host")
    cuda, first = train(engine, "cuda", f"{number}.cuda")
    _, second = train(engine, "cuda", f"{number}.again")
    bound = 1e-4 if "--format=f32" in options else 2e-2
    worst = max(abs(a["loss"] - b["loss"]) / abs(a["loss"]) for a, b in zip(host, cuda))
    scales = [[(r.get("scale"), r["skipped"]) for r in run] for run in (host, cuda)]
    good = len(host) == len(cuda) and worst <= bound and scales[0] == scales[1]
    print(f"{name}: {len(cuda)} steps {'agree' if good else f'differ by {worst}: {scales}'}")
    print(f"{name}: {'the same bits' if first == second else 'other bits'} again")
    return good and first == second


results = [compare(i, *case) for i, case in enumerate(CASES.items())]
sys.exit(0 if all(results) else 1)
