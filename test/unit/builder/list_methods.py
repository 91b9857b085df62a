#!/usr/bin/env python3
"""Lists the methods of BuilderOps.h for MethodsTest.cpp: list_methods.py HEADER OUT"""

import re
import sys

header = open(sys.argv[1]).read()
methods = re.findall(r"^  /// mpc\.(\w+):.*\n  \w+ (\w+)\(", header, re.MULTILINE)
with open(sys.argv[2], "w") as out:
    for op, method in methods:
        out.write(f'METHOD("{op}", {method})\n')
