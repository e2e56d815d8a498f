from math import erfc, sqrt

import numpy as np


def gelu(x):
    cdf = np.frompyfunc(lambda v: erfc(-v / sqrt(2)) / 2, 1, 1)(x).astype(float)
    return cdf * x, cdf + x * np.exp(-0.5 * np.square(x, dtype=float)) * (2 * np.pi) ** -0.5
