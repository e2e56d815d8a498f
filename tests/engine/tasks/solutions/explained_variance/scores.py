import numpy as np


def explained_variance(x, *, divisor):
    a = np.asarray(x, dtype=float) - np.asarray(x, dtype=float).mean(0)
    vt = np.linalg.svd(a, full_matrices=False)[2]
    variances = (a @ vt.T).var(axis=0, ddof=1 if divisor == "n1" else 0)
    return variances, variances / variances.sum()
