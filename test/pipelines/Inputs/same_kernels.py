"""Compiles models in every format and compares the kernels.

usage: same_kernels.py MODEL...

A list of kernels is their kinds, domains and reduced dimensions, function by
function, in order. Labels may differ, and @refresh is there in 16 bits only.
"""

import re
import subprocess
import sys

MODES = [["--format=f32"]] + [
    [f"--format={format}", f"--casts={casts}"]
    for format in ("tf32", "bf16", "f16")
    for casts in ("strict", "fused")
]


def list_kernels(model, mode):
    text = subprocess.run(
        ["mpc", "compile", model, "--emit=kernels", *mode],
        check=True, capture_output=True, text=True,
    ).stdout
    function, kernels = "", []
    for line in text.splitlines():
        if found := re.search(r"func\.func @(\w+)", line):
            function = found[1]
        found = re.search(r'mpc\.kernel (\w+) "[^"]*" (domain \[[^]]*\] reduced \[[^]]*\])', line)
        if found and function != "refresh":
            kernels.append(f"@{function} {found[1]} {found[2]}")
    return kernels


def find_difference(lists):
    """The first kernel that two lists do not share, and its number."""
    longest = max(map(len, lists))
    padded = [kernels + ["nothing"] * (longest - len(kernels)) for kernels in lists]
    for number, (one, other) in enumerate(zip(*padded)):
        if one != other:
            return f"kernel {number}: {one}, but {other}"
    return None


failures = 0
for model in sys.argv[1:]:
    expected = list_kernels(model, MODES[0])
    for mode in MODES[1:]:
        if difference := find_difference([expected, list_kernels(model, mode)]):
            print(f"{model} {' '.join(mode)}: {difference}")
            failures += 1
print(f"{len(sys.argv) - 1} models, {len(MODES)} modes, {failures} differences")
sys.exit(failures > 0)
