"""What the networks of networks.py compute, in PyTorch: LOSSES by name.

A loss takes parameters and inputs by name, and the format that inputs become. It is
written as a user of PyTorch would, so that autocast may do what it does.
"""

import torch
import torch.nn.functional as F


def dense(params, name, x):
    return F.linear(x, params[f"{name}.weight"].t(), params[f"{name}.bias"])


def mlp(params, inputs, dtype):
    h = inputs["x"].to(dtype).reshape(64, 784) / 255
    h = torch.relu(dense(params, "fc1", h))
    h = torch.relu(dense(params, "fc2", h))
    return F.cross_entropy(dense(params, "fc3", h), inputs["y"].long())


def convolve(params, name, x, bias=None):
    """Filters are HWIO here as elsewhere, images are NCHW."""
    filter = params[f"{name}.weight"].permute(3, 2, 0, 1)
    return F.conv2d(x, filter, bias, padding=filter.shape[-1] // 2)


def cnn(params, inputs, dtype):
    h = inputs["x"].to(dtype)[:, None] / 255
    for i in (1, 2):
        h = convolve(params, f"conv{i}", h)
        h = F.batch_norm(h, None, None, params[f"bn{i}.scale"], params[f"bn{i}.offset"], True)
        h = F.max_pool2d(torch.relu(h), 2)
    h = h.permute(0, 2, 3, 1).reshape(h.shape[0], -1)
    h = torch.relu(dense(params, "fc1", h))
    return F.cross_entropy(dense(params, "fc2", h), inputs["y"].long())


def click(params, inputs, dtype):
    rows = [F.embedding(inputs[name], params[f"{name}.table"]) for name in ("user", "item", "site")]
    h = torch.cat([*rows, inputs["numbers"].to(dtype)], 1)
    h = torch.relu(dense(params, "fc1", h))
    h = torch.relu(dense(params, "fc2", h))
    logits = dense(params, "fc3", h)[:, 0]
    return F.binary_cross_entropy_with_logits(logits, inputs["click"].to(logits.dtype))


def unet(params, inputs, dtype):
    def block(name, x):
        y = convolve(params, name, x)
        return torch.relu(F.group_norm(y, 4, params[f"{name}.scale"], params[f"{name}.offset"]))

    def double(name, x):
        filter = params[f"{name}.weight"].permute(2, 3, 0, 1)
        return F.conv_transpose2d(x, filter, stride=2)

    pixels = inputs["x"].to(dtype)[:, None] / 255
    noisy = pixels + (inputs["noise"].to(dtype)[:, None] - 128) / 100
    enc1 = block("enc1", noisy)
    enc2 = block("enc2", F.max_pool2d(enc1, 2))
    middle = block("middle", F.max_pool2d(enc2, 2))
    dec2 = block("dec2", torch.cat([double("up2", middle), enc2], 1))
    dec1 = block("dec1", torch.cat([double("up1", dec2), enc1], 1))
    denoised = noisy - convolve(params, "out", dec1, params["out.bias"])
    return F.mse_loss(denoised, pixels)


LOSSES = {"mlp": mlp, "cnn": cnn, "click": click, "unet": unet}


def gradients(name, params, inputs, dtype, autocast=None, scale=1.0):
    """(loss, gradients by name) of numpy arrays; autocast is a 16-bit format or None."""
    leaves = {n: torch.from_numpy(v.astype(dtype)).requires_grad_() for n, v in params.items()}
    tensors = {n: torch.from_numpy(v.copy()) for n, v in inputs.items()}
    with torch.autocast("cpu", dtype=autocast, enabled=autocast is not None):
        loss = LOSSES[name](leaves, tensors, getattr(torch, dtype))
    (loss * scale).backward()
    assert all(str(p.grad.dtype) == f"torch.{dtype}" for p in leaves.values())
    return loss.item(), {n: p.grad.numpy() / p.grad.numpy().dtype.type(scale)
                         for n, p in leaves.items()}
