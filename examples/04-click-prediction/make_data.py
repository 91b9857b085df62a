#!/usr/bin/env python3
"""Makes impressions and clicks whose true probabilities are known.

    make_data.py FOLDER [--train N] [--test N]

An impression is a user, an item and a site, and four numbers; popular users, items and
sites are common ones. Its click is a coin that falls by a hidden formula, so that there
is a best possible loss: that of who knows the formula. Writes FOLDER/train.safetensors
and FOLDER/test.safetensors, the same bytes everywhere, with the standard library only.
"""

import argparse
import array
import json
import math
import random
import struct
import sys
from pathlib import Path

USERS, ITEMS, SITES = 10_000, 2_000, 1_000


def normals(random_, count):
    """Nearly: sums of uniform numbers, which every Python draws alike."""
    draw = random_.random
    return [2 * (draw() + draw() + draw() - 1.5) for _ in range(count)]


class World:
    """What decides about clicks, and what no model is shown."""

    def __init__(self, seed):
        r = random.Random(seed)
        self.taste = [normals(r, 2) for _ in range(USERS)]
        self.trait = [normals(r, 2) for _ in range(ITEMS)]
        self.quality = normals(r, ITEMS)
        self.place = normals(r, SITES)

    def logit(self, user, item, site, x):
        taste, trait = self.taste[user], self.trait[item]
        liking = taste[0] * trait[0] + taste[1] * trait[1]
        return (-0.4 + 0.8 * liking + 0.7 * self.quality[item] + 0.7 * self.place[site]
                + 0.6 * x[0] - 0.4 * x[1] + 0.7 * x[2] * taste[0] - 0.5 * abs(x[3]))


def impressions(world, count, seed):
    """Columns by name, and the probability of each click."""
    r = random.Random(seed)
    columns = {"user": array.array("i"), "item": array.array("i"),
               "site": array.array("i"), "numbers": array.array("f"),
               "click": array.array("B")}
    probabilities = []
    for _ in range(count):
        user, item, site = (int(n * r.random() ** 2) for n in (USERS, ITEMS, SITES))
        x = normals(r, 4)
        p = 1 / (1 + math.exp(-world.logit(user, item, site, x)))
        columns["user"].append(user)
        columns["item"].append(item)
        columns["site"].append(site)
        columns["numbers"].extend(x)
        columns["click"].append(r.random() < p)
        probabilities.append(p)
    return columns, probabilities


def write_safetensors(path, columns, count):
    header, blobs, begin = {}, [], 0
    for name, values in columns.items():
        if sys.byteorder == "big":
            values.byteswap()
        kind = {"i": "I32", "f": "F32", "B": "U8"}[values.typecode]
        shape = [count] if len(values) == count else [count, len(values) // count]
        end = begin + len(values) * values.itemsize
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [begin, end]}
        blobs.append(values.tobytes())
        begin = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def describe(clicks, probabilities):
    """Loss and accuracy of who knows the formula, and of who knows only the mean."""
    entropy = lambda p: -p * math.log(p) - (1 - p) * math.log(1 - p)
    losses = [-math.log(p if c else 1 - p) for c, p in zip(clicks, probabilities)]
    right = sum((p >= 0.5) == c for c, p in zip(clicks, probabilities))
    n, rate = len(clicks), sum(clicks) / len(clicks)
    return (f"best possible: loss {math.fsum(losses) / n:.4f}, accuracy {100 * right / n:.1f} %; "
            f"knowing only the mean: loss {entropy(rate):.4f}, "
            f"accuracy {100 * max(rate, 1 - rate):.1f} %")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--train", type=int, default=1_000_000)
    parser.add_argument("--test", type=int, default=50_000)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    world = World(seed=1)
    for part, count, seed in (("train", arguments.train, 2), ("test", arguments.test, 3)):
        columns, probabilities = impressions(world, count, seed)
        about = describe(columns["click"], probabilities)
        write_safetensors(arguments.folder / f"{part}.safetensors", columns, count)
    print(about)


main()
