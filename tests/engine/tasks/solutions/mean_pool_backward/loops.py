import numpy as np


def mean_pool_backward(dout, height, width, size, stride, padding, *, divisor):
    dx = np.zeros((height, width))
    for i in range(dout.shape[0]):
        for j in range(dout.shape[1]):
            cells = []
            for a in range(size):
                for b in range(size):
                    r, c = i * stride - padding + a, j * stride - padding + b
                    if 0 <= r < height and 0 <= c < width:
                        cells.append((r, c))
            share = float(dout[i, j]) / (size * size if divisor == "window" else len(cells))
            for r, c in cells:
                dx[r, c] += share
    return dx
