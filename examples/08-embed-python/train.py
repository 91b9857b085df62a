#!/usr/bin/env python3
"""Trains an engine on Fashion-MNIST: train.py ENGINE DATA STEPS CHECKPOINT [DEVICE]"""

import gzip
import sys
from pathlib import Path

import mpcrt
import numpy


def read_idx(path):
    """An IDX file of bytes, whose header is a magic number and its dimensions."""
    data = gzip.decompress(Path(path).read_bytes())
    shape = numpy.frombuffer(data, ">i4", data[3], offset=4)
    return numpy.frombuffer(data, numpy.uint8, offset=4 + 4 * data[3]).reshape(shape)


class Loader:
    """Fills the arrays `x` and `y` with one batch after the other, shuffled anew in each
    epoch."""

    def __init__(self, engine, images, labels):
        self.x, self.y = (type.empty() for type in engine.inputs("train"))
        if self.x.shape[1:] != images.shape[1:]:
            sys.exit("train: error: the engine was made for other data")
        self.images, self.labels = images, labels
        self.order = []
        self.random = numpy.random.default_rng(0)

    def next(self):
        batch = len(self.x)
        if len(self.order) < batch:
            self.order = self.random.permutation(len(self.images))
        chosen, self.order = self.order[:batch], self.order[batch:]
        self.x[:], self.y[:] = self.images[chosen], self.labels[chosen]


def count_right(session, images, labels):
    """How many test images "eval" gets right; it takes one batch at a time."""
    x, y = (type.empty() for type in session.engine.inputs("eval"))
    right = 0
    for start in range(0, len(images) - len(x) + 1, len(x)):
        x[:], y[:] = images[start:start + len(x)], labels[start:start + len(x)]
        right += session.evaluate(x=x, y=y)["accuracy"].sum()
    return right / (len(images) // len(x) * len(x))


def main(engine, data, steps, checkpoint, device="auto"):
    engine = mpcrt.Engine(engine)
    loader = Loader(engine, read_idx(data + "/train-images-idx3-ubyte.gz"),
                    read_idx(data + "/train-labels-idx1-ubyte.gz"))
    with mpcrt.Session(engine, device) as session:
        session.init(seed=0)
        session.set("lr", 1e-3)
        session.bind(x=loader.x, y=loader.y)
        before = None
        for step in range(1, int(steps) + 1):
            loader.next()
            # A GPU has the next step before anybody asks for this one's loss.
            ticket = session.submit()
            if before is not None:
                report(session, before, step - 1)
            before = ticket
        report(session, before, int(steps))
        accuracy = count_right(session, read_idx(data + "/t10k-images-idx3-ubyte.gz"),
                               read_idx(data + "/t10k-labels-idx1-ubyte.gz"))
        print(f"accuracy {100 * accuracy:.1f} %")
        weight = session.get("fc1.weight")
        print(f"fc1.weight {weight.dtype} {weight.shape}, at most {abs(weight).max():.2f}")
        session.save(checkpoint, iteration=int(steps))
        print(f"saved {checkpoint}")


def report(session, ticket, step):
    done = session.collect(ticket, scalars=["loss_scale", "skipped"])
    if step % 100 == 0:
        print(f"step {step:5d}  loss {done['loss']:.4f}  scale {done['loss_scale']:g}  "
              f"skipped {done['skipped']}")


if __name__ == "__main__":
    if not 5 <= len(sys.argv) <= 6:
        sys.exit("usage: train.py ENGINE DATA STEPS CHECKPOINT [DEVICE]")
    main(*sys.argv[1:])
