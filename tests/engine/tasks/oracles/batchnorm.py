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


def tensors(*arrays):
    return [torch.tensor(np.array(array, float)) for array in arrays]


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, *, share, divisor):
    """PyTorch's batch_norm updates its running statistics in place, with n - 1; for n they are mixed by its lerp."""
    x, gamma, beta, mean, var = tensors(x, gamma, beta, running_mean, running_var)
    before, new = var.clone(), momentum if share == "new" else 1 - momentum
    y = torch.nn.functional.batch_norm(x, mean, var, gamma, beta, True, new, eps)
    if divisor == "n":
        var = torch.lerp(before, x.var(0, correction=0), new)
    return y.numpy(), mean.numpy(), var.numpy()


def batchnorm_evaluate(x, gamma, beta, running_mean, running_var, eps, *, channels):
    """PyTorch's layer has its channels second."""
    x, gamma, beta, mean, var = tensors(x, gamma, beta, running_mean, running_var)
    x = x if channels == "second" else x.transpose(1, 2)
    y = torch.nn.functional.batch_norm(x, mean, var, gamma, beta, False, 0.1, eps)
    return (y if channels == "second" else y.transpose(1, 2)).numpy()


def fold_batchnorm(weight, bias, gamma, beta, running_mean, running_var, eps, *, layout):
    """PyTorch's own fusion of a linear layer and BatchNorm."""
    w, bias, gamma, beta, mean, var = tensors(weight, bias, gamma, beta, running_mean, running_var)
    fuse = torch.nn.utils.fusion.fuse_linear_bn_weights
    folded, shift = fuse(w if layout == "rows" else w.T, bias, mean, var, eps, gamma, beta)
    return (folded if layout == "rows" else folded.T).detach().numpy(), shift.detach().numpy()


def rmsnorm(x, gamma, eps, *, scale):
    x, gamma = tensors(x, gamma)
    return torch.nn.functional.rms_norm(x, gamma.shape, gamma + (scale == "one_plus"), eps).numpy()


def layernorm_backward(dout, x, gamma, eps):
    x, gamma, beta = leaves(x, gamma, np.zeros(len(gamma)))
    y = torch.nn.functional.layer_norm(x, gamma.shape, gamma, beta, eps)
    y.backward(torch.tensor(np.array(dout, float)))
    return x.grad.numpy(), gamma.grad.numpy(), beta.grad.numpy()


def layernorm_forward(x, gamma, beta, eps):
    x, gamma, beta = tensors(x, gamma, beta)
    return torch.nn.functional.layer_norm(x, gamma.shape, gamma, beta, eps).numpy()
