"""Plans random models for the host and for CUDA and compares what their kernels compute.

usage: trailing_models.py COUNT FIRST-SEED [OPTION ...]

What a function returns must be the same expression in both, casts included, whichever
kernels its ops are in. Fails unless some kernels end with trailing ops, and prints how
many kernels that saves.
"""

import re
import subprocess
import sys

from random_models import Model


def form_kernels(model, options):
    """The functions after FormKernels; the pipeline goes on to planned buffers."""
    run = subprocess.run(["mpc-opt", f"-mpc-pipeline={options}", "-mlir-print-ir-after=mpc-form-kernels",
                          "-mlir-disable-threading", "-o", "/dev/null"],
                         input=model, text=True, capture_output=True, check=False)
    if run.returncode:
        sys.exit(f"{options}: {run.stderr[-2000:]}\n{model}")
    return run.stderr.split("// -----//")[1:]


def number(function, numbers):
    """What the function returns, each as the number of its expression."""
    values, results = {}, ""

    def use(match):
        return values.get(match[0], match[0])

    for line in map(str.strip, function.splitlines()):
        line = re.sub(r'mpc\.role = "\w+"', "", line)
        result, _, text = line.partition(" = ")
        if " = mpc.kernel" in line:
            results = result
            inputs = {a: values.get(b, b) for a, b in re.findall(r"(%\w+) = (%[\w#]+) :", text)}
            values.update(inputs)
        elif line.startswith("mpc.yield"):
            base, many, _ = results.partition(":")
            for i, value in enumerate(re.findall(r"%[\w#]+", line)):
                values[f"{base}#{i}" if many else base] = values[value]
        elif line.startswith("return"):
            return [values.get(value, value) for value in re.findall(r"%[\w#]+", line)]
        elif result.startswith("%"):
            expression = re.sub(r"%[\w#]+", use, text)
            for i, name in enumerate(result.split(", ")):
                values[name] = f"<{numbers.setdefault((expression, i), len(numbers))}>"
    return []


def main():
    count, first, *options = sys.argv[1:]
    host, cuda = (" ".join([f"target={target}", *options]) for target in ["host", "cuda:sm_80"])
    saved = 0
    for seed in range(int(first), int(first) + int(count)):
        model, numbers = Model(seed).text(), {}
        for apart, fused in zip(form_kernels(model, host), form_kernels(model, cuda), strict=True):
            if number(apart, numbers) != number(fused, numbers):
                sys.exit(f"seed {seed}: host and CUDA compute something else:\n{apart}\n{fused}")
            fewer = apart.count("mpc.kernel") - fused.count("mpc.kernel")
            if (fewer > 0) != ('mpc.role = "trailing"' in fused) or '"trailing"' in apart:
                sys.exit(f"seed {seed}: {fewer} kernels fewer in\n{fused}")
            saved += fewer
    if not saved:
        sys.exit("no kernel has a trailing part")
    print(f"{saved} kernels fewer in {count} models")


main()
