import numpy as np


def explained_variance(x, *, divisor):
    a = np.asarray(x, float) - np.mean(x, axis=0, dtype=float)
    cov = a.T @ a / (len(x) - (divisor == "n1"))
    values = np.linalg.eigvalsh(cov)[::-1][: min(x.shape)]
    values = np.maximum(values, 0)
    return values, values / np.trace(cov)
