"""Checks that each file under test/ that a text names exists.

usage: named_tests.py MARKDOWN ROOT
"""

import os
import re
import sys

markdown, root = sys.argv[1:]
with open(markdown) as file:
    names = sorted(set(re.findall(r"`(test/[\w./-]+)`", file.read())))
for name in names:
    if not os.path.exists(os.path.join(root, name)):
        sys.exit(f"{markdown} names {name}, which is not there")
print(f"{len(names)} tests named")
