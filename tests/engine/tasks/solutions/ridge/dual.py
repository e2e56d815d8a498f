import numpy as np


def ridge(x, y, lam, *, loss):
    c = lam * (len(y) if loss == "mean" else 1)
    a = np.subtract(x, np.mean(x, axis=0), dtype=float)
    r = np.asarray(y, dtype=float) - np.mean(y, dtype=float)
    alpha = np.linalg.solve(a @ a.T + c * np.eye(len(r)), r)
    w = np.einsum("nd,n->d", a, alpha)
    return w, np.mean(y, dtype=float) - np.mean(x, axis=0, dtype=float) @ w
