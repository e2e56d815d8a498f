"""Oracles of the tasks about activations: a function a task, with the reference's parameters."""

from __future__ import annotations

import numpy as np
import torch


def stable_softmax(x, *, axis):
    return torch.softmax(torch.tensor(np.asarray(x, float)), axis).numpy()


def stable_sigmoid(x):
    scores = torch.tensor(np.asarray(x, float))
    return torch.sigmoid(scores).numpy(), torch.nn.functional.logsigmoid(scores).numpy()


def leaky_relu(x, dout, slope, *, at_zero):
    """PyTorch takes the slope at 0; its `where` takes what the condition says."""
    leaf = torch.tensor(np.asarray(x, float), requires_grad=True)
    if at_zero == "slope":
        y = torch.nn.functional.leaky_relu(leaf, slope)
    else:
        y = torch.where(leaf >= 0, leaf, slope * leaf)
    y.backward(torch.tensor(np.asarray(dout, float)))
    return y.detach().numpy(), leaf.grad.numpy()


def gelu(x):
    leaf = torch.tensor(np.asarray(x, float), requires_grad=True)
    y = torch.nn.functional.gelu(leaf)
    y.sum().backward()
    return y.detach().numpy(), leaf.grad.numpy()


def cross_entropy(logits, labels, *, reduction):
    leaf = torch.tensor(np.asarray(logits, float), requires_grad=True)
    loss = torch.nn.functional.cross_entropy(leaf, torch.tensor(np.asarray(labels)), reduction=reduction)
    loss.backward()
    return loss.item(), leaf.grad.numpy()


def softmax_vjp(dout, p, *, axis):
    """The Jacobian diag(p) - p pᵀ, written out for every slice."""
    dout, p = (np.moveaxis(np.asarray(array, float), axis, -1) for array in (dout, p))
    probabilities = torch.tensor(p.copy())
    jacobian = torch.diag_embed(probabilities) - probabilities[..., :, None] * probabilities[..., None, :]
    dx = (jacobian @ torch.tensor(dout.copy())[..., None])[..., 0]
    return np.moveaxis(dx.numpy(), -1, axis)


def log_softmax(x, *, axis):
    return torch.log_softmax(torch.tensor(np.asarray(x, float)), axis).numpy()
