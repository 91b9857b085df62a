"""Says whether two checkpoints hold the same parameters, bit for bit."""

import json
import sys


def read(path):
    data = open(path, "rb").read()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    return {
        name: data[8 + size + entry["data_offsets"][0] : 8 + size + entry["data_offsets"][1]]
        for name, entry in header.items()
        if name != "__metadata__" and "/" not in name
    }


first, second = read(sys.argv[1]), read(sys.argv[2])
assert first and first.keys() == second.keys()
print("the same" if first == second else "not the same")
