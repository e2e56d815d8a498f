"""Oracles of the tasks about BatchNorm: a function a task, with the reference's parameters."""

from __future__ import annotations

import numpy as np
import torch


def leaves(*arrays):
    return [torch.tensor(np.asarray(array, float), requires_grad=True) for array in arrays]


def batchnorm_backward(dout, x, gamma, eps):
    """Autograd through mean and variance; PyTorch's layer refuses one sample in training."""
    x, gamma, beta = leaves(x, gamma, np.zeros(len(gamma)))
    y = gamma * (x - x.mean(0)) / torch.sqrt(x.var(0, correction=0) + eps) + beta
    y.backward(torch.tensor(np.asarray(dout, float)))
    return x.grad.numpy(), gamma.grad.numpy(), beta.grad.numpy()
