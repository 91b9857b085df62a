#!/usr/bin/env python3
"""Makes grad-scaler.json: what PyTorch's GradScaler does, step by step.

    build/bench-venv/bin/python test/reference/make_grad_scaler.py

torch.amp.GradScaler itself runs on the CPU; each step puts a scaled gradient
into a parameter and calls unscale_, step and update. A scenario has the
scaler's options (init, growth, backoff, interval: as in --loss-scale=dynamic)
and, for each step, the scaled gradient ("g" for a finite one, "inf", "-inf",
"nan") and what stood in the scaler after it:

    scale    the loss scale, an f32 (the string "inf" if it is infinite)
    tracker  steps without an overflow since the scale last changed
    skipped  whether the optimizer did not run

PyTorch multiplies by the factors in f64 and rounds to f32; the factors here are
f32 numbers, so that a product in f32 is the same.

`deviation` marks steps at which mpc must differ, with what it must do instead:
GradScaler looks at the scaled gradient, mpc at the unscaled one, so that it also
sees an overflow which unscaling makes.
"""

import json
import math
import random
import re
import warnings
from pathlib import Path

import torch

FOLDER = Path(__file__).resolve().parent
DEFAULTS = {"init": 65536.0, "growth": 2.0, "backoff": 0.5, "interval": 2000}
VALUES = {"g": 1.0, "inf": math.inf, "-inf": -math.inf, "nan": math.nan}
LARGEST = 3.4028234663852886e38


def make_scaler(options):
    return torch.amp.GradScaler(
        "cpu",
        init_scale=options["init"],
        growth_factor=options["growth"],
        backoff_factor=options["backoff"],
        growth_interval=options["interval"],
    )


def number(value):
    return value if math.isfinite(value) else str(value)


def play(options, gradients):
    """One dictionary per step. A number is a scaled gradient by itself."""
    scaler = make_scaler(options)
    parameter = torch.zeros(4, requires_grad=True)
    optimizer = torch.optim.SGD([parameter], lr=1.0)
    scaler.scale(torch.zeros(()))  # Makes the state.
    steps = []
    for name in gradients:
        value = VALUES.get(name, name)
        # One bad element among good ones, not the first.
        parameter.grad = torch.tensor([1.0, 0.0, value, 1.0])
        before = parameter.detach().clone()
        scaler.unscale_(optimizer)
        scaler.step(optimizer)
        scaler.update()
        steps.append(
            {
                "gradient": name,
                "scale": number(scaler.get_scale()),
                "tracker": scaler._get_growth_tracker(),
                "skipped": bool(torch.equal(before, parameter.detach())),
            }
        )
        parameter.data.zero_()
    return steps


def random_events(seed, steps, share):
    """Mostly good steps; a share of bad ones, at times several in a row."""
    source = random.Random(seed)
    events = []
    while len(events) < steps:
        if source.random() < share:
            events += [source.choice(["inf", "-inf", "nan"])] * source.choice([1, 1, 2, 3])
        else:
            events.append("g")
    return events[:steps]


def scenario(about, events, **options):
    return {"about": about, "options": {**DEFAULTS, **options}, "events": events}


g, inf, nan = ["g"], ["inf"], ["nan"]
SCENARIOS = {
    "defaults": scenario("nothing happens before the interval is over", g * 10),
    "grow": scenario("grows after every 4 good steps", g * 13, interval=4),
    "back-off": scenario(
        "an overflow halves the scale and starts the count anew",
        g * 3 + inf + g * 5, interval=4),
    "back-off-at-growth": scenario(
        "an overflow at the step that would have grown", g * 3 + inf + g * 4, interval=4),
    "inf-at-step-1": scenario("the first step overflows", inf + g * 5, interval=3),
    "nan": scenario("a NaN is an overflow", g + nan + g * 3, interval=3),
    "minus-inf": scenario("so is -inf", g + ["-inf"] + g * 3, interval=3),
    "repeated-inf": scenario("19 overflows in a row", inf * 19 + g * 4, interval=3),
    "growth-refused": scenario(
        "a growth beyond f32 keeps the scale; the count starts anew all the same",
        g * 4, init=1e38, growth=16.0, interval=1),
    "growth-refused-then-back-off": scenario(
        "it stays at the edge and comes down by an overflow",
        g * 3 + inf + g * 6, init=1e38, growth=4.0, interval=2),
    "interval-1": scenario("grows at every good step", g * 4 + inf + g * 3 + nan + g,
                           interval=1),
    "interval-3-mixed": scenario(
        "growth and overflow mixed",
        g * 2 + inf + g * 4 + nan + inf + g * 7 + ["-inf"] + g * 3, interval=3),
    "below-1": scenario("the scale falls below 1 and grows again",
                        inf * 4 + g * 6, init=2.0, interval=2),
    "odd-factors": scenario(
        "factors that are no powers of two; each product rounds once, to f32",
        (g * 3 + inf) * 6, init=1000.0, growth=1.75, backoff=0.375, interval=3),
    "vanishing-scale": scenario(
        "nothing holds the scale up: it leaves f32's normal numbers",
        inf * 12, init=2.0**-100, backoff=2.0**-7, interval=2),
    "long-rare": scenario("80 steps, some bad", random_events(1, 80, 0.06),
                          init=2.0**24, interval=3),
    "long-frequent": scenario("80 steps, many bad", random_events(2, 80, 0.3),
                              init=2.0**15, interval=2),
    "long-defaults": scenario("200 steps", random_events(3, 200, 0.1), interval=20),
    # g / scale is beyond f32, g is not.
    "overflow-by-unscaling": scenario(
        "a finite scaled gradient whose unscaled value is infinite",
        g + [1e38] + g * 2, init=2.0**-4, interval=10),
}


def mark_deviations(scenario_, steps):
    """Where the unscaled gradient is infinite and the scaled one is not."""
    scale = scenario_["options"]["init"]
    for step in steps:
        gradient = step["gradient"]
        if not isinstance(gradient, str) and gradient / scale > LARGEST:
            assert not step["skipped"], "PyTorch has learnt to see it"
            step["deviation"] = {
                "because": "the unscaled gradient is infinite",
                "scale": scale * scenario_["options"]["backoff"],
                "tracker": 0,
                "skipped": True,
            }
            # What follows is another history.
            return
        scale = float(step["scale"])


def main():
    result = {}
    for name, scenario_ in SCENARIOS.items():
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            steps = play(scenario_["options"], scenario_["events"])
        mark_deviations(scenario_, steps)
        changes = sum(
            a["scale"] != b["scale"] for a, b in zip(steps, steps[1:])
        )
        print(f"{name:<32}{len(steps):>4} steps {changes:>4} changes "
              f"{sum(s['skipped'] for s in steps):>4} skips, ends at {steps[-1]['scale']}")
        result[name] = {
            "about": scenario_["about"],
            "options": scenario_["options"],
            "steps": steps,
        }
    text = json.dumps({"torch": torch.__version__, "scenarios": result}, indent=1)
    # A step stays on one line.
    text = re.sub(r'\{\s*"gradient"[^{}]*(\{[^{}]*\}[^{}]*)?\}',
                  lambda m: " ".join(m[0].split()), text)
    (FOLDER / "grad-scaler.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
