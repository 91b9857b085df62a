#!/usr/bin/env python3
"""Does to a copy of the sources what docs/adding-an-op.md says: follow_page.py SOURCE COPY

Exits 1 where the page no longer fits: a place is gone, or a block.
"""

import re
import shutil
import sys
from pathlib import Path

SOURCE, COPY = map(Path, sys.argv[1:])
PAGE = (SOURCE / "docs/adding-an-op.md").read_text()


def block(language, number=0):
    found = re.findall(rf"^(````?){language}\n(.*?)^\1$", PAGE, re.M | re.S)
    if len(found) <= number:
        sys.exit(f"the page has no block {number} of {language}")
    return found[number][1]


def insert(name, text, anchor, before):
    path = COPY / name
    content = path.read_text()
    position = content.rfind(anchor)
    if position < 0:
        sys.exit(f"{name} has no {anchor!r}")
    if not before:
        position = content.index("\n", position) + 1
    path.write_text(content[:position] + text + "\n" * before + content[position:])


def main():
    skipped = shutil.ignore_patterns("build", ".git", "__pycache__")
    shutil.copytree(SOURCE, COPY, ignore=skipped, dirs_exist_ok=True)
    insert("include/mpc/IR/Ops/Activation.td", block("tablegen"), "#endif", True)
    insert("lib/IR/Ops/Activation.cpp", block("cpp"), "}", True)
    insert("test/unit/numeric/Cases.cpp", block("text"), '{"silu",', False)
    insert("test/unit/numeric/RandomElementwiseCases.cpp", block("text", 1), '{"silu",', False)
    insert("test/unit/numeric/ActivationCornerCases.cpp", block("text", 2), "// -inf times 0", True)
    folder = COPY / "test/ops/tanhshrink"
    folder.mkdir()
    (folder / "syntax.mlir").write_text(block("mlir"))


main()
