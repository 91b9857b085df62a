"""Prints the fenced code blocks of a language in a Markdown file.

usage: code_blocks.py FILE LANGUAGE [--containing TEXT]
"""

import re
import sys

path, language, *rest = sys.argv[1:]
wanted = rest[1] if rest else ""
with open(path) as file:
    blocks = re.findall(rf"^```{language}\n(.*?)^```", file.read(), re.M | re.S)
chosen = [block for block in blocks if wanted in block]
if not chosen:
    sys.exit(f"{path} has no {language} block with {wanted!r}")
print("\n".join(chosen))
