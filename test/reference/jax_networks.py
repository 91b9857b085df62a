"""What the networks of networks.py compute, in JAX: LOSSES by name.

A loss takes parameters and inputs by name, arrays of one format, and `low`, which
rounds what contractions read; it is the identity unless mixed precision is meant.
"""

import os

os.environ.setdefault("JAX_PLATFORMS", "cpu")
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402

jax.config.update("jax_enable_x64", True)


def same(x):
    return x


def dense(params, name, x, low):
    return low(x) @ low(params[f"{name}.weight"]) + low(params[f"{name}.bias"])


def cross_entropy(logits, labels, dtype):
    rows = jnp.arange(len(labels))
    return -jax.nn.log_softmax(logits.astype(dtype))[rows, labels].mean()


def mlp(params, inputs, dtype, low=same):
    h = inputs["x"].astype(dtype).reshape(64, 784) / 255
    h = jax.nn.relu(dense(params, "fc1", h, low))
    h = jax.nn.relu(dense(params, "fc2", h, low))
    return cross_entropy(dense(params, "fc3", h, low), inputs["y"], dtype)


def convolve(x, filter):
    return jax.lax.conv_general_dilated(
        x, filter, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"),
        precision=jax.lax.Precision.HIGHEST,
    )


def batch_norm(x, scale, offset):
    mean = x.mean((0, 1, 2))
    variance = ((x - mean) ** 2).mean((0, 1, 2))
    return (x - mean) / jnp.sqrt(variance + 1e-5) * scale + offset


def group_norm(x, scale, offset, groups):
    n, h, w, c = x.shape
    parts = x.reshape(n, h * w, groups, c // groups)
    mean = parts.mean((1, 3), keepdims=True)
    variance = ((parts - mean) ** 2).mean((1, 3), keepdims=True)
    normal = (parts - mean) / jnp.sqrt(variance + 1e-5)
    return normal.reshape(x.shape) * scale + offset


def max_pool(x):
    """Not the maximum of a reshaped array: of equal elements the first one counts."""
    return jax.lax.reduce_window(
        x, -jnp.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")


def cnn(params, inputs, dtype):
    h = inputs["x"].astype(dtype)[..., None] / 255
    for i in (1, 2):
        h = convolve(h, params[f"conv{i}.weight"])
        h = batch_norm(h, params[f"bn{i}.scale"], params[f"bn{i}.offset"])
        h = max_pool(jax.nn.relu(h))
    h = jax.nn.relu(dense(params, "fc1", h.reshape(h.shape[0], -1), same))
    return cross_entropy(dense(params, "fc2", h, same), inputs["y"], dtype)


def click(params, inputs, dtype):
    rows = [params[f"{name}.table"][inputs[name]] for name in ("user", "item", "site")]
    h = jnp.concatenate([*rows, inputs["numbers"].astype(dtype)], 1)
    h = jax.nn.relu(dense(params, "fc1", h, same))
    h = jax.nn.relu(dense(params, "fc2", h, same))
    logits = dense(params, "fc3", h, same)[:, 0]
    target = inputs["click"].astype(dtype)
    return (jax.nn.softplus(logits) - target * logits).mean()


def unet(params, inputs, dtype):
    def block(name, x):
        y = convolve(x, params[f"{name}.weight"])
        y = group_norm(y, params[f"{name}.scale"], params[f"{name}.offset"], 4)
        return jax.nn.relu(y)

    def double(name, x):
        """Each pixel becomes the 2x2 pixels of a filter, which do not overlap."""
        filter = params[f"{name}.weight"]
        y = jnp.einsum("nhwc,ijco->nhiwjo", x, filter,
                       precision=jax.lax.Precision.HIGHEST)
        n, h, _, w, _, c = y.shape
        return y.reshape(n, 2 * h, 2 * w, c)

    pixels = inputs["x"].astype(dtype)[..., None] / 255
    noisy = pixels + (inputs["noise"].astype(dtype)[..., None] - 128) / 100
    enc1 = block("enc1", noisy)
    enc2 = block("enc2", max_pool(enc1))
    middle = block("middle", max_pool(enc2))
    dec2 = block("dec2", jnp.concatenate([double("up2", middle), enc2], 3))
    dec1 = block("dec1", jnp.concatenate([double("up1", dec2), enc1], 3))
    denoised = noisy - convolve(dec1, params["out.weight"]) - params["out.bias"]
    return ((denoised - pixels) ** 2).mean()


LOSSES = {"mlp": mlp, "cnn": cnn, "click": click, "unet": unet}


def gradients(name, params, inputs, dtype, scale=1.0, **options):
    """(loss, gradients by name) of numpy arrays."""
    def scaled(leaves):
        return LOSSES[name](leaves, inputs, dtype, **options) * scale

    leaves = {n: jnp.asarray(v, dtype) for n, v in params.items()}
    loss, grads = jax.value_and_grad(scaled)(leaves)
    assert all(g.dtype == dtype for g in grads.values())
    unscaled = {n: jax.device_get(g) / g.dtype.type(scale) for n, g in grads.items()}
    return float(loss) / scale, unscaled
