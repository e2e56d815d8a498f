import numpy as np


def accumulated_gradient(grads, counts, *, reduction):
    n = counts.sum()
    weights = counts / n if reduction == "mean" else np.full(len(counts), 1 / n)
    return weights @ grads
