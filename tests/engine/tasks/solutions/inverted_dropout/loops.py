import numpy as np


def inverted_dropout(x, mask, p, dout, *, meaning):
    y, dx = np.zeros(x.shape), np.zeros(x.shape)
    kept = p if meaning == "keep" else 1.0 - p
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            if mask[i, j]:
                y[i, j] = x[i, j] / kept
                dx[i, j] = dout[i, j] / kept
    return y, dx
