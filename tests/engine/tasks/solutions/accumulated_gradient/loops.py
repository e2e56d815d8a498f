import numpy as np


def accumulated_gradient(grads, counts, *, reduction):
    total, samples = np.zeros(grads.shape[1]), 0.0
    for g, n in zip(grads, counts, strict=True):
        total = total + (g * float(n) if reduction == "mean" else g)
        samples += float(n)
    return total / samples
