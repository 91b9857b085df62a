"""Compares two checkpoints bit for bit: same_tensors.py A B"""

import json
import sys


def read(path):
    """Name, type, shape and bytes of every tensor of a safetensors file."""
    data = open(path, "rb").read()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    header.pop("__metadata__", None)
    return {name: (tensor["dtype"], tensor["shape"],
                   data[slice(*(start + offset for offset in tensor["data_offsets"]))])
            for name, tensor in header.items()}


first, second = map(read, sys.argv[1:])
others = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
if others or not first:
    sys.exit(f"{others} differ")
print(f"{len(first)} tensors have the same bits")
