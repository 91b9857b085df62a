#!/usr/bin/env python3
"""Trains with the package mpcrt: train.py ENGINE FOLDER"""

import sys

import mpcrt
import numpy
from mpcrt._arrays import borrow

ENGINE, FOLDER = sys.argv[1:]


class Foreign:
    """An array of somebody else, known by its DLPack alone."""

    def __init__(self, array):
        self.array = array

    def __dlpack__(self, **options):
        return self.array.__dlpack__(**options)

    def __dlpack_device__(self):
        return self.array.__dlpack_device__()


def refuse(call):
    try:
        call()
        print("is accepted")
    except (mpcrt.MpcError, ValueError, TypeError) as error:
        print(f"{type(error).__name__}: {error}")


engine = mpcrt.Engine(ENGINE)
inputs = ", ".join(f"{t.name} {t.element} {t.shape}" for t in engine.inputs())
print(f"train takes {inputs} and gives {', '.join(t.name for t in engine.outputs())}")

random = numpy.random.default_rng(0)
x = random.random((16, 4), numpy.float32)
y = x @ numpy.array([1, 2, 3, 4], numpy.float32)
session = mpcrt.Session(engine, device="host", threads=1)
session.init(seed=1)
session.set("lr", 0.05)
for i in range(1000):
    loss = session.step(x=Foreign(x), y=y)["loss"]
assert loss < 1e-3, loss
print("w is", numpy.round(session.get("w"), 1))
session.save(FOLDER + "/a.safetensors", iteration=1000)

ticket = session.submit(x=x, y=y)
done = session.collect(ticket, scalars=["iteration"])
print("the iteration is", done["iteration"])
print("nothing was copied" if borrow(Foreign(x), engine.inputs()[0]).address == x.ctypes.data
      else "it was copied")

other = mpcrt.Session(mpcrt.Engine(open(ENGINE, "rb").read()), device="host")
iteration, seed = other.load(FOLDER + "/a.safetensors")
other.step(x=x, y=y)
same = numpy.array_equal(other.get("w"), session.get("w"))
print(f"goes on at {iteration + 1} with {'the same' if same else 'other'} bits")

refuse(lambda: session.step(x=x))
refuse(lambda: session.step(x=x, y=y, z=y))
refuse(lambda: session.step(x=x[:3], y=y))
refuse(lambda: session.step(x=x.astype(int), y=y))
refuse(lambda: session.set("w", "abc"))
refuse(lambda: session.get("q"))
refuse(lambda: session.run("f"))
refuse(lambda: mpcrt.Engine("no.engine"))
refuse(lambda: mpcrt.Engine(b"nothing"))
refuse(lambda: mpcrt.Session(engine, device="cuda"))
session.close()
refuse(lambda: session.get("w"))
