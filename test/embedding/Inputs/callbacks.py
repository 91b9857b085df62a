#!/usr/bin/env python3
"""A session that calls into the program: callbacks.py ENGINE

The engine is that of examples/02-fashion-mlp, whose kernels have work for two threads."""

import sys
from concurrent.futures import ThreadPoolExecutor

import mpcrt
import numpy

engine = mpcrt.Engine(sys.argv[1])
random = numpy.random.default_rng(0)


def make_batch(function):
    types = {type.name: type for type in engine.inputs(function)}
    images = random.integers(0, 256, types["x"].shape, numpy.uint8)
    labels = random.integers(0, 10, types["y"].shape).astype(types["y"].dtype)
    return {"x": images, "y": labels}


def train(**options):
    session = mpcrt.Session(engine, "host", threads=2, **options)
    session.init(seed=1)
    session.set("lr", 1e-3)
    losses = [session.step(**batch)["loss"] for batch in batches]
    return losses, session.evaluate(**exam)


batches = [make_batch("train") for _ in range(3)]
exam = make_batch("eval")
calls = []
losses, results = train()
with ThreadPoolExecutor(2) as pool:
    def share_out(count, task):
        calls.append(count)
        list(pool.map(task, range(count)))

    its_losses, its_results = train(parallel_for=share_out)
same = losses == its_losses and all((results[k] == its_results[k]).all() for k in results)
print(f"threads of the program: {'same bits' if same and calls else 'differ'}")

messages = []


def remember(level, message):
    messages.append(level)
    raise ValueError("nobody hears this")


try:
    train(parallel_for=lambda count, task: 1 / 0, log=remember)
except mpcrt.MpcError as error:
    print(f"{str(error).split('; ')[-1]}: {type(error.__cause__).__name__}")
print("the log has heard:", *messages)
