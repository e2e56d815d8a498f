import math

import numpy as np


def log_softmax(x, *, axis):
    moved = np.moveaxis(x, axis, -1).astype(float)
    result = np.zeros(moved.shape)
    for at in np.ndindex(moved.shape[:-1]):
        row = list(moved[at])
        top = max(row)
        total = math.fsum(math.exp(v - top) for v in row)
        result[at] = [v - top - math.log(total) for v in row]
    return np.moveaxis(result, -1, axis)
