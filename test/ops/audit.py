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
MIN_GRADIENT_SHAPES = 10
# It is given the statistics of its operand, and nothing has none.
NEVER_EMPTY = {"batch_norm_apply"}


def documented_ops(path):
    """Maps each op's name to its summary and description."""
    with open(path) as file:
        records = json.load(file)
    return {
        records[name]["opName"]: (records[name]["summary"], records[name]["description"])
        for name in records["!instanceof"]["Op"]
        if records[name]["opDialect"]["def"] == "Mpc_Dialect"
    }


def untested_gradients(op, facts, shapes):
    if shapes < MIN_GRADIENT_SHAPES:
        yield f"has gradient cases of {shapes} shapes, expects {MIN_GRADIENT_SHAPES}"
    for size in ("0", "1"):
        if f"has_dim_{size}" not in facts and op not in NEVER_EMPTY:
            yield f"has no gradient case with a dimension of {size}"
    if "random" not in facts:
        yield "is never drawn by test/unit/numeric/RandomCases.cpp"


def complaints(op, facts, shapes, corners, docs, folder):
    if op not in REGIONS:
        for interface in ("precision", "fusable"):
            if interface not in facts:
                yield f"lacks the interface {interface}"
    if op not in STRUCTURE:
        if "lowerable" not in facts:
            yield "lacks the interface lowerable"
        if ("differentiable" in facts) == ("not_differentiable" in facts):
            yield "must be either differentiable or marked NotDifferentiable"
        if "differentiable" in facts:
            yield from untested_gradients(op, facts, shapes)
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
        shapes = int(facts.pop().removeprefix("gradient_shapes="))
        corners = int(next(fact for fact in facts if fact.startswith("corners=")).removeprefix("corners="))
        ops += 1
        for complaint in complaints(op, facts, shapes, corners, docs, sys.argv[2]):
            print(f"{op}: {complaint}")
            failures += 1
    print(f"{ops} ops, {failures} complaints")
    return 1 if failures or not ops else 0


sys.exit(main())
