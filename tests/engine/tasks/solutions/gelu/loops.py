import math

import numpy as np


def gelu(x):
    y, derivative = np.zeros(x.shape), np.zeros(x.shape)
    for at in np.ndindex(x.shape):
        v = float(x[at])
        phi = 0.5 + 0.5 * math.erf(v * math.sqrt(0.5))
        y[at] = v * phi
        derivative[at] = phi + v * math.exp(-v * v / 2) / math.sqrt(2 * math.pi)
    return y, derivative
