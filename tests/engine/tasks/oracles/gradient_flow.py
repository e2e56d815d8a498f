"""Oracles of the tasks about gradient flow: a function a task, with the reference's parameters."""

from __future__ import annotations

import numpy as np
import torch
from scipy.linalg import norm as scipy_norm
from scipy.optimize._numdiff import approx_derivative


def leaves(*arrays):
    return [torch.tensor(np.asarray(array, float), requires_grad=True) for array in arrays]


def two_layer_backward(x, w1, b1, w2, dout, *, activation):
    parts = leaves(x, w1, b1, w2, np.zeros(np.asarray(w2).shape[1]))
    x, w1, b1, w2, b2 = parts
    h = (torch.tanh if activation == "tanh" else torch.relu)(x @ w1 + b1)
    (h @ w2 + b2).backward(torch.tensor(np.asarray(dout, float)))
    return tuple(part.grad.numpy() for part in parts)


def clip_by_global_norm(dw, db, limit):
    """torch.nn.functional.normalize gives the direction, which clipping keeps."""
    flat = torch.tensor(np.concatenate([np.ravel(dw), np.ravel(db)]).astype(float))
    norm = torch.linalg.vector_norm(flat)
    clipped = (torch.nn.functional.normalize(flat, dim=0) * limit if norm > limit else flat).numpy()
    return clipped[: np.size(dw)].reshape(np.shape(dw)), clipped[np.size(dw) :], norm.item()


def he_initialisation(z, slope, *, mode):
    """PyTorch's kaiming_normal_ draws from N(0, gain² / fan); gain and fan are its own."""
    fan = torch.nn.init._calculate_correct_fan(torch.tensor(np.asarray(z)), mode)
    return np.asarray(z, float) * torch.nn.init.calculate_gain("leaky_relu", slope) / fan**0.5


def gradient_check(f, x, grad, h):
    """SciPy's central differences with a fixed step, and the norms of its linear algebra."""
    x, grad = np.asarray(x, float), np.asarray(grad, float)
    slopes = approx_derivative(lambda flat: f(flat.reshape(x.shape)), x.ravel(), method="3-point", abs_step=h)
    numeric = slopes.reshape(x.shape)
    norms = [scipy_norm(np.ravel(part)) for part in (numeric - grad, numeric, grad)]
    return numeric, norms[0] / (norms[1] + norms[2])


def receptive_field(kernels, strides):
    """How many input cells have a gradient from one output of PyTorch convolutions with weights of 1."""
    field = 1
    for k, s in zip(kernels[::-1], strides[::-1], strict=True):
        field = (field - 1) * int(s) + int(k)
    step = int(np.prod(strides)) if len(strides) else 1
    line = torch.zeros(1, 1, field + 3 * step, dtype=torch.float64, requires_grad=True)
    out = line
    for k, s in zip(kernels, strides, strict=True):
        out = torch.nn.functional.conv1d(out, torch.ones(1, 1, int(k), dtype=torch.float64), stride=int(s))
    seen = [torch.autograd.grad(out[0, 0, i], line, retain_graph=True)[0][0, 0].nonzero().ravel() for i in (0, 1)]
    return int(seen[0].max() - seen[0].min()) + 1, int(seen[1].min() - seen[0].min())
