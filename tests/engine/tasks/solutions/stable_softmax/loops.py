import math

import numpy as np


def stable_softmax(x, *, axis):
    moved = np.moveaxis(np.array(x, dtype=float), axis, -1)
    result = np.empty_like(moved)
    for index in np.ndindex(moved.shape[:-1]):
        row = list(moved[index])
        top = max(row)
        weights = [math.exp(value - top) for value in row]
        total = math.fsum(weights)
        result[index] = [weight / total for weight in weights]
    return np.moveaxis(result, -1, axis)
