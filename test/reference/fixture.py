"""Fixed numbers for tests, made from names alone; and the files they live in.

Only the standard library, so that a test needs no numpy. A value depends on
its tensor's name and its index, on nothing else:

    seed  = FNV-1a 64 of the name's UTF-8 bytes
    bits  = splitmix64 finalizer of seed + (index + 1) * 0x9E3779B97F4A7C15
    unit  = (bits >> 40) / 2^23 - 1          in [-1, 1), exact in f32
    value = unit * bound                     in f64, rounded once to f32

bound is sqrt(6 / fan_in) for tensors of two or more dimensions, with fan_in
the product of all dimensions but the last, and 0.1 for the others.
"""

import array
import gzip
import json
import math
import struct
import sys
from pathlib import Path

MASK = (1 << 64) - 1
DATASET = Path("/usr/share/datasets/fashion-mnist")
ARRAY_CODES = {"F64": "d", "F32": "f", "I64": "q", "I32": "i", "U8": "B"}
NPY_TYPES = {"F64": "<f8", "F32": "<f4", "I64": "<i8", "I32": "<i4", "U8": "|u1"}


def fnv1a(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 & MASK
    return value


def splitmix64(seed, index):
    z = (seed + (index + 1) * 0x9E3779B97F4A7C15) & MASK
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


def parameter(name, shape):
    """The values of a parameter as an array of f32."""
    seed = fnv1a(name)
    fan_in = math.prod(shape[:-1])
    bound = math.sqrt(6 / fan_in) if len(shape) > 1 else 0.1
    units = (
        (splitmix64(seed, i) >> 40) / 2**23 - 1 for i in range(math.prod(shape))
    )
    return array.array("f", (unit * bound for unit in units))


def read_idx(path, count):
    """The first `count` items of a gzipped IDX file of bytes."""
    with gzip.open(path) as file:
        _, _, code, rank = struct.unpack("4B", file.read(4))
        assert code == 8, f"{path}: expects bytes (type 8), but got {code}"
        shape = struct.unpack(f">{rank}I", file.read(4 * rank))
        items = array.array("B", file.read(count * math.prod(shape[1:])))
    return items


def test_batch(size):
    """The first images (0-255) and labels of Fashion-MNIST's test set."""
    images = read_idx(DATASET / "t10k-images-idx3-ubyte.gz", size)
    labels = read_idx(DATASET / "t10k-labels-idx1-ubyte.gz", size)
    return images, labels


def little_endian(values):
    if sys.byteorder == "big":
        values = array.array(values.typecode, values)
        values.byteswap()
    return values.tobytes()


def safetensors_bytes(tensors):
    """tensors: name -> (type, shape, array); equal input gives equal bytes."""
    header, blobs, offset = {}, [], 0
    for name in sorted(tensors):
        dtype, shape, values = tensors[name]
        assert len(values) == math.prod(shape), name
        blob = little_endian(values)
        header[name] = {
            "dtype": dtype,
            "shape": list(shape),
            "data_offsets": [offset, offset + len(blob)],
        }
        blobs.append(blob)
        offset += len(blob)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(blobs)


def write_safetensors(path, tensors):
    data = safetensors_bytes(tensors)
    if str(path).endswith(".gz"):
        data = gzip.compress(data, 9, mtime=0)
    Path(path).write_bytes(data)


def widen(dtype, raw):
    """The values of a blob as numbers; 16-bit floats are widened exactly."""
    if dtype == "F16":
        return [v for (v,) in struct.iter_unpack("<e", raw)]
    if dtype == "BF16":
        low = b"\0\0"
        padded = b"".join(low + raw[i : i + 2] for i in range(0, len(raw), 2))
        dtype, raw = "F32", padded
    if dtype not in ARRAY_CODES:
        raise ValueError(f"expects a known type, but got {dtype}")
    values = array.array(ARRAY_CODES[dtype])
    values.frombytes(raw)
    if sys.byteorder == "big":
        values.byteswap()
    return values


def read_safetensors(path):
    """Name -> (type, shape, values); reads .gz too."""
    data = Path(path).read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        raw = data[8 + length + begin : 8 + length + end]
        values = widen(entry["dtype"], raw)
        if len(values) != math.prod(entry["shape"]):
            raise ValueError(
                f"{name}: expects {math.prod(entry['shape'])} values, "
                f"but got {len(values)}"
            )
        tensors[name] = (entry["dtype"], tuple(entry["shape"]), values)
    return tensors


def write_npy(path, dtype, shape, values):
    assert len(values) == math.prod(shape), path
    dims = ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "")
    header = (
        f"{{'descr': '{NPY_TYPES[dtype]}', 'fortran_order': False, "
        f"'shape': ({dims}), }}"
    ).encode()
    header += b" " * (-(10 + len(header) + 1) % 64) + b"\n"
    prefix = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header))
    Path(path).write_bytes(prefix + header + little_endian(values))
