"""Compares the gradients of random models under two sets of compile options, bit for bit.

usage: random_models.py FOLDER COUNT "OPTIONS" "OPTIONS" [FIRST-SEED]

Each model is a chain of layers that reads from values at hand, of two or three
dimensions; the same seed gives the same model. Prints the seed of what differs
and keeps its files.
"""

import random
import struct
import subprocess
import sys
from pathlib import Path


class Model:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines, self.arguments, self.parameters = [], [], []
        self.count = 0
        self.batch = self.random.choice([1, 3, 8, 33, 500])
        width = self.random.choice([1, 5, 16, 31, 64])
        self.values = [(self.argument("x0", "mpc.input", [self.batch, width]), [self.batch, width])]

    def argument(self, name, role, shape):
        init = ", mpc.init = #mpc.init<normal(0.0, 0.3)>" if role == "mpc.param" else ""
        self.arguments.append(f'%{name}: {self.type(shape)} {{{role} = "{name}"{init}}}')
        return "%" + name

    def parameter(self, shape):
        return self.argument(f"p{len(self.arguments)}", "mpc.param", shape)

    @staticmethod
    def type(shape):
        return "tensor<" + "".join(f"{n}x" for n in shape) + "f32>"

    def emit(self, text, shape, keep=True):
        self.count += 1
        name = f"%v{self.count}"
        self.lines.append(f"  {name} = {text}")
        if keep:
            self.values.append((name, shape))
        return name

    def pick(self):
        return self.values[-1]

    def step(self):
        self.random.choice([self.dense, self.dense, self.dense, self.unary, self.unary, self.bias, self.residual,
                            self.softmax, self.normalize, self.transposed, self.gate, self.scale_rows,
                            self.algorithm])()

    def dense(self):
        (x, [rows, columns]) = self.pick()
        out = self.random.choice([1, 4, 10, 32, 65])
        if self.random.random() < 0.5:
            w = self.parameter([columns, out])
            dims, wtype = "[1] x [0]", self.type([columns, out])
        else:
            w = self.parameter([out, columns])
            dims, wtype = "[1] x [1]", self.type([out, columns])
        self.emit(f"mpc.dot_general {x}, {w} contract {dims} : ({self.type([rows, columns])}, {wtype}) -> "
                  f"{self.type([rows, out])}", [rows, out])

    def unary(self):
        (x, shape) = self.pick()
        op = self.random.choice(["relu", "tanh", "logistic", "gelu", "abs", "neg", "sin", "exp"])
        if op == "exp":
            x = self.emit(f"mpc.tanh {x} : {self.type(shape)}", shape, keep=False)
        form = " erf," if op == "gelu" else ""
        self.emit(f"mpc.{op}{form} {x} : {self.type(shape)}", shape)

    def algorithm(self):
        (x, shape) = self.pick()
        if self.random.random() < 0.5:
            self.emit(f"mpc.cumsum {x} dim 1 : {self.type(shape)}", shape)
        else:
            self.count += 1
            name = f"%v{self.count}"
            self.lines.append(f"  {name}, {name}_places = mpc.sort {x} dim 1 : {self.type(shape)}")
            self.values.append((name, shape))

    def bias(self):
        (x, shape) = self.pick()
        b = self.parameter(shape[1:])
        wide = self.emit(f"mpc.broadcast {b} dims [1] : {self.type(shape[1:])} -> {self.type(shape)}", shape, False)
        self.emit(f"mpc.add {x}, {wide} : {self.type(shape)}", shape)

    def residual(self):
        (x, shape) = self.pick()
        others = [v for v, s in self.values if s == shape and v != x]
        if not others:
            return self.unary()
        op = self.random.choice(["add", "sub", "mul", "max"])
        self.emit(f"mpc.{op} {x}, {self.random.choice(others)} : {self.type(shape)}", shape)

    def softmax(self):
        (x, shape) = self.pick()
        self.emit(f"mpc.softmax {x} dim 1 : {self.type(shape)}", shape)

    def normalize(self):
        (x, shape) = self.pick()
        row, full = self.type(shape[:1]), self.type(shape)
        mean = self.emit(f"mpc.reduce mean, {x} dims [1] : {full} -> {row}", shape[:1], False)
        wide = self.emit(f"mpc.broadcast {mean} dims [0] : {row} -> {full}", shape, False)
        centred = self.emit(f"mpc.sub {x}, {wide} : {full}", shape, False)
        square = self.emit(f"mpc.mul {centred}, {centred} : {full}", shape, False)
        variance = self.emit(f"mpc.reduce mean, {square} dims [1] : {full} -> {row}", shape[:1], False)
        eps = self.emit(f"mpc.constant dense<1.0e-5> : {row}", shape[:1], False)
        safe = self.emit(f"mpc.add {variance}, {eps} : {row}", shape[:1], False)
        root = self.emit(f"mpc.rsqrt {safe} : {row}", shape[:1], False)
        wide = self.emit(f"mpc.broadcast {root} dims [0] : {row} -> {full}", shape, False)
        self.emit(f"mpc.mul {centred}, {wide} : {full}", shape)

    def transposed(self):
        """x^T x, which mixes the batch, times x again."""
        (x, [rows, columns]) = self.pick()
        full = self.type([rows, columns])
        t = self.emit(f"mpc.transpose {x} perm [1, 0] : {full} -> {self.type([columns, rows])}",
                      [columns, rows], False)
        gram = self.emit(f"mpc.dot_general {t}, {x} contract [1] x [0] : ({self.type([columns, rows])}, {full}) -> "
                         f"{self.type([columns, columns])}", [columns, columns], False)
        small = self.emit(f"mpc.tanh {gram} : {self.type([columns, columns])}", [columns, columns], False)
        self.emit(f"mpc.dot_general {x}, {small} contract [1] x [0] : ({full}, {self.type([columns, columns])}) -> "
                  f"{full}", [rows, columns])

    def gate(self):
        (x, shape) = self.pick()
        full = self.type(shape)
        zero = self.emit(f"mpc.constant dense<0.0> : {full}", shape, False)
        tenth = self.emit(f"mpc.constant dense<0.1> : {full}", shape, False)
        mask = self.emit(f"mpc.compare gt, {x}, {zero} : {full}", shape, False)
        small = self.emit(f"mpc.mul {x}, {tenth} : {full}", shape, False)
        self.emit(f"mpc.select {mask}, {x}, {small} : {full}", shape)

    def scale_rows(self):
        (x, shape) = self.pick()
        row, full = self.type(shape[:1]), self.type(shape)
        total = self.emit(f"mpc.reduce {self.random.choice(['sum', 'max', 'mean'])}, {x} dims [1] : {full} -> {row}",
                          shape[:1], False)
        small = self.emit(f"mpc.logistic {total} : {row}", shape[:1], False)
        wide = self.emit(f"mpc.broadcast {small} dims [0] : {row} -> {full}", shape, False)
        self.emit(f"mpc.mul {x}, {wide} : {full}", shape)

    def text(self):
        self.dense()
        for _ in range(self.random.randint(3, 12)):
            self.step()
        (x, shape) = self.values[-1]
        small = self.emit(f"mpc.tanh {x} : {self.type(shape)}", shape)
        flat = self.emit(f"mpc.mul {small}, {x} : {self.type(shape)}", shape)
        loss = self.emit(f"mpc.reduce mean, {flat} dims [0, 1] : {self.type(shape)} -> tensor<f32>", [], False)
        arguments = ",\n    ".join(self.arguments)
        return (f"func.func @train(\n    {arguments})\n    -> (tensor<f32> {{mpc.result = \"loss\"}}) {{\n"
                + "\n".join(self.lines) + f"\n  return {loss} : tensor<f32>\n}}\n")


def write_input(path, shape, seed):
    values = random.Random(seed)
    count = shape[0] * shape[1]
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({shape[0]}, {shape[1]}), }}"
    header = header.ljust(117) + "\n"
    data = struct.pack(f"<{count}f", *(values.gauss(0, 1) for _ in range(count)))
    path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + data)


def main():
    folder, count, *options = sys.argv[1:]
    first = int(options.pop()) if len(options) > 2 else 0
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    differing = []
    for seed in range(first, first + int(count)):
        model = Model(seed)
        path = folder / f"{seed}.mlir"
        path.write_text(model.text())
        write_input(folder / f"{seed}.npy", model.values[0][1], seed)
        results = []
        for i, flags in enumerate(options):
            out = folder / f"{seed}.{i}.safetensors"
            subprocess.run(["mpc", "grad", path, "--seed", "1", "--input", f"x0=@{folder / f'{seed}.npy'}", "-o", out,
                            *flags.split()], check=True, stderr=subprocess.DEVNULL)
            results.append(out.read_bytes())
        if results[0] != results[1]:
            differing.append(seed)
            continue
        for name in [f"{seed}.mlir", f"{seed}.npy", f"{seed}.0.safetensors", f"{seed}.1.safetensors"]:
            (folder / name).unlink()
    if differing:
        sys.exit(f"models of seeds {differing} differ under {options}; see {folder}")
    print(f"{count} models agree bit for bit")


if __name__ == "__main__":
    main()
