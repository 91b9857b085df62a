"""Checks that each line quoted from a file stands in it; … stands for anything.

usage: quotes.py MARKDOWN FOLDER

A quote is a fenced block whose language is the file's name.
"""

import os
import re
import sys

markdown, folder = sys.argv[1:]
with open(markdown) as file:
    quotes = re.findall(r"^```(\d\d-\S+)\n(.*?)^```", file.read(), re.M | re.S)
count = 0
for name, block in quotes:
    with open(os.path.join(folder, name)) as file:
        lines = file.read().splitlines()
    for quote in block.splitlines():
        pattern = ".*".join(map(re.escape, quote.strip().split("…")))
        if not any(re.fullmatch(r"\s*" + pattern, line) for line in lines):
            sys.exit(f"{markdown} quotes from {name}: {quote}")
        count += 1
if not count:
    sys.exit(f"{markdown} quotes nothing")
print(f"{count} quoted lines found")
