#!/usr/bin/env python3
"""One training step of a case in JAX, timed; prints one JSON line.

The whole step is one jitted function; parameters and optimizer state are
donated, so that XLA may update them in place. With --low=FORMAT the products
read that format; f32 parameters are cast in the step.
"""

import time

from measure import parse_arguments, run, staged_batches


OPTIONS = [
    ("--device", {"choices": ["cpu", "cuda"], "default": "cpu"}),
    ("--low", {"choices": ["f16", "bf16"]}),
]


def build_mlp(jax, case, key, low):
    jnp = jax.numpy
    narrow = {"f16": jnp.float16, "bf16": jnp.bfloat16}.get(low, jnp.float32)
    params = []
    for layer in case["layers"]:
        key, use = jax.random.split(key)
        bound = (6 / layer["in"]) ** 0.5
        shape = (layer["in"], layer["out"])
        weight = jax.random.uniform(use, shape, jnp.float32, -bound, bound)
        params.append((weight, jnp.zeros(layer["out"], jnp.float32)))

    def forward(params, x):
        for layer, (weight, bias) in zip(case["layers"], params):
            x = jnp.matmul(
                x.astype(narrow),
                weight.astype(narrow),
                preferred_element_type=jnp.float32,
            )
            x = x + bias
            if layer["relu"]:
                x = jax.nn.relu(x)
        return x

    return params, forward


def build_cnn(jax, case, key, low):
    jnp = jax.numpy
    narrow = {"f16": jnp.float16, "bf16": jnp.bfloat16}.get(low, jnp.float32)

    def draw(number, shape, fan_in):
        bound = (6 / fan_in) ** 0.5
        return jax.random.uniform(
            jax.random.fold_in(key, number), shape, jnp.float32, -bound, bound
        )

    channels, widths = case["channels"], case["widths"]
    blocks = [
        (draw(i, (3, 3, k, n), 9 * k), jnp.ones(n), jnp.zeros(n))
        for i, (k, n) in enumerate(zip(channels, channels[1:]))
    ]
    layers = [
        (draw(9 + i, (k, n), k), jnp.zeros(n))
        for i, (k, n) in enumerate(zip(widths, widths[1:]))
    ]

    def block(x, weight, scale, offset):
        x = jax.lax.conv_general_dilated(
            x.astype(narrow), weight.astype(narrow), (1, 1), "SAME",
            dimension_numbers=("NHWC", "HWIO", "NHWC"),
            preferred_element_type=jnp.float32,
        )
        mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
        x = (x - mean) * jax.lax.rsqrt(variance + 1e-5) * scale + offset
        n, h, w, c = x.shape
        return jax.nn.relu(x).reshape(n, h // 2, 2, w // 2, 2, c).max((2, 4))

    def forward(params, x):
        blocks, layers = params
        x = x[..., None]
        for parameters in blocks:
            x = block(x, *parameters)
        x = x.reshape(x.shape[0], -1)
        for number, (weight, bias) in enumerate(layers, start=1):
            x = jnp.matmul(
                x.astype(narrow), weight.astype(narrow),
                preferred_element_type=jnp.float32,
            ) + bias
            x = jax.nn.relu(x) if number < len(layers) else x
        return x

    return (blocks, layers), forward


BUILDERS = {"mlp": build_mlp, "cnn": build_cnn}


def adamw(jax, constants):
    jnp = jax.numpy
    b1, b2 = constants["beta1"], constants["beta2"]
    decay = 1 - constants["lr"] * constants["weight_decay"]

    def update(params, grads, state):
        m, v, count = state
        count = count + 1
        rate = constants["lr"] / (1 - b1**count)
        root = jnp.sqrt(1 - b2**count)
        m = jax.tree.map(lambda m, g: b1 * m + (1 - b1) * g, m, grads)
        v = jax.tree.map(lambda v, g: b2 * v + (1 - b2) * g * g, v, grads)
        params = jax.tree.map(
            lambda p, m, v: p * decay
            - rate * m / (jnp.sqrt(v) / root + constants["eps"]),
            params,
            m,
            v,
        )
        return params, (m, v, count)

    return update


def build_step(jax, case, forward):
    jnp = jax.numpy
    update = adamw(jax, case["optimizer"])

    def loss_of(params, x, y):
        logits = forward(params, x.astype(jnp.float32) * (1 / 255))
        chosen = jnp.take_along_axis(
            jax.nn.log_softmax(logits), y[:, None], axis=1
        )
        return -chosen.mean()

    def step(params, state, x, y):
        loss, grads = jax.value_and_grad(loss_of)(params, x, y)
        params, state = update(params, grads, state)
        return params, state, loss

    return jax.jit(step, donate_argnums=(0, 1))


def main():
    arguments, case = parse_arguments(__doc__, OPTIONS)
    start = time.perf_counter()
    import jax

    import_s = time.perf_counter() - start
    jax.config.update("jax_platforms", arguments.device)
    params, forward = BUILDERS[case["kind"]](
        jax, case, jax.random.key(0), arguments.low
    )
    zeros = lambda: jax.tree.map(jax.numpy.zeros_like, params)
    state = (zeros(), zeros(), jax.numpy.zeros((), jax.numpy.float32))
    compiled = build_step(jax, case, forward)

    def step(x, y):
        nonlocal params, state
        params, state, loss = compiled(params, state, x, y)
        return loss

    batches = [
        (jax.device_put(x), jax.device_put(y.astype("int32")))
        for x, y in staged_batches(case)
    ]
    run(
        "jax-jit" + (f"-{arguments.low}" if arguments.low else ""),
        f"jax {jax.__version__}",
        step,
        lambda loss: loss.block_until_ready(),
        batches,
        arguments,
        import_s,
    )


if __name__ == "__main__":
    main()
