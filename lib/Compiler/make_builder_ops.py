#!/usr/bin/env python3
"""Writes mpc/BuilderOps.h: a method for each op that a model may use.

usage: make_builder_ops.py OPS.json OUT

OPS.json is what `llvm-tblgen --dump-json` makes of include/mpc/IR/Ops.td. A method takes
the operands and attributes that its row requires, in the row's order; then what nobody
can infer of the result; then a struct of all that may be left out.
"""

import json
import re
import sys

RECORDS = json.load(open(sys.argv[1]))
ELEMENTS = ["i1", "ui8", "i32", "i64", "f16", "bf16", "f32", "f64"]
# Names of ops that are words of C++.
WORDS = {"and", "or", "not", "xor"}

# C++ types of attributes, by the classes of their records.
ATTRIBUTES = {"I64Attr": "int64_t", "F64Attr": "double", "DenseI64ArrayAttr": "Shape",
              "UnitAttr": "bool"}


def classes(record):
    return set(record["!superclasses"]) | {record["!name"]}


def camel(name):
    return "".join(part.capitalize() for part in name.split("_"))


def is_word(word, text):
    return re.search(rf"\b{word}\b", text) is not None


class Argument:
    """An operand or an attribute of a row."""

    def __init__(self, record, name, is_keyed):
        self.name, self.record = name, record
        kinds = classes(record)
        self.is_attribute = "AttrConstraint" in kinds
        base = RECORDS[record["baseAttr"]["def"]] if record.get("baseAttr") else record
        self.enum = RECORDS[base["enum"]["def"]] if "EnumAttr" in classes(base) else None
        self.default = record.get("defaultValue") if "DefaultValuedAttr" in kinds else None
        self.is_optional = bool(kinds & {"Optional", "OptionalAttr", "DefaultValuedAttr", "UnitAttr"})
        self.is_variadic = "Variadic" in kinds
        # The step knows the key of an op that draws random numbers.
        self.is_key = is_keyed and self.is_variadic
        self.base = base
        self.mnemonic = base.get("mnemonic")

    def member(self):
        """Type and default value in a struct of options."""
        kind = self.type()
        if not self.is_attribute:
            return f"{kind} {self.name} = {{}}"
        if self.default is None:
            return f"{kind} {self.name} = " + ("false" if kind == "bool" else "{}")
        return f"{kind} {self.name} = {self.default.removeprefix('::mpc::')}"

    def type(self):
        if not self.is_attribute:
            return "std::vector<Value>" if self.is_variadic else "Value"
        if self.enum:
            return self.enum["className"]
        if self.base["!name"] in ATTRIBUTES:
            kind = ATTRIBUTES[self.base["!name"]]
            return f"std::optional<{kind}>" if "OptionalAttr" in classes(self.record) else kind
        if "ElementsAttrBase" in classes(self.base):
            return "Dense"
        sys.exit(f"error: BuilderOps.h has no C++ type for the attribute {self.base['!name']}")

    def parameter(self):
        kind = self.type()
        return f"{kind} {self.name}" if self.enum or kind in ("int64_t", "double") else \
            f"const {kind} &{self.name}"

    def statement(self, source):
        """Gives the call this argument, whose value is `source`."""
        if not self.is_attribute:
            method = "operands" if self.is_variadic else "optional" if self.is_optional else "operand"
        elif self.enum:
            return f'call.attribute("{self.name}", "#mpc<{self.mnemonic} " + describe({source}) + ">");'
        else:
            method = "flag" if self.type() == "bool" else "attribute"
        return f'call.{method}("{self.name}", {source});'


class Op:
    def __init__(self, record):
        self.record, self.name = record, record["opName"]
        traits = [RECORDS[trait["def"]] for trait in record["traits"]]
        self.traits = {trait["!name"] for trait in traits}
        self.matches = [set(trait["values"]) for trait in traits if "AllTypesMatch" in classes(trait)]
        is_keyed = any(trait.get("cppInterfaceName") == "KeyedOpInterface" for trait in traits)
        arguments = [Argument(RECORDS[kind["def"]], name, is_keyed)
                     for kind, name in record["arguments"]["args"]]
        self.arguments = [argument for argument in arguments if not argument.is_key]
        self.required = [a for a in self.arguments if not a.is_optional]
        self.optional = [a for a in self.arguments if a.is_optional]
        self.results = [(RECORDS[kind["def"]], name) for kind, name in record["results"]["args"]]
        self.method = self.name + "_" * (self.name in WORDS)

    def is_inferred(self):
        if self.traits & {"InferTypeOpAdaptor", "SameOperandsAndResultType"}:
            return True
        names = {argument.name for argument in self.arguments}
        return all(any(name in match and match & names for match in self.matches)
                   for _, name in self.results)

    def told(self):
        """What is told of the result: its C++ type and value, as a parameter or known."""
        if self.is_inferred():
            return None, None
        kind = self.results[0][0]
        elements = [e for e in ELEMENTS if is_word(e, kind["summary"])]
        if "SameOperandsAndResultShape" in self.traits:
            return ("Element", None) if len(elements) > 1 else (None, f"Element::{elements[0]}")
        operands = [a for a in self.arguments if not a.is_attribute]
        is_like_first = operands and operands[0].record["!name"] == kind["!name"]
        return ("Shape" if is_like_first else "Type"), None

    def result_type(self):
        return "Value" if len(self.results) == 1 else f"{camel(self.name)}Results"

    def structs(self):
        if self.optional:
            yield f"/// What may be left out of {self.method}."
            yield f"struct {camel(self.name)}Options {{"
            yield from (f"  {argument.member()};" for argument in self.optional)
            yield "};"
        if len(self.results) > 1:
            yield f"/// What {self.method} gives."
            yield f"struct {camel(self.name)}Results {{"
            yield f"  Value {', '.join(name for _, name in self.results)};"
            yield "};"

    def parameters(self):
        yield from (argument.parameter() for argument in self.required)
        kind, known = self.told()
        if kind and not known:
            yield f"{kind} element" if kind == "Element" else f"const {kind} &{kind.lower()}"
        if self.optional:
            yield f"const {camel(self.name)}Options &options = {{}}"
        yield "const Place &place = Place::here()"

    def body(self):
        yield f'detail::Call call = this->call("mpc.{self.name}", place);'
        for argument in self.arguments:
            yield argument.statement("options." * argument.is_optional + argument.name)
        kind, known = self.told()
        if kind or known:
            yield f"call.tell({known or kind.lower()});"
        results = ", ".join(f"built[{i}]" for i in range(len(self.results)))
        yield f"auto built = call.build<{len(self.results)}>();"
        yield f"return {results};" if len(self.results) == 1 else f"return {{{results}}};"

    def lines(self):
        yield f"  /// mpc.{self.name}: {self.record['summary']}."
        yield f"  {self.result_type()} {self.method}({', '.join(self.parameters())}) {{"
        yield from (f"    {line}" for line in self.body())
        yield "  }"


def enum_cases(enum):
    return [RECORDS[case["def"]]["str"] for case in enum["enumerants"]]


def enum_lines(enum):
    yield f"/// {enum['summary'][0].upper()}{enum['summary'][1:]}."
    yield f"enum class {enum['className']} {{ {', '.join(enum_cases(enum))} }};"


def describe_lines(enum):
    cases = enum_cases(enum)
    names = ", ".join(f'"{case}"' for case in cases)
    yield f"inline std::string describe({enum['className']} value) {{"
    yield f"  static const char *const names[] = {{{names}}};"
    yield f'  return size_t(value) < {len(cases)} ? names[size_t(value)] : "unknown";'
    yield "}"


def model_ops():
    for name in sorted(RECORDS["!instanceof"]["Op"]):
        record = RECORDS[name]
        is_made = any(trait["def"] == "MadeByPasses" for trait in record["traits"])
        if record["opDialect"]["def"] == "Mpc_Dialect" and not is_made:
            yield Op(record)


def file_lines():
    ops = list(model_ops())
    enums = {a.enum["className"]: a.enum for op in ops for a in op.arguments if a.enum}
    yield "// Made by make_builder_ops.py from the rows of the ops. See mpc/Builder.h."
    yield "#ifndef MPC_BUILDEROPS_H"
    yield "#define MPC_BUILDEROPS_H"
    yield '#include "mpc/BuilderCall.h"'
    yield "namespace mpc {"
    for name in sorted(enums):
        yield from enum_lines(enums[name])
    for op in ops:
        yield from op.structs()
    yield "namespace detail {"
    for name in sorted(enums):
        yield from describe_lines(enums[name])
    yield "/// The ops of a function."
    yield "class Ops : protected Body {"
    yield "public:"
    yield "  using Body::Body;"
    for op in ops:
        yield from op.lines()
    yield "};"
    yield "} // namespace detail"
    yield "} // namespace mpc"
    yield "#endif // MPC_BUILDEROPS_H"


with open(sys.argv[2], "w") as out:
    out.write("\n".join(file_lines()) + "\n")
