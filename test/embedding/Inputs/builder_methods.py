#!/usr/bin/env python3
"""Fails unless each op that a model may use has a method: mpc-audit | builder_methods.py HEADER"""

import re
import sys

with open(sys.argv[1]) as file:
    methods = re.findall(r'this->call\("mpc\.(\w+)"', file.read())
lines = [line.split() for line in sys.stdin]
ops = [line[0] for line in lines if "made_by_passes" not in line]
for op in sorted(set(ops) ^ set(methods)):
    print(f"{op}: " + ("has no method" if op in ops else "is no op of a model"))
print(f"{len(ops)} ops, {len(methods)} methods")
sys.exit(sorted(ops) != sorted(methods) or not ops)
