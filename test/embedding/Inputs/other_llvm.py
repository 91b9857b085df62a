#!/usr/bin/env python3
"""Builds and runs a program beside every shared LLVM that this machine has.

usage: other_llvm.py PREFIX SOURCE FOLDER COMPILER,... MODEL
"""

import re
import subprocess
import sys
from pathlib import Path

PREFIX, SOURCE, FOLDER = map(Path, sys.argv[1:4])
COMPILERS, MODEL = [c for c in sys.argv[4].split(",") if c], sys.argv[5]

found = {path.resolve() for pattern in ("*/libLLVM*.so*", "llvm-*/lib/libLLVM*.so*")
         for path in Path("/usr/lib").glob(pattern)}


def run_beside(library, compiler):
    program = FOLDER / f"{Path(compiler).name}-{library.name}"
    command = [compiler, "-std=c++17", f"-I{PREFIX}/include", SOURCE, "-o", program, f"-L{PREFIX}/lib",
               f"-Wl,-rpath,{PREFIX}/lib", library, "-lmpc-compiler"]
    for step in (command, [program, MODEL]):
        done = subprocess.run([str(part) for part in step], capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{library.name}: {step[0]}: exit {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout.strip()


for library in sorted(found):
    version = re.search(r"\d+", library.name.partition("LLVM")[2])[0]
    for compiler in COMPILERS:
        print(f"LLVM {version}, {Path(compiler).name}: {run_beside(library, compiler)}")
