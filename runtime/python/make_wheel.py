#!/usr/bin/env python3
"""Packs the Python package and the runtime library: make_wheel.py LIBRARY VERSION FOLDER

A wheel is a zip of the package, its metadata and a list of hashes (PEP 427); nothing is
compiled, so that it serves every Python from 3.9 on.
"""

import base64
import hashlib
import sys
import zipfile
from pathlib import Path

LIBRARY, VERSION, FOLDER = sys.argv[1:]
PACKAGE = Path(__file__).with_name("mpcrt")
TAG = "py3-none-linux_x86_64"
INFO = f"mpcrt-{VERSION}.dist-info"

METADATA = f"""Metadata-Version: 2.1
Name: mpcrt
Version: {VERSION}
Summary: Trains with engines of mpc
License: Apache-2.0 WITH LLVM-exception
Requires-Python: >=3.9
Requires-Dist: numpy>=1.23
"""
WHEEL = f"""Wheel-Version: 1.0
Generator: mpc
Root-Is-Purelib: false
Tag: {TAG}
"""


def collect():
    files = {f"mpcrt/{path.name}": path.read_bytes() for path in sorted(PACKAGE.glob("*.py"))}
    # The name by which the loader asks for it.
    files["mpcrt/" + Path(LIBRARY).name] = Path(LIBRARY).read_bytes()
    files[f"{INFO}/METADATA"] = METADATA.encode()
    files[f"{INFO}/WHEEL"] = WHEEL.encode()
    return files


def record(files):
    lines = []
    for name, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={digest},{len(data)}\n")
    return "".join(lines) + f"{INFO}/RECORD,,\n"


files = collect()
files[f"{INFO}/RECORD"] = record(files).encode()
target = Path(FOLDER) / f"mpcrt-{VERSION}-{TAG}.whl"
with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as wheel:
    for name, data in files.items():
        # One date for all: the same files make the same wheel.
        wheel.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data,
                       zipfile.ZIP_DEFLATED)
