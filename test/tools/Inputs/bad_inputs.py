"""Feeds malformed models, data files, engines and checkpoints to mpc.

Each case states the exit code and what the message must say. Whatever the case, mpc
may not die of a signal, nor leave a partial output or a temporary file.

usage: bad_inputs.py models|data|engines|checkpoints MPC LINEAR.mlir DIRECTORY
"""

import gzip
import json
import os
import re
import struct
import subprocess
import sys

from arrays import idx, npy, points, safetensors, write

X_SHAPE, Y_SHAPE = [16, 4], [16]
X, Y = points(16, 1)
GOOD_X, GOOD_Y = npy("f", X_SHAPE, X), npy("i", Y_SHAPE, Y)


class Bench:
    def __init__(self, mpc, model, directory):
        self.mpc, self.directory = mpc, directory
        self.model_text = open(model).read()
        self.passed, self.failures = 0, []
        os.makedirs(directory, exist_ok=True)
        self.write("linear.mlir", self.model_text.encode())
        self.write("x.npy", GOOD_X)
        self.write("y.npy", GOOD_Y)

    def write(self, name, content):
        write(os.path.join(self.directory, name), content)

    def read(self, name):
        with open(os.path.join(self.directory, name), "rb") as file:
            return file.read()

    def run(self, *arguments):
        return subprocess.run([self.mpc, *arguments], cwd=self.directory, timeout=60,
                              stdin=subprocess.DEVNULL, capture_output=True)

    def expect(self, what, code, pattern, *arguments, absent=()):
        """Runs mpc: it must exit with `code`, match `pattern` and leave no `absent` file."""
        before = set(os.listdir(self.directory))
        done = self.run(*arguments)
        said = done.stderr.decode("utf-8", "replace")
        left = set(os.listdir(self.directory)) - before
        problems = []
        if done.returncode != code:
            problems.append("exit code %d, expected %d" % (done.returncode, code))
        if not re.search(pattern, said):
            problems.append("message does not match %r" % pattern)
        if left:
            problems.append("left %s" % sorted(left))
        for sign in ("Stack dump", "PLEASE submit a bug", "AddressSanitizer", "runtime error:"):
            if sign in said:
                problems.append("says %r" % sign)
        if any(ord(c) < 32 and c not in "\n\t" for c in said):
            problems.append("sends control characters to the terminal")
        if problems:
            self.failures.append("%s: %s\n  %s\n  %s" % (
                what, "; ".join(problems), " ".join(arguments), said.strip()[:600]))
        else:
            self.passed += 1


# --- Models --------------------------------------------------------------------

def replaced(old, new):
    def change(text):
        assert old in text, old
        return text.replace(old, new)
    return change


NEST = 10000
WHOLE_MODELS = {
    "garbage": "this is no model\n",
    "unbalanced brace": "func.func @train() {\n",
    "unterminated string": 'func.func @train() attributes {a = "b\n',
    "nested parentheses": "(" * NEST,
    "nested brackets": "#a = " + "[" * NEST + "]" * NEST,
    "nested braces": "#a = " + "{a = " * NEST + "}" * NEST,
    "nested angles": "!a = " + "tensor<" * NEST + "f32" + ">" * NEST,
    "nested tuples": "func.func private @f(" + "tuple<" * NEST + "f32" + ">" * NEST + ")",
    "nested regions": '"a.b"() (' + '{ "a.b"() (' * NEST + "})" * NEST + ": () -> ()",
    "nested locations": "module {} loc(" + "fused[" * NEST + '"a"' + "]" * NEST + ")",
    "unknown op": "func.func @train() { mpc.frobnicate }\n",
    "unknown dialect": 'func.func @train() { "nowhere.op"() : () -> () return }\n',
    "invalid UTF-8 and controls": "func.func @\xff\xfe\x1b[2J() { }\n",
}

CHANGED_MODELS = {
    "shape overflows": replaced("tensor<8x4xf32>", "tensor<4294967296x4294967296xf32>"),
    "shape overflows by a byte": replaced("tensor<8x4xf32>", "tensor<3037000500x3037000500xf32>"),
    "dimension overflows": replaced("tensor<8x4xf32>", "tensor<99999999999999999999x4xf32>"),
    "dynamic dimension": replaced("tensor<8x4xf32>", "tensor<?x4xf32>"),
    "unranked tensor": replaced("tensor<8x4xf32>", "tensor<*xf32>"),
    "contracted dimensions disagree": replaced("tensor<4x3xf32>", "tensor<5x3xf32>"),
    "contracting dimension out of range": replaced("contract [1] x [0]", "contract [2] x [0]"),
    "contracting dimension negative": replaced("contract [1] x [0]", "contract [-1] x [0]"),
    "operand shapes disagree": replaced("mpc.add %0, %1 :", "mpc.add %0, %b :"),
    "reduced dimension out of range": replaced("mean, %losses dims [0]", "mean, %losses dims [7]"),
    "broadcast dimension out of range": replaced("%b dims [1]", "%b dims [9]"),
    "unknown reduction": replaced("reduce mean", "reduce median"),
    "unknown comparison": replaced("compare eq", "compare almost"),
    "unknown initialiser": replaced("xavier_uniform", "magic"),
    "labels are floats": replaced("tensor<8xi32>", "tensor<8xf32>"),
    "element type has no meaning": replaced("f32", "i7"),
    "undefined value": replaced("return %2", "return %3"),
    "value defined twice": replaced("%1 = ", "%0 = "),
    "callee is missing": replaced("call @correct", "call @nobody"),
    "callee gets wrong arguments": replaced("call @logits(%x, %w, %b)", "call @logits(%w, %x, %b)"),
    "function calls itself": replaced("%0 = mpc.dot_general %x, %w contract [1] x [0]\n      : (tensor<8x4xf32>, tensor<4x3xf32>) -> tensor<8x3xf32>",
                                      "%0 = call @logits(%x, %w, %b) : (tensor<8x4xf32>, tensor<4x3xf32>, tensor<3xf32>) -> tensor<8x3xf32>"),
    "loss is no scalar": replaced("return %loss, %accuracy : tensor<f32>, tensor<f32>",
                                  "return %losses, %accuracy : tensor<8xf32>, tensor<f32>"),
    "parameter differs between functions": replaced('%w: tensor<4x3xf32> {mpc.param = "w"}',
                                                    '%w: tensor<4x4xf32> {mpc.param = "w"}'),
    "argument without a role": replaced('%b: tensor<3xf32> {mpc.param = "b"})\n    -> (tensor<f32>',
                                        "%b: tensor<3xf32>)\n    -> (tensor<f32>"),
    "input named twice": replaced('{mpc.input = "y"}', '{mpc.input = "x"}'),
    "parameter named twice": replaced('%b: tensor<3xf32> {mpc.param = "b"})\n    -> (tensor<f32>',
                                      '%b: tensor<3xf32> {mpc.param = "w"})\n    -> (tensor<f32>'),
    "role is no string": replaced('mpc.input = "y"', "mpc.input = 7"),
    "cut off in the middle": lambda text: text[:len(text) // 2],
}


def models(bench):
    compiled = ("compile", "bad.mlir", "-o", "bad.engine")
    located = r"bad\.mlir:\d+:\d+: error: "
    for what, text in WHOLE_MODELS.items():
        bench.write("bad.mlir", text.encode("latin-1"))
        bench.expect(what, 1, located, *compiled)
    for what, change in CHANGED_MODELS.items():
        bench.write("bad.mlir", change(bench.model_text).encode())
        bench.expect(what, 1, located, *compiled)
    bench.write("bad.mlir", b"")
    bench.expect("empty model", 1, r"bad\.mlir.*error: |error: bad\.mlir", *compiled)
    bench.write("bad.mlir", b"\x7fELF\0\0\0\0")
    bench.expect("a program", 1, r"bad\.mlir: neither a model", *compiled)
    bench.expect("a directory", 5, "is a directory", "compile", ".", "-o", "bad.engine")
    bench.expect("no such file", 5, "no such file", "compile", "gone.mlir", "-o", "bad.engine")


# --- Data ----------------------------------------------------------------------

def huge_header():
    return b"\x93NUMPY\x02\0" + struct.pack("<I", 0xFFFFFFFF) + b" " * 100


BAD_X = {
    "empty file": b"",
    "npy cut within its magic": GOOD_X[:5],
    "npy cut within its header": GOOD_X[:40],
    "npy cut within its data": GOOD_X[:-1],
    "npy with bytes to spare": GOOD_X + b"\0",
    "npy of version 9": npy("f", X_SHAPE, X, version=9),
    "npy header of 4 GiB": huge_header(),
    "npy header is no dictionary": npy("f", X_SHAPE, X, header="[1, 2, 3]"),
    "npy header without shape": npy("f", X_SHAPE, X, header="{'descr': '<f4', 'fortran_order': False}"),
    "npy header with code": npy("f", X_SHAPE, X, header="__import__('os').system('true')"),
    "npy shape overflows": npy("f", [2 ** 62, 2 ** 62], X),
    "npy shape is larger than memory": npy("f", [2 ** 44, 4], X),
    "npy dimension beyond 64 bits": npy("f", [2 ** 70, 4], X),
    "npy dimension negative": npy("f", [-16, 4], X),
    "npy in Fortran order": npy("f", X_SHAPE, X, order="True"),
    "npy big-endian": npy("f", X_SHAPE, X, descr=">f4"),
    "npy of objects": npy("f", X_SHAPE, X, descr="|O"),
    "npy of records": npy("f", X_SHAPE, X,
                          header="{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (16, 4), }"),
    "wrong dtype": npy("d", X_SHAPE, X),
    "wrong example shape": npy("f", [16, 3], X[:48]),
    "other count of examples": npy("f", [15, 4], X[:60]),
    "fewer examples than a batch": npy("f", [3, 4], X[:12]),
    "no examples": npy("f", [0, 4], []),
    "scalar": npy("f", [], [1.0]),
    "idx cut within its header": idx(0x0D, X_SHAPE, b"")[:7],
    "idx cut within its data": idx(0x0D, X_SHAPE, b"\0" * 255),
    "idx with bytes to spare": idx(0x0D, X_SHAPE, b"\0" * 257),
    "idx of unknown type": idx(0x0A, X_SHAPE, b"\0" * 256),
    "idx promises 2^64 elements": idx(0x0D, [2 ** 32 - 1, 2 ** 32 - 1], b"\0" * 256),
    "idx of rank 255 cut short": b"\0\0\x0d\xff" + b"\0\0\0\x01" * 9,
    "idx bytes for floats": idx(0x08, X_SHAPE, b"\0" * 64),
    "gzip cut short": gzip.compress(idx(0x0D, X_SHAPE, os.urandom(256)), mtime=0)[:-12],
    "gzip with a flipped bit": gzip.compress(idx(0x0D, X_SHAPE, b"\0" * 256), mtime=0)[:-7] + b"\xff" * 7,
    "gzip of something else": gzip.compress(b"hello", mtime=0),
    "gzip promises more than it can hold": gzip.compress(idx(0x0D, [2 ** 31, 2 ** 31 - 1], b""), mtime=0),
    "gzip promises more than it holds": gzip.compress(idx(0x0D, [17, 4], b"\0" * 256), mtime=0),
    "gzip holds more than it promises": gzip.compress(idx(0x0D, [15, 4], b"\0" * 256), mtime=0),
    "text": b"1.0, 2.0, 3.0\n",
}


def safetensors_with(header, data=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def entry(dtype="F32", shape=(16, 4), offsets=(0, 256)):
    return {"x": {"dtype": dtype, "shape": list(shape), "data_offsets": list(offsets)}}


BAD_SAFETENSORS = {
    "header longer than the file": struct.pack("<Q", 2 ** 40) + b"{}",
    "header length overflows": struct.pack("<Q", 2 ** 64 - 1) + b"{" + b" " * 64,
    "header is no JSON": safetensors_with(b"{nonsense" + b" " * 20),
    "header nested deep": safetensors_with(b'{"x":' + b"[" * 100000),
    "data cut short": safetensors_with(entry(), b"\0" * 255),
    "offsets beyond the file": safetensors_with(entry(offsets=(0, 2 ** 60)), b"\0" * 256),
    "offsets backwards": safetensors_with(entry(offsets=(256, 0)), b"\0" * 256),
    "offsets negative": safetensors_with(entry(offsets=(-256, 0)), b"\0" * 256),
    "offsets disagree with shape": safetensors_with(entry(shape=(16, 5)), b"\0" * 256),
    "shape overflows": safetensors_with(entry(shape=(2 ** 62, 2 ** 62)), b"\0" * 256),
    "unknown dtype": safetensors_with(entry(dtype="F31"), b"\0" * 256),
    "tensor named twice": safetensors_with(
        b'{"x":{"dtype":"F32","shape":[16,4],"data_offsets":[0,256]},'
        b'"x":{"dtype":"F32","shape":[16,4],"data_offsets":[0,256]}}', b"\0" * 256),
    "invalid UTF-8": safetensors_with(b'{"\xff\xfe":' + json.dumps(entry()["x"]).encode() + b"}", b"\0" * 256),
}


def train(x="x.npy", y="y.npy", *more):
    return ("train", "linear.mlir", "--data", "x=" + x, "--data", "y=" + y, "--epochs", "1", *more)


def data(bench):
    for what, content in BAD_X.items():
        bench.write("bad", content)
        bench.expect(what, 1, r"mpc: error: (bad: |inputs expect)", *train(x="bad"))
    for what, content in BAD_SAFETENSORS.items():
        bench.write("bad", content)
        bench.expect("safetensors: " + what, 1, r"mpc: error: bad: ", *train(x="bad:x"))
    bench.write("good.safetensors", safetensors({"x": ("f", X_SHAPE, X), "z": ("f", X_SHAPE, X)}))
    bench.expect("no such tensor", 1, "good.safetensors: .*'q'", *train(x="good.safetensors:q"))
    bench.expect("which tensor", 1, "good.safetensors: .*'x' and 'z'", *train(x="good.safetensors"))
    bench.expect("no such file", 5, "no such file", *train(x="gone"))
    bench.expect("a directory", 5, "is a directory", *train(x="."))
    bench.expect("an engine for data", 1, r"linear\.mlir: ", *train(x="linear.mlir"))


# --- Engines -------------------------------------------------------------------

HEADER, SECTION = struct.Struct("<8sIIQQ"), struct.Struct("<32sQQQ")


def engines(bench):
    bench.run("compile", "linear.mlir", "-o", "good.engine")
    good = bench.read("good.engine")
    count = HEADER.unpack_from(good)[2]
    sections = [SECTION.unpack_from(good, HEADER.size + i * SECTION.size) for i in range(count)]

    def expect(what, content, pattern="bad.engine: "):
        bench.write("bad.engine", content)
        for command in (("info", "bad.engine"),
                        ("train", "bad.engine", "--data", "x=x.npy", "--data", "y=y.npy", "--epochs", "1")):
            bench.expect("%s (%s)" % (what, command[0]), 1, pattern, *command)

    def patched(offset, raw):
        return good[:offset] + raw + good[offset + len(raw):]

    expect("cut within its magic and binary", good[:7] + b"\0")
    expect("cut within its header", good[:20])
    expect("cut within its section table", good[:HEADER.size + SECTION.size // 2])
    expect("cut by a byte", good[:-1])
    expect("a byte to spare", good + b"\0")
    for name, offset, size, _ in sections:
        name = name.rstrip(b"\0").decode()
        expect("cut at the start of section " + name, good[:offset])
        expect("cut in section " + name, good[:offset + size // 2])
        if size:
            flipped = bytes([good[offset + size // 2] ^ 1])
            expect("a flipped bit in section " + name, patched(offset + size // 2, flipped),
                   "bad.engine: .*" + re.escape(name))
    expect("of a later version", patched(8, struct.pack("<I", 999)), "bad.engine: .*999")
    expect("of 2^32-1 sections", patched(12, struct.pack("<I", 2 ** 32 - 1)))
    expect("of no sections", patched(12, struct.pack("<I", 0)))
    expect("with a wrong size", patched(16, struct.pack("<Q", 2 ** 63)))
    expect("with a changed table", patched(HEADER.size + 32, struct.pack("<Q", 2 ** 64 - 4096)))
    expect("of zeros", good[:8] + b"\0" * (len(good) - 8))
    bench.expect("a model is no engine", 1, "linear.mlir: not an engine", "info", "linear.mlir")
    bench.expect("compile options with an engine", 2, "'--format'",
                 "train", "good.engine", "--format=f64", "--data", "x=x.npy", "--data", "y=y.npy",
                 "--epochs", "1")


# --- Checkpoints and parameters ------------------------------------------------

def checkpoints(bench):
    good = {"w": ("f", [4, 3], [0.5] * 12), "b": ("f", [3], [0.0] * 3)}

    def grad(what, tensors, pattern, code=1):
        content = tensors if isinstance(tensors, bytes) else safetensors(tensors)
        bench.write("bad.safetensors", content)
        bench.expect("parameters: " + what, code, pattern, "grad", "linear.mlir", "--params",
                     "bad.safetensors", "--input", "x=@batch-x.npy", "--input", "y=@batch-y.npy",
                     "-o", "gradients.safetensors")

    bench.write("batch-x.npy", npy("f", [8, 4], X[:32]))
    bench.write("batch-y.npy", npy("i", [8], Y[:8]))
    grad("one is missing", {"w": good["w"]}, r"bad\.safetensors: .*'b'")
    grad("wrong shape", {**good, "w": ("f", [3, 4], [0.5] * 12)}, r"bad\.safetensors: .*'w'")
    grad("wrong dtype", {**good, "w": ("i", [4, 3], [1] * 12)}, r"bad\.safetensors: .*'w'")
    grad("cut short", safetensors(good)[:-1], r"bad\.safetensors: ")
    grad("cut within the header", safetensors(good)[:30], r"bad\.safetensors: ")
    grad("empty", b"", r"bad\.safetensors: ")
    grad("text", b"hello, world, this is text", r"bad\.safetensors: ")

    def resume(what, name, content, pattern):
        directory = os.path.join(bench.directory, "run")
        for old in os.listdir(directory):
            os.remove(os.path.join(directory, old))
        bench.write("run/" + name, content)
        bench.expect("checkpoint: " + what, 1, pattern,
                     *train("x.npy", "y.npy", "--checkpoint", "run", "--resume"))
        if bench.read("run/" + name) != content or os.listdir(directory) != [name]:
            bench.failures.append("checkpoint: %s: the folder was changed" % what)

    done = bench.run(*train("x.npy", "y.npy", "--checkpoint", "run"))
    assert done.returncode == 0, done.stderr.decode()
    name = "step-000002.safetensors"
    saved = bench.read("run/" + name)
    start = 8 + struct.unpack("<Q", saved[:8])[0]
    resume("cut short", name, saved[:-1], name)
    resume("cut within its header", name, saved[:start // 2], name)
    resume("only its data is cut", name, saved[:start], name)
    resume("empty", name, b"", name)
    resume("of something else", name, safetensors(good), name)
    resume("of another model", name, saved.replace(b'"w"', b'"v"'), name)


def main():
    part, mpc, model, directory = sys.argv[1:]
    bench = Bench(mpc, model, directory)
    {"models": models, "data": data, "engines": engines, "checkpoints": checkpoints}[part](bench)
    for failure in bench.failures:
        print("FAILED", failure)
    print("%d of %d malformed %s refused as they should be" % (
        bench.passed, bench.passed + len(bench.failures), part))
    sys.exit(1 if bench.failures else 0)


main()
