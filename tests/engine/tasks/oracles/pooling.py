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


def pooled_size(n, size, stride, padding, dilation, *, partial):
    """The length of what PyTorch's max_pool1d gives; its ceil_mode drops a window that begins in the padding."""
    line = torch.zeros(1, 1, n)
    found = torch.nn.functional.max_pool1d(line, size, stride, padding, dilation, partial == "kept")
    free = n + 2 * padding - dilation * (size - 1) - 1
    begins_outside = partial == "kept" and (-(-free // stride)) * stride >= n + padding
    return found.shape[-1] + int(begins_outside)


def max_pool_forward(x, size, stride, *, ties):
    """PyTorch's indices name the first of equal maxima; the plane turned round gives the last."""
    plane = torch.tensor(np.asarray(x, float))
    if ties == "first":
        y, where = torch.nn.functional.max_pool2d(plane[None], size, stride, return_indices=True)
        return y[0].numpy(), where[0].numpy()
    height, width = plane.shape
    rows, columns = ((n - size) // stride * stride + size for n in (height, width))
    turned = torch.flip(plane[:rows, :columns], (0, 1)).contiguous()
    y, where = torch.nn.functional.max_pool2d(turned[None], size, stride, return_indices=True)
    y, where = torch.flip(y[0], (0, 1)).numpy(), torch.flip(where[0], (0, 1)).numpy()
    row, column = rows - 1 - where // columns, columns - 1 - where % columns
    return y, row * width + column


def mean_pool_backward(dout, height, width, size, stride, padding, *, divisor):
    """PyTorch's avg_pool2d, which divides by the window or by its cells that are no padding."""
    plane = torch.zeros(1, 1, height, width, dtype=torch.float64, requires_grad=True)
    pooled = torch.nn.functional.avg_pool2d(plane, size, stride, padding, count_include_pad=divisor == "window")
    pooled.backward(torch.tensor(np.asarray(dout, float))[None, None])
    return plane.grad[0, 0].numpy()


def global_average_pool(x, dout, *, layout):
    """PyTorch's adaptive average pooling to one cell."""
    maps = torch.tensor(np.asarray(x, float))
    maps = (maps if layout == "nchw" else maps.permute(0, 3, 1, 2)).clone().requires_grad_()
    y = torch.nn.functional.adaptive_avg_pool2d(maps, 1)[:, :, 0, 0]
    y.backward(torch.tensor(np.asarray(dout, float)))
    grad = maps.grad if layout == "nchw" else maps.grad.permute(0, 2, 3, 1)
    return y.detach().numpy(), grad.numpy()
