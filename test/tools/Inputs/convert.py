"""Writes the examples that arrays.py made in the other formats: convert.py DIRECTORY"""

import gzip
import struct
import sys

from arrays import idx, npy, read_npy, safetensors, write

directory = sys.argv[1]
x_shape, x = read_npy(directory + "/x.npy")
y_shape, y = read_npy(directory + "/y.npy")
write(directory + "/xy.safetensors", safetensors({"x": ("f", x_shape, x), "y": ("i", y_shape, y)}))
x_idx = idx(0x0D, x_shape, struct.pack(">%df" % len(x), *x))
y_idx = idx(0x0C, y_shape, struct.pack(">%di" % len(y), *y))
write(directory + "/x.idx", x_idx)
write(directory + "/y.idx", y_idx)
# Two gzip members in a row are one stream.
write(directory + "/x.idx.gz", gzip.compress(x_idx[:100]) + gzip.compress(x_idx[100:]))
write(directory + "/y.idx.gz", gzip.compress(y_idx))
write(directory + "/y-bytes.npy", npy("B", y_shape, y))
