"""Writes and reads the array files of the tool tests, with nothing but the standard library."""

import json
import random
import struct
import sys

CODES = {"f": "<f4", "d": "<f8", "i": "<i4", "q": "<i8", "B": "|u1"}
DTYPES = {"f": "F32", "d": "F64", "i": "I32", "q": "I64", "B": "U8"}
LETTERS = {name: letter for letter, name in DTYPES.items()}


def count(shape):
    total = 1
    for size in shape:
        total *= size
    return total


def npy(letter, shape, values, descr=None, order="False", version=1, header=None):
    """The bytes of an .npy file; the last four arguments make it a wrong one."""
    if header is None:
        dims = ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "")
        header = "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }" % (
            descr or CODES[letter], order, dims)
    header = header.encode("latin-1")
    prefix = 10 if version == 1 else 12
    header += b" " * (63 - (prefix + len(header)) % 64) + b"\n"
    length = struct.pack("<H" if version == 1 else "<I", len(header))
    data = struct.pack("<%d%s" % (len(values), letter), *values)
    return b"\x93NUMPY" + bytes([version, 0]) + length + header + data


def idx(code, shape, data):
    """The bytes of an IDX file."""
    return struct.pack(">HBB%dI" % len(shape), 0, code, len(shape), *shape) + data


def safetensors(tensors):
    """The bytes of a safetensors file of {name: (letter, shape, values)}."""
    header, data = {}, b""
    for name, (letter, shape, values) in tensors.items():
        raw = struct.pack("<%d%s" % (len(values), letter), *values)
        header[name] = {"dtype": DTYPES[letter], "shape": shape,
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def read_npy(path):
    """(shape, values) of an .npy file."""
    with open(path, "rb") as file:
        content = file.read()
    length = struct.unpack("<H", content[8:10])[0]
    header = eval(content[10:10 + length])
    letter = {code: letter for letter, code in CODES.items()}[header["descr"]]
    values = struct.unpack("<%d%s" % (count(header["shape"]), letter), content[10 + length:])
    return header["shape"], values


def read_safetensors(path):
    """{name: (shape, values)} of a safetensors file."""
    with open(path, "rb") as file:
        content = file.read()
    start = 8 + struct.unpack("<Q", content[:8])[0]
    tensors = {}
    for name, entry in json.loads(content[8:start]).items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        letter = LETTERS[entry["dtype"]]
        raw = content[start + begin:start + end]
        tensors[name] = (entry["shape"], struct.unpack("<%d%s" % (count(entry["shape"]), letter), raw))
    return tensors


def points(rows, seed):
    """Points of three classes that a linear classifier can tell apart."""
    rng = random.Random(seed)
    x, y = [], []
    for _ in range(rows):
        label = rng.randrange(3)
        y.append(label)
        x += [rng.gauss(2.0 if column == label else 0.0, 0.5) for column in range(4)]
    return x, y


def write(path, content):
    with open(path, "wb") as file:
        file.write(content)


def write_points(directory, rows=100, seed=1, prefix=""):
    x, y = points(rows, seed)
    write("%s/%sx.npy" % (directory, prefix), npy("f", [rows, 4], x))
    write("%s/%sy.npy" % (directory, prefix), npy("i", [rows], y))


if __name__ == "__main__":
    # usage: arrays.py DIRECTORY: x.npy and y.npy to train on, test-x.npy and test-y.npy
    write_points(sys.argv[1])
    write_points(sys.argv[1], rows=43, seed=2, prefix="test-")
    x, y = points(8, 3)
    write(sys.argv[1] + "/batch-x.npy", npy("f", [8, 4], x))
    write(sys.argv[1] + "/batch-y.npy", npy("i", [8], y))
