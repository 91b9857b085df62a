"""Fails where an op of the dialect lacks an interface, a doc or a test.

usage: mpc-audit | audit.py OPS.json TEST_OPS_DIR

OPS.json is what `llvm-tblgen --dump-json` makes of include/mpc/IR/Ops.td.
"""

import json
import os
import sys

# Structure of a step: made by passes, never differentiated or lowered by itself.
STRUCTURE = {"kernel", "yield", "segment", "pack", "any", "element", "algorithm"}
# Regions and what stands in a lowered body: no pass asks how they fuse.
REGIONS = {"kernel", "yield", "element", "algorithm"}
MIN_GRADIENT_CASES = 10


def documented_ops(path):
    """Maps each op's name to its summary and description."""
    with open(path) as file:
        records = json.load(file)
    return {
        records[name]["opName"]: (records[name]["summary"], records[name]["description"])
        for name in records["!instanceof"]["Op"]
        if records[name]["opDialect"]["def"] == "Mpc_Dialect"
    }


def complaints(op, facts, cases, corners, docs, folder):
    if op not in REGIONS:
        for interface in ("precision", "fusable"):
            if interface not in facts:
                yield f"lacks the interface {interface}"
    if op not in STRUCTURE:
        if "lowerable" not in facts:
            yield "lacks the interface lowerable"
        if ("differentiable" in facts) == ("not_differentiable" in facts):
            yield "must be either differentiable or marked NotDifferentiable"
        if "differentiable" in facts and cases < MIN_GRADIENT_CASES:
            yield f"has {cases} gradient cases, expects {MIN_GRADIENT_CASES}"
        if "differentiable" in facts and "random" not in facts:
            yield "is never drawn by test/unit/numeric/RandomCases.cpp"
    if "made_by_passes" not in facts and (corners > 0) == ("no_corners" in facts):
        yield "has either rows in test/unit/numeric/CornerCases.cpp or a reason to have none"
    summary, description = docs.get(op, ("", ""))
    if not summary:
        yield "has no summary"
    if f"mpc.{op}" not in description or "```mlir" not in description:
        yield "has no example in its description"
    if not os.path.isdir(os.path.join(folder, op)):
        yield f"has no folder test/ops/{op}"


def main():
    docs = documented_ops(sys.argv[1])
    failures = 0
    ops = 0
    for line in sys.stdin:
        op, *facts = line.split()
        cases = int(facts.pop().removeprefix("gradient_cases="))
        corners = int(facts.pop().removeprefix("corners="))
        ops += 1
        for complaint in complaints(op, facts, cases, corners, docs, sys.argv[2]):
            print(f"{op}: {complaint}")
            failures += 1
    print(f"{ops} ops, {failures} complaints")
    return 1 if failures or not ops else 0


sys.exit(main())
