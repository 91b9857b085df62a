#!/usr/bin/env python3
"""Makes bite.json: what PyTorch makes of the models of pipelines/Inputs/bite.

    build/bench-venv/bin/python test/reference/make_bite.py

The models, written again in PyTorch, trained on the same data from the same
parameters: in f32, and in naive f16, where every tensor of the forward and the
backward pass is f16 and the loss is not scaled. (The parameters and Adam's
moments stay f32 even there, or every model would break for their sake.) Stored
are the mean loss of the last ten steps and, for f16, what becomes of it.
"""

import json
import math
import sys
from pathlib import Path

import torch

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "pipelines/Inputs/bite"))

from cases import CASES, make_data, make_params  # noqa: E402

TYPES = {"F32": torch.float32, "I32": torch.int32}


def mean_square(prediction, y):
    error = prediction - y
    return (error * error).mean()


def weighted_loss(p, x, y):
    h = torch.tanh(x @ p["w1"] + p["b1"])
    return mean_square(h @ p["w2"] + p["b2"], y) * 1e-6


def closed_gate(p, x, y):
    return mean_square(torch.sigmoid(x @ p["w"] + p["b"]), y)


def one_hot(z, y):
    return (torch.arange(z.shape[1])[None] == y[:, None]).to(z.dtype)


def exp_overflow(p, x, y):
    z = x @ p["w"] + p["b"]
    norm = torch.log(torch.exp(z).sum(1))
    return (norm - (z * one_hot(z, y)).sum(1)).mean()


def large_variance(p, x, y):
    h = x @ p["w1"]
    d = h - h.mean(1, keepdim=True)
    n = d * torch.rsqrt((d * d).mean(1, keepdim=True) + 1e-3)
    return mean_square(n @ p["w2"] + p["b2"], y)


def masked_attention(p, x, m, y):
    # As a tensor: a number would be multiplied in f32 before it is rounded.
    least = torch.tensor(-1e9).to(x.dtype)
    scores = x @ p["q"] + (1 - m) * least
    pooled = (torch.softmax(scores, 1)[:, :, None] * x).sum(1)
    return mean_square(pooled @ p["w"] + p["b"], y)


def long_sum(p, x, y):
    error = x @ p["w"] + p["b"] - y
    return (error * error).sum() / 81920.0


def tiny_epsilon(p, x, y):
    h = x @ p["w1"]
    u = h / torch.sqrt((h * h).sum(1, keepdim=True) + 1e-8)
    return mean_square(u @ p["w2"] + p["b2"], y)


def small_probabilities(p, x, y):
    z = x @ p["w"] + p["b"]
    return -(torch.log(torch.softmax(z, 1)) * one_hot(z, y)).sum(1).mean()


def growth_rate(p, x, y):
    return mean_square((torch.exp(x @ p["w"]) - 1) * 1000, y)


def sum_loss(p, x, y):
    error = x @ p["w"] + p["b"] - y
    return (error * error).sum()


def as_tensors(entries):
    return {
        n: torch.tensor(values.tolist(), dtype=TYPES[dtype]).reshape(shape)
        for n, (dtype, shape, values) in entries.items()
    }


def train(name, dtype):
    case = CASES[name]
    model = globals()[name.replace("-", "_")]
    data = {
        n: t.to(dtype) if t.is_floating_point() else t
        for n, t in as_tensors(make_data(name)).items()
    }
    params = {n: t.requires_grad_() for n, t in as_tensors(make_params(name)).items()}
    _, _, eps = case.adam.partition("eps=")
    optimizer = torch.optim.Adam(params.values(), lr=case.rate, eps=float(eps or 1e-8))
    losses = []
    for _ in range(case.steps):
        optimizer.zero_grad()
        loss = model({n: p.to(dtype) for n, p in params.items()}, **data)
        assert loss.dtype == dtype, (name, loss.dtype)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def final(losses):
    return sum(losses[-10:]) / 10


def outcome(name):
    good, naive = train(name, torch.float32), train(name, torch.float16)
    f32, f16 = final(good), final(naive)
    bad = next((i for i, l in enumerate(naive) if not math.isfinite(l)), None)
    if bad is not None:
        naive_words = f"{naive[bad]} at step {bad + 1}"
    else:
        naive_words = f"ends at {f16 / f32:.3g} times f32's loss"
    print(f"{name:<20}{good[0]:12.4g} ->{f32:12.4g}   naive f16: {naive_words}")
    assert bad is not None or f16 > 1.05 * f32, "naive f16 is good enough"
    return {"first": good[0], "f32": f32, "naive f16": naive_words}


def main():
    models = {name: outcome(name) for name in CASES}
    text = json.dumps({"torch": torch.__version__, "models": models}, indent=1)
    (FOLDER / "bite.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
