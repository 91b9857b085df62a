"""Trains to the end once in peace, and once under kill -9 at random moments.

usage: kill_and_resume.py MPC WORK_DIR --kills N
"""

import argparse
import filecmp
import os
import random
import shutil
import struct
import subprocess
import sys
import time

MODEL = """
func.func @train(%x: tensor<8x16xf32> {mpc.input = "x"}, %y: tensor<8xi32> {mpc.input = "y"},
    %w: tensor<16x32xf32> {mpc.param = "w", mpc.init = #mpc.init<kaiming_normal>},
    %v: tensor<32x4xf32> {mpc.param = "v", mpc.init = #mpc.init<xavier_uniform>})
    -> (tensor<f32> {mpc.result = "loss"}) {
  %0 = mpc.dot_general %x, %w contract [1] x [0] : (tensor<8x16xf32>, tensor<16x32xf32>) -> tensor<8x32xf32>
  %1 = mpc.relu %0 : tensor<8x32xf32>
  %2 = mpc.dot_general %1, %v contract [1] x [0] : (tensor<8x32xf32>, tensor<32x4xf32>) -> tensor<8x4xf32>
  %3 = mpc.cross_entropy %2, %y : (tensor<8x4xf32>, tensor<8xi32>) -> tensor<8xf32>
  %4 = mpc.reduce mean, %3 dims [0] : tensor<8xf32> -> tensor<f32>
  return %4 : tensor<f32>
}
"""
EXAMPLES = 400
STEPS = 4000


def write_npy(path, descr, shape, data):
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}"
    header = header.ljust((len(header) + 11 + 63) // 64 * 64 - 11) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)))
        file.write(header.encode() + data)


def make_inputs(work):
    numbers = random.Random(1)
    x = [numbers.gauss(0, 1) for _ in range(EXAMPLES * 16)]
    y = [int(x[16 * i] > 0) + 2 * int(x[16 * i + 1] > 0) for i in range(EXAMPLES)]
    write_npy(f"{work}/x.npy", "<f4", (EXAMPLES, 16), struct.pack(f"<{len(x)}f", *x))
    write_npy(f"{work}/y.npy", "<i4", (EXAMPLES,), struct.pack(f"<{len(y)}i", *y))
    with open(f"{work}/model.mlir", "w") as file:
        file.write(MODEL)


def train(mpc, work, checkpoints):
    return subprocess.Popen(
        [mpc, "train", f"{work}/model.engine", "--data", f"x={work}/x.npy", "--data",
         f"y={work}/y.npy", "--steps", str(STEPS), "--schedule", "cosine", "--warmup", "10",
         "--seed", "7", "--threads", "1", "--checkpoint", checkpoints,
         "--checkpoint-every", "50", "--resume"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mpc")
    parser.add_argument("work")
    parser.add_argument("--kills", type=int, default=30)
    arguments = parser.parse_args()
    work = arguments.work
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    make_inputs(work)
    subprocess.run([arguments.mpc, "compile", f"{work}/model.mlir", "-o", f"{work}/model.engine"],
                   check=True, stderr=subprocess.DEVNULL)

    begin = time.monotonic()
    if train(arguments.mpc, work, f"{work}/peace").wait() != 0:
        return "the undisturbed run failed"
    whole = time.monotonic() - begin

    moments = random.Random(2)
    for kill in range(arguments.kills):
        process = train(arguments.mpc, work, f"{work}/war")
        # Short lives, so that the run is still going at the last kill.
        time.sleep(moments.uniform(0, 1.2 * whole / arguments.kills))
        process.kill()
        process.wait()
    if train(arguments.mpc, work, f"{work}/war").wait() != 0:
        return "the resumed run failed"
    last = f"step-{STEPS:06d}.safetensors"
    if not filecmp.cmp(f"{work}/peace/{last}", f"{work}/war/{last}", shallow=False):
        return "final checkpoints differ"
    leftovers = [name for name in os.listdir(f"{work}/war") if not name.endswith(".safetensors")]
    if len(leftovers) > 1:
        return f"temporary files pile up: {leftovers}"
    print(f"{arguments.kills} kills, final checkpoints are equal")
    return 0


sys.exit(main())
