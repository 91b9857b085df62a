#!/usr/bin/env python3
"""Writes a PNG of images in rows, one for each file: make_grid.py OUT.png FILE.npy ...

The files hold images of bytes; the first 16 of each are shown, each pixel as four.
"""

import ast
import struct
import sys
import zlib
from pathlib import Path

COLUMNS, ZOOM = 16, 2


def read_npy(path):
    """(height, width, pixels) of a .npy file of images."""
    data = path.read_bytes()
    begin = 10 + struct.unpack_from("<H", data, 8)[0]
    _, height, width = ast.literal_eval(data[10:begin].decode())["shape"]
    return height, width, data[begin:]


def rows_of(path):
    """Rows of pixels of the images of a file, side by side."""
    height, width, pixels = read_npy(path)
    for y in range(ZOOM * height):
        at = [(i * height + y // ZOOM) * width for i in range(COLUMNS)]
        row = b"".join(pixels[begin : begin + width] for begin in at)
        yield bytes(pixel for pixel in row for _ in range(ZOOM))


def chunk(kind, content):
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def write_png(path, rows):
    """Grey bytes; each row begins with 0, for no filter."""
    header = struct.pack(">2I5B", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    content = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", content)
                     + chunk(b"IEND", b""))


def main():
    out, *files = map(Path, sys.argv[1:])
    write_png(out, [row for file in files for row in rows_of(file)])


main()
