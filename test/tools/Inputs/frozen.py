"""Tells what a file of tensors holds, or what has changed from one to another."""

import json
import sys


def read(path):
    data = open(path, "rb").read()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    header.pop("__metadata__", None)
    body = data[8 + size :]
    return {
        name: body[entry["data_offsets"][0] : entry["data_offsets"][1]]
        for name, entry in header.items()
    }


first = read(sys.argv[1])
if len(sys.argv) == 2:
    print(" ".join(sorted(first)))
else:
    second = read(sys.argv[2])
    moved = [n for n in first if "/" not in n and first[n] != second[n]]
    still = [n for n in first if "/" not in n and first[n] == second[n]]
    print(f"{' '.join(moved)} moved, {' '.join(still)} did not")
    print("arenas:", *(n for n in sorted(second) if "moment" in n))
