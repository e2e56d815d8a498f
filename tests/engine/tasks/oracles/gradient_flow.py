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
