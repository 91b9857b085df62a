#!/usr/bin/env python3
"""Builds programs on an install tree with every compiler there is.

usage: consumers.py PREFIX PROJECT FOLDER C-COMPILER,... C++-COMPILER,...

Warnings are errors: headers must be clean for others.
"""

import subprocess
import sys
from pathlib import Path

PREFIX, PROJECT, FOLDER = map(Path, sys.argv[1:4])
C, CXX = ([c for c in text.split(",") if c] for text in sys.argv[4:6])
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]


def build(compiler, standard, source, *libraries):
    name = f"{source.stem}-{Path(compiler).name}-{standard}"
    command = [compiler, f"-std={standard}", *STRICT, f"-I{PREFIX}/include", source,
               "-o", FOLDER / name, f"-L{PREFIX}/lib", f"-Wl,-rpath,{PREFIX}/lib"]
    command += [f"-l{library}" for library in libraries]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    print(f"{name} builds")


for compiler in C:
    for standard in ("c99", "c17"):
        build(compiler, standard, PROJECT / "train.c", "mpcrt")
for compiler in CXX:
    for standard in ("c++17", "c++20"):
        for source in ("build.cpp", "embed.cpp"):
            build(compiler, standard, PROJECT / source, "mpc-compiler", "mpcrt")
