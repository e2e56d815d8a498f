import numpy as np


def fisher_direction(x, labels):
    zero, one = np.asarray(x, float)[labels == 0], np.asarray(x, float)[labels == 1]
    pooled = np.cov(zero.T, bias=True) * len(zero) + np.cov(one.T, bias=True) * len(one)
    w = np.linalg.solve(np.atleast_2d(pooled), one.mean(0) - zero.mean(0))
    return w / (w**2).sum() ** 0.5
