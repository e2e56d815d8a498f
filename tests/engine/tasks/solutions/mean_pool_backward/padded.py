import numpy as np


def mean_pool_backward(dout, height, width, size, stride, padding, *, divisor):
    inside = np.zeros((height + 2 * padding, width + 2 * padding))
    inside[padding : padding + height, padding : padding + width] = 1
    grad = np.zeros(inside.shape)
    for i in range(dout.shape[0]):
        for j in range(dout.shape[1]):
            cut = np.s_[i * stride : i * stride + size, j * stride : j * stride + size]
            count = size * size if divisor == "window" else inside[cut].sum()
            grad[cut] += dout[i, j] / count
    return grad[padding : padding + height, padding : padding + width]
