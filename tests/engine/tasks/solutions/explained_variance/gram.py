import numpy as np


def explained_variance(x, *, divisor):
    a = np.array(x, dtype=float)
    a -= a.mean(axis=0)
    values = np.sort(np.linalg.eigvalsh(a @ a.T).clip(0))[::-1][: min(a.shape)]
    values = values / {"n": len(a), "n1": len(a) - 1}[divisor]
    return values, values / np.sum(values)
