#!/usr/bin/env python3
"""Writes noise for Fashion-MNIST's images: make_noise.py DATA FOLDER

Normal numbers z as bytes 128 + 30 z, from a fixed seed: FOLDER/train-noise.npy and
test-noise.npy, one byte per pixel; and shown.npy and shown-noise.npy, the first batch of
test images and its noise. DATA is where the IDX files are. Standard library only.
"""

import gzip
import random
import struct
import sys
from pathlib import Path
from statistics import NormalDist

BATCH = 64
# The normal numbers that 256 equally likely bytes stand for.
TABLE = bytes(round(128 + 30 * NormalDist().inv_cdf((i + 0.5) / 256)) for i in range(256))


def read_images(path):
    with gzip.open(path) as file:
        _, count, rows, columns = struct.unpack(">4i", file.read(16))
        return (count, rows, columns), file.read()


def write_npy(path, shape, values):
    header = f"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}".encode()
    header += b" " * (-(11 + len(header)) % 64) + b"\n"
    path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + values)


def main():
    data, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for seed, (part, file) in enumerate([("train", "train"), ("test", "t10k")]):
        shape, images = read_images(data / f"{file}-images-idx3-ubyte.gz")
        noise = random.Random(seed).randbytes(len(images)).translate(TABLE)
        write_npy(folder / f"{part}-noise.npy", shape, noise)
    first = (BATCH, *shape[1:])
    size = BATCH * shape[1] * shape[2]
    write_npy(folder / "shown.npy", first, images[:size])
    write_npy(folder / "shown-noise.npy", first, noise[:size])


main()
