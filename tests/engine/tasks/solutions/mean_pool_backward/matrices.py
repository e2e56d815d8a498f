import numpy as np


def mean_pool_backward(dout, height, width, size, stride, padding, *, divisor):
    def seen(outputs, n):
        start = np.arange(outputs)[:, None] * stride - padding
        cell = np.arange(n)
        return ((cell >= start) & (cell < start + size)).astype(float)

    a, b = seen(dout.shape[0], height), seen(dout.shape[1], width)
    count = size**2 if divisor == "window" else np.outer(a.sum(1), b.sum(1))
    return a.T @ (dout / count) @ b
