import numpy as np


def ridge(x, y, lam, *, loss):
    n, d = x.shape
    c = lam * n if loss == "mean" else lam
    wide = np.column_stack([x, np.ones(n)])
    penalty = c * np.eye(d + 1)
    penalty[d, d] = 0
    found = np.linalg.solve(wide.T @ wide + penalty, wide.T @ y)
    return found[:d], found[d]
