#!/usr/bin/env python3
"""What installed libraries show and need: symbols.py FOLDER"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(sys.argv[1])
# What glibc is made of.
LIBC = {"libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "ld-linux-x86-64.so.2"}


def run(*command):
    return subprocess.run([str(c) for c in command], capture_output=True, text=True,
                          check=True).stdout


def list_symbols(library):
    lines = run("llvm-nm", "-D", "-C", "--defined-only", FOLDER / library).splitlines()
    return [line.split(" ", 2)[2] for line in lines]


def check_names(library, start):
    symbols = list_symbols(library)
    others = [name for name in symbols if not name.startswith(start)]
    print(f"{library}: {len(symbols)} symbols, " +
          (f"all {' or '.join(start)}" if not others else f"among them {others[:5]}"))


check_names("libmpcrt.so", ("mpcrt_",))
size = (FOLDER / "libmpcrt.so").stat().st_size
print(f"libmpcrt.so: {'at most' if size <= 3e6 else 'more than'} 3 MB")
dynamic = run("llvm-readelf", "-d", FOLDER / "libmpcrt.so")
needed = {line.split("[")[1].rstrip("]") for line in dynamic.splitlines() if "(NEEDED)" in line}
print("libmpcrt.so: needs libc only" if needed <= LIBC else f"libmpcrt.so: needs {needed - LIBC}")
check_names("libmpc-compiler.so", ("mpc::", "mpc_graph_"))
