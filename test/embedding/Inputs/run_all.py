#!/usr/bin/env python3
"""Runs programs that do the same: run_all.py PROGRAM... -- ARGUMENT..."""

import subprocess
import sys

split = sys.argv.index("--")
programs, arguments = sys.argv[1:split], sys.argv[split + 1:]
outputs = {}
for program in programs:
    done = subprocess.run([program, *arguments], capture_output=True, text=True)
    if done.returncode or done.stderr:
        sys.exit(f"{program}: exit {done.returncode}: {done.stderr}")
    outputs[done.stdout] = program
print(next(iter(outputs)), end="")
print("all say the same" if len(outputs) == 1 else f"{list(outputs.values())} differ")
