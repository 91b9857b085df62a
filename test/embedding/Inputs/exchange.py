#!/usr/bin/env python3
"""Hands arrays to and from sessions without a copy: exchange.py ENGINE DEVICE

The engine is that of linear.mlir. JAX and PyTorch take part where they are installed."""

import gc
import sys

import mpcrt
import numpy

ENGINE, DEVICE = sys.argv[1:]
engine = mpcrt.Engine(ENGINE)
x = numpy.random.default_rng(0).random((16, 4), numpy.float32)
y = x @ numpy.array([1, 2, 3, 4], numpy.float32)


def open_session(**options):
    session = mpcrt.Session(engine, DEVICE, **options)
    session.init(seed=1)
    session.set("lr", 0.0)
    session.set("w", numpy.ones(4, numpy.float32))
    return session


def check(what, holds):
    print(f"{what}: {'yes' if holds else 'no'}")


def take_libraries():
    """What makes an array of theirs of a DLPack, and one of numpy's of theirs."""
    yield "numpy", numpy.from_dlpack, numpy.asarray
    try:
        import torch
        yield "torch", torch.from_dlpack, lambda array: array.numpy()
    except ImportError:
        pass
    try:
        import jax
        yield "jax", jax.dlpack.from_dlpack, numpy.asarray
    except ImportError:
        pass


session = open_session()
by_call = session.step(x=x, y=y)["loss"]
w = session.get("w")

other = open_session()
bound = x.copy()
other.bind(x=bound, y=y)
check("bound arrays give the same loss", other.step()["loss"] == by_call)
bound[:] = 0
check("they are read when a step begins",
      other.step()["loss"] == other.step(x=numpy.zeros_like(x))["loss"])
other.bind(x=None)
try:
    other.step()
except mpcrt.MpcError as error:
    print(f"without them: {str(error).split(': ', 1)[1]}")

wide = numpy.zeros((16, 12), numpy.float32)
wide[:, ::3] = x
apart = open_session()
check("strides are followed", apart.step(x=wide[:, ::3], y=y[::-1][::-1])["loss"] == by_call)
check("a transposed array, too",
      open_session().step(x=numpy.asfortranarray(x), y=y)["loss"] == by_call)

out = numpy.zeros(8, numpy.float32)[::2]
check("out is filled", session.get("w", out=out) is out and (out == w).all())
try:
    session.get("w", out=numpy.zeros(4))
except TypeError as error:
    print("wrong out:", error)

view = session.view("w")
print("a view is", view.type.element, view.type.shape, "on",
      {1: "the host", 2: "a GPU"}[view.__dlpack_device__()[0]])
session.set("w", view)
check("it can be set", (session.get("w") == w).all())

if DEVICE == "host":
    shown = view.numpy()
    session.set("lr", 0.5)
    for _ in range(10):  # The first few are skipped, until the loss scale fits.
        session.step(x=x, y=y)
    check("it changes with a step", session.step(x=x, y=y) and not (shown == w).all())
    check("it is read-only", not shown.flags.writeable)
    for name, take, to_numpy in take_libraries():
        taken = take(view)
        if to_numpy(taken).ctypes.data != shown.ctypes.data:
            print(f"{name} has copied")
        given = take(numpy.ascontiguousarray(x))
        if open_session().step(x=given, y=y)["loss"] != by_call:
            print(f"{name} gives another loss")
    print("libraries:", " ".join(name for name, *_ in take_libraries()))
    session.close()
    del session, taken, view
    gc.collect()
    check("its memory outlives the session", numpy.isfinite(shown).all())
else:
    wide = mpcrt.Session(engine, DEVICE)
    wide.set("w", view)
    check("it goes from GPU to GPU", (wide.get("w") == w).all())
    try:
        mpcrt.Session(engine, "host").set("w", view)
    except mpcrt.MpcError as error:
        print("elsewhere:", error)
    check("the stream is there", view.__dlpack__(stream=None) and wide.stream > 0)
