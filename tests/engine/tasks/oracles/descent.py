"""Oracles of the tasks about descent: a function a task, with the reference's parameters."""

from __future__ import annotations

import math

import numpy as np
import torch


def minibatches(order, size, *, last):
    """PyTorch's BatchSampler."""
    batches = list(torch.utils.data.BatchSampler([int(i) for i in order], size, last == "dropped"))
    rows = [batch + [-1] * (size - len(batch)) for batch in batches]
    return np.array(rows, dtype=int).reshape(len(rows), size)


def momentum_step(w, grad, v, lr, momentum, *, rule):
    """torch.optim.SGD, its buffer set to the velocity of before."""
    weights = torch.nn.Parameter(torch.tensor(np.asarray(w, float)))
    nesterov = rule == "nesterov" and momentum > 0
    optimizer = torch.optim.SGD([weights], lr=lr, momentum=momentum, nesterov=nesterov)
    optimizer.state[weights]["momentum_buffer"] = torch.tensor(np.asarray(v, float))
    weights.grad = torch.tensor(np.asarray(grad, float))
    optimizer.step()
    kept = optimizer.state[weights]["momentum_buffer"].numpy()
    # Without momentum PyTorch keeps no velocity; by the rule it is the gradient.
    return weights.detach().numpy(), kept if momentum > 0 else np.asarray(grad, float)


def adam_step(w, grad, m, v, t, lr, b1, b2, eps):
    """torch.optim.Adam, its state set to the moments of before."""
    weights = torch.nn.Parameter(torch.tensor(np.asarray(w, float)))
    optimizer = torch.optim.Adam([weights], lr=lr, betas=(b1, b2), eps=eps)
    state = optimizer.state[weights]
    state["step"] = torch.tensor(float(t - 1))
    state["exp_avg"] = torch.tensor(np.asarray(m, float))
    state["exp_avg_sq"] = torch.tensor(np.asarray(v, float))
    weights.grad = torch.tensor(np.asarray(grad, float))
    optimizer.step()
    return weights.detach().numpy(), state["exp_avg"].numpy(), state["exp_avg_sq"].numpy()


def cosine_schedule(total, warmup, peak, floor):
    """After the warm-up the half angle, cos² of half the angle, through PyTorch's LambdaLR; the straight line before it."""
    rates = [peak * (t + 1) / warmup for t in range(warmup)]
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=peak)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda t: (floor + (peak - floor) * math.cos(math.pi * t / (total - warmup) / 2) ** 2) / peak
    )
    for _ in range(total - warmup):
        rates.append(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step()
    return np.array(rates)


def accumulated_gradient(grads, counts, *, reduction):
    """The gradient of the mean loss by autograd: sample j of batch i has a loss whose gradient is its batch's mean."""
    w = torch.zeros(np.shape(grads)[1], dtype=torch.float64, requires_grad=True)
    losses = []
    for row, count in zip(np.asarray(grads, float), np.asarray(counts, int), strict=True):
        per_sample = row if reduction == "mean" else row / max(count, 1)
        losses += [torch.tensor(per_sample) @ w] * count
    torch.stack(losses).mean().backward()
    return w.grad.numpy()
