#!/usr/bin/env python3
"""Says what a PNG of grey bytes shows: read_png.py FILE.png"""

import struct
import sys
import zlib
from pathlib import Path


def chunks(data):
    at = 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        body = data[at + 4 : at + 8 + length]
        (checksum,) = struct.unpack_from(">I", data, at + 8 + length)
        if checksum != zlib.crc32(body):
            sys.exit(f"the checksum of {body[:4]} is wrong")
        yield body[:4], body[4:]
        at += 12 + length


def main():
    data = Path(sys.argv[1]).read_bytes()
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        sys.exit("not a PNG")
    parts = list(chunks(data))
    if [kind for kind, _ in parts] != [b"IHDR", b"IDAT", b"IEND"]:
        sys.exit(f"expects three chunks, but got {[kind for kind, _ in parts]}")
    width, height, *kind = struct.unpack(">2I5B", parts[0][1])
    pixels = zlib.decompress(parts[1][1])
    rows = [pixels[at : at + width + 1] for at in range(0, len(pixels), width + 1)]
    if kind != [8, 0, 0, 0, 0] or len(rows) != height or any(row[0] for row in rows):
        sys.exit(f"expects {height} rows of grey bytes with no filter")
    values = b"".join(row[1:] for row in rows)
    print(f"{width} x {height}, grey: rows of {min(values)} to {max(values)}")


main()
