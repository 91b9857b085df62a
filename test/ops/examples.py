"""Prints the examples in the ops' descriptions as one module.

usage: examples.py OPS.json

Each example becomes a function. Names that it uses without defining them become
arguments, whose types stand at the end of the statement (or, in a kernel, after
the operand).
"""

import json
import re
import sys
import textwrap

NAME = re.compile(r"%\w+")
PASSED = re.compile(r"(%\w+) = (%\w+) : (tensor<[^>]*>)")
DEFINED = re.compile(r"^(%\w+(?:, %\w+)*) = ")
TENSOR = re.compile(r"tensor<[^>]*>")
EXAMPLE = re.compile(r"```mlir\n(.*?)```", re.S)


def statements(example):
    """Yields operations that do not end the line they start on as one text."""
    lines = textwrap.dedent(example).splitlines()
    text = ""
    for line in lines:
        if text and not line.startswith((" ", "}")):
            yield text
            text = ""
        text += line + "\n"
    yield text


def uses(statement):
    """Yields the operands of a statement with their types."""
    if "{\n" in statement:
        for _, operand, kind in PASSED.findall(statement):
            yield operand, kind
        return
    body = DEFINED.sub("", statement)
    operands, _, types = body.rpartition(" : ")
    operands = NAME.findall(operands)
    types = TENSOR.findall(re.split(r" -> | to ", types)[0])
    if len(types) == 1:
        types *= len(operands)
    yield from zip(operands, types, strict=True)


def arguments(example):
    defined = set()
    free = {}
    for statement in statements(example):
        for operand, kind in uses(statement):
            if operand not in defined:
                free.setdefault(operand, kind)
        for results in DEFINED.findall(statement):
            defined.update(results.split(", "))
    return ", ".join(f"{name}: {kind}" for name, kind in free.items())


def main():
    with open(sys.argv[1]) as file:
        records = json.load(file)
    for name in sorted(records["!instanceof"]["Op"]):
        op = records[name]
        if op["opDialect"]["def"] != "Mpc_Dialect":
            continue
        examples = EXAMPLE.findall(op["description"])
        assert any("mpc." + op["opName"] in text for text in examples), op["opName"]
        for i, example in enumerate(examples):
            print(f"func.func @{op['opName']}_{i}({arguments(example)}) {{")
            print(textwrap.dedent(example) + "return\n}")


main()
