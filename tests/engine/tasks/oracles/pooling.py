"""Oracles of the tasks about pooling: a function a task, with the reference's parameters."""

from __future__ import annotations

import numpy as np
import torch


def max_pool_backward(dout, x, size, stride, *, ties):
    """PyTorch's max_pool2d gives a tie to the first cell, its amax shares it, and a comparison gives it to all."""
    plane = torch.tensor(np.asarray(x, float), requires_grad=True)
    windows = plane.unfold(0, size, stride).unfold(1, size, stride)
    if ties == "first":
        pooled = torch.nn.functional.max_pool2d(plane[None, None], size, stride)[0, 0]
    elif ties == "split":
        pooled = windows.amax((2, 3))
    else:
        top = windows == windows.amax((2, 3), keepdim=True)
        pooled = (windows * top.detach()).sum((2, 3))
    pooled.backward(torch.tensor(np.asarray(dout, float)))
    return plane.grad.numpy()
