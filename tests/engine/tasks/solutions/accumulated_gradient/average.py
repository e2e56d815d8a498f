import numpy as np


def accumulated_gradient(grads, counts, *, reduction):
    if reduction == "mean":
        return np.average(grads, axis=0, weights=counts)
    return np.sum(grads, axis=0) / np.sum(counts)
