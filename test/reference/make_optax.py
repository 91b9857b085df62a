#!/usr/bin/env python3
"""Makes optax.json: trajectories of DeepMind's optax in f64.

    python3 -m venv /tmp/optax && /tmp/optax/bin/pip install optax==0.2.8
    /tmp/optax/bin/python test/reference/make_optax.py

What PyTorch does not have: LAMB (You et al. 2020), Lion (Chen et al. 2023) and clipping by the global
norm without an epsilon. Parameters and gradients are those of
make_optimizers.py, but for an offset of 1/32, so that no interpolation of Lion
is near zero, where f32 and f64 could take different signs. Every list holds the
parameters before the first update and after each of the 20.

With clipping and LAMB there are two parameters, "p" of three elements and "q" of one,
whose gradient is ((5 t) mod 7 - 3) / 4: clipping takes the norm of both, LAMB that of
each. With decay "q" starts at 0, where there is no norm to scale to.
"""

import json
import re
from pathlib import Path

import jax
import jax.numpy as jnp
import optax

jax.config.update("jax_enable_x64", True)

FOLDER = Path(__file__).resolve().parent
START = {"p": [0.5, -1.25, 2.0]}
BOTH = {**START, "q": [-0.75]}
UPDATES = 20

# name -> (parameters, optimizer, what mpc is told)
OPTIMIZERS = {
    "lion": (START, optax.lion(1e-2, weight_decay=0.0), {"lr": 1e-2, "weight_decay": 0}),
    "lion-decay": (
        START,
        optax.lion(1e-2, weight_decay=0.1),
        {"lr": 1e-2, "weight_decay": 0.1},
    ),
    "lion-custom": (
        START,
        optax.lion(1e-2, b1=0.6, b2=0.8, weight_decay=0.1),
        {"lr": 1e-2, "weight_decay": 0.1},
    ),
    "lamb": (BOTH, optax.lamb(1e-2, weight_decay=0.0), {"lr": 1e-2, "weight_decay": 0}),
    "lamb-decay": (
        {**BOTH, "q": [0.0]},
        optax.lamb(1e-2, b1=0.8, b2=0.95, eps=1e-3, weight_decay=0.1),
        {"lr": 1e-2, "weight_decay": 0.1},
    ),
    "sgd-clipped": (
        BOTH,
        optax.chain(optax.clip_by_global_norm(0.75), optax.sgd(0.1)),
        {"lr": 0.1, "weight_decay": 0, "clip_norm": 0.75},
    ),
    "adamw-clipped": (
        BOTH,
        optax.chain(
            optax.clip_by_global_norm(0.5),
            optax.adamw(1e-2, weight_decay=0.1),
        ),
        {"lr": 1e-2, "weight_decay": 0.1, "clip_norm": 0.5},
    ),
    # Decay does not pass through the clipping.
    "adam-large-norm": (
        BOTH,
        optax.chain(optax.clip_by_global_norm(100.0), optax.adam(1e-2)),
        {"lr": 1e-2, "weight_decay": 0, "clip_norm": 100.0},
    ),
}


def gradient(t):
    return {
        "p": [((7 * t + 3 * i) % 11 - 5) / 8 + 1 / 32 for i in range(3)],
        "q": [((5 * t) % 7 - 3) / 4],
    }


def trajectory(start, optimizer, options):
    params = {k: jnp.array(v, jnp.float64) for k, v in start.items()}
    state = optimizer.init(params)
    path = [{k: v.tolist() for k, v in params.items()}]
    for t in range(UPDATES):
        grads = {k: jnp.array(gradient(t)[k], jnp.float64) for k in params}
        updates, state = optimizer.update(grads, state, params)
        params = optax.apply_updates(params, updates)
        path.append({k: v.tolist() for k, v in params.items()})
    return {"options": options, "path": path}


def check_lion():
    """No sign that is taken depends on a rounding."""
    for b1, b2 in ((0.9, 0.99), (0.6, 0.8)):
        m = [0.0] * 3
        for t in range(UPDATES):
            g = gradient(t)["p"]
            assert all(abs(b1 * a + (1 - b1) * b) > 1e-4 for a, b in zip(m, g))
            m = [b2 * a + (1 - b2) * b for a, b in zip(m, g)]


check_lion()
text = json.dumps(
    {
        "optax": optax.__version__,
        "gradients": [gradient(t) for t in range(UPDATES)],
        "optimizers": {n: trajectory(*o) for n, o in OPTIMIZERS.items()},
    },
    indent=1,
)
# A list of numbers stays on one line.
text = re.sub(r"\[[^\[\]{}]*\]", lambda m: " ".join(m[0].split()), text)
(FOLDER / "optax.json").write_text(text + "\n")
