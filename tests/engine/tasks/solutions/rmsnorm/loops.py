import math

import numpy as np


def rmsnorm(x, gamma, eps, *, scale):
    y = np.zeros(x.shape)
    for i, row in enumerate(x):
        rms = math.sqrt(math.fsum(float(v) ** 2 for v in row) / len(row) + eps)
        for j, v in enumerate(row):
            y[i, j] = v / rms * (gamma[j] + (scale == "one_plus"))
    return y
